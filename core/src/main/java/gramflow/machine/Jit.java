package gramflow.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler of this JVM makes of vector code. Known only of HotSpot, by its diagnostic bean, whose flags can be read without unlocking anything;
 * of any other JVM nothing is taken for granted.
 *
 * @param vm name and version of the JVM
 * @param compiler what code ends up in
 * @param vectorModule whether this code can read the module {@code jdk.incubator.vector}
 * @param widestVectorBits bits of the widest vectors that live in registers whatever their element type, 0 if not known
 * @param fma whether a fused multiply–add is one instruction. Where it is not, {@link Math#fma} is exact arithmetic in software, a thousand times slower
 *        than a product and a sum: never call it there
 * @param flags the flags this follows from, those that this JVM has
 */
public record Jit(String vm, Compiler compiler, boolean vectorModule, int widestVectorBits, boolean fma, Map<String, String> flags) {

    /** System property that asks for vectors of 128, 256 or 512 bits. */
    public static final String VECTOR_BITS = "gramflow.vector.bits";

    private static final List<String> FLAGS = List.of("MaxVectorSize", "UseFMA", "UseAVX", "UseSVE", "TieredStopAtLevel",
            "EnableVectorSupport",
            "UseJVMCICompiler");
    private static final int C2_LEVEL = 4;
    private static final int MAX_BITS = 512;

    /** What code of this JVM ends up in. */
    public enum Compiler {
        /** HotSpot's optimising compiler: the only one known to keep vectors in registers. */
        C2("HotSpot C2"),
        /** HotSpot's quick compiler alone: every vector is an object. */
        C1("HotSpot C1 only"),
        /** No compiler. */
        NONE("interpreter only"),
        /** Another compiler, of which nothing is known. */
        OTHER("unknown");

        private final String label;

        Compiler(String label) {
            this.label = label;
        }

        /** For a person. */
        public String label() {
            return label;
        }
    }

    /** Keeps the flags in their order. */
    public Jit {
        flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
    }

    private static final class OfThisJvm {
        static final Jit JIT = of(System.getProperties()::getProperty, OfThisJvm::flag, System.getProperty("os.arch", ""),
                canReadVectors());

        private static Optional<String> flag(String name) {
            try {
                HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
                return bean == null ? Optional.empty() : Optional.of(bean.getVMOption(name).getValue());
            } catch (IllegalArgumentException e) {
                // No such bean, or no such flag in this build.
                return Optional.empty();
            }
        }

        /** By the module's name: this package is below the one that calls the Vector API, and whether it may is asked before any of that is loaded. */
        private static boolean canReadVectors() {
            return ModuleLayer.boot().findModule("jdk.incubator.vector").filter(Jit.class.getModule()::canRead).isPresent();
        }
    }

    /** That of this JVM; asked once. */
    public static Jit current() {
        return OfThisJvm.JIT;
    }

    /**
     * That of a JVM which answers so.
     *
     * @param property a system property, or null
     * @param flag a flag's value, if the JVM has it
     * @param architecture {@code os.arch}
     */
    static Jit of(Function<String, @Nullable String> property, Function<String, Optional<String>> flag, String architecture,
            boolean vectorModule) {
        Map<String, String> flags = new LinkedHashMap<>();
        FLAGS.forEach(name -> flag.apply(name).ifPresent(value -> flags.put(name, value)));
        String vm = property.apply("java.vm.name") + " " + property.apply("java.vm.version");
        String mode = String.valueOf(property.apply("java.vm.info"));
        return new Jit(vm, compiler(flags, mode), vectorModule, widest(flags, architecture), "true".equals(flags.get("UseFMA")), flags);
    }

    private static Compiler compiler(Map<String, String> flags, String mode) {
        if (!flags.containsKey("UseFMA") || "true".equals(flags.get("UseJVMCICompiler"))) {
            return Compiler.OTHER;
        }
        int level = number(flags, "TieredStopAtLevel", 0);
        if (mode.contains("interpreted") || level == 0) {
            return Compiler.NONE;
        }
        // MaxVectorSize is C2's flag: a JVM built without C2 does not have it.
        return level >= C2_LEVEL && flags.containsKey("MaxVectorSize") ? Compiler.C2 : Compiler.C1;
    }

    /**
     * MaxVectorSize is an upper bound. AVX without AVX2 has no wide integers, which the Vector API needs for masks and shuffles, so it too stays at 128;
     * and ARM without SVE has 128 whatever the flag says.
     */
    private static int widest(Map<String, String> flags, String architecture) {
        int bits = Integer.highestOneBit(Math.clamp(8L * number(flags, "MaxVectorSize", 0), 0, MAX_BITS));
        boolean narrow = architecture.equals("aarch64") ? number(flags, "UseSVE", 0) == 0 : number(flags, "UseAVX", 2) < 2;
        return narrow ? Math.min(bits, 128) : bits;
    }

    private static int number(Map<String, String> flags, String name, int otherwise) {
        try {
            return Integer.parseInt(flags.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /**
     * Why the Vector API is not worth using here, in one line with what would help; empty if it is. Where C2 does not compile it, every vector operation
     * allocates an object, far slower than a plain loop.
     */
    public Optional<String> obstacleToVectors() {
        if (!vectorModule) {
            return Optional.of("the module jdk.incubator.vector is not there: start java with --add-modules jdk.incubator.vector");
        }
        if (compiler == Compiler.OTHER) {
            return Optional.of("this JVM is not HotSpot with C2, and nothing is known of how it compiles the Vector API: " + vm);
        }
        if (compiler != Compiler.C2) {
            return Optional.of("C2 is off (" + compiler.label() + "), and without it every vector is an object");
        }
        if ("false".equals(flags.get("EnableVectorSupport"))) {
            return Optional.of("C2 is told not to compile the Vector API (-XX:-EnableVectorSupport)");
        }
        return widestVectorBits < 128
                ? Optional.of("vectors of " + widestVectorBits + " bits, expected at least 128 (" + flags + ")")
                : Optional.empty();
    }

    /**
     * Whether vectors are compared, and lanes chosen by the outcome, in registers. On x86 without AVX2 C2 leaves comparisons of doubles to the library, which makes objects of them: measured to be eight
     * times slower than plain loops.
     */
    public boolean comparesVectors() {
        return number(flags, "UseAVX", 2) >= 2;
    }

    /**
     * Bits of the vectors to use: what the property {@value #VECTOR_BITS} asks for, else {@link #widestVectorBits}.
     *
     * @throws PropertyException if the property asks for what this JVM cannot do
     */
    public int vectorBits() {
        return vectorBits(System.getProperty(VECTOR_BITS));
    }

    int vectorBits(@Nullable String asked) {
        if (asked == null) {
            return widestVectorBits;
        }
        if (!List.of("128", "256", "512").contains(asked)) {
            throw new PropertyException("-D" + VECTOR_BITS + "=" + asked + ": expected 128, 256 or 512");
        }
        if (!vectorModule) {
            throw new PropertyException("-D" + VECTOR_BITS + "=" + asked + ": " + obstacleToVectors().orElse(""));
        }
        int bits = Integer.parseInt(asked);
        if (bits > widestVectorBits) {
            throw new PropertyException(
                    "-D" + VECTOR_BITS + "=" + asked + ": the widest vectors of this JVM have " + widestVectorBits + " bits " + flags);
        }
        return bits;
    }
}
