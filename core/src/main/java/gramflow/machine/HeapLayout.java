package gramflow.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Where the entries of large arrays lie on this JVM's heap, as far as it can be known without asking for an address. G1 gives an array of more than half a
 * region regions of its own: it begins at a multiple of the region size and is not moved. A vector load that straddles two cache lines costs a sixth of a
 * kernel's speed on some CPUs, so scratch is laid out by this; where nothing is known, nothing is lost but speed.
 *
 * @param firstElement bytes from the beginning of a primitive array to its first element, for element types of 4 bytes
 * @param firstLongElement the same for element types of 8 bytes
 * @param alignedFrom arrays of at least that many bytes begin at a multiple of a cache line; {@code Long.MAX_VALUE} if none is known to
 */
public record HeapLayout(int firstElement, int firstLongElement, long alignedFrom) {

    private static final HeapLayout CURRENT = read();

    /** The layout of this JVM. */
    public static HeapLayout current() {
        return CURRENT;
    }

    private static HeapLayout read() {
        boolean compact = flag("UseCompactObjectHeaders", "false").equals("true");
        boolean g1 = flag("UseG1GC", "false").equals("true");
        long region = Long.parseLong(flag("G1HeapRegionSize", "0"));
        return new HeapLayout(compact ? 12 : 16, 16, g1 && region > 0 ? region / 2 + 1024 : Long.MAX_VALUE);
    }

    private static String flag(String name, String otherwise) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(name).getValue();
        } catch (RuntimeException e) {
            // Another JVM, or a HotSpot without that flag.
            return otherwise;
        }
    }
}
