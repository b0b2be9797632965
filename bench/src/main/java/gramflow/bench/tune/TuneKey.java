package gramflow.bench.tune;

import gramflow.machine.Cpu;
import gramflow.machine.Jit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a tuning holds for, and for nothing else.
 *
 * @param text all of it, in one line
 */
record TuneKey(String text) {
    private static final int DIGITS = 16;

    /** That of this JVM on this CPU: its model, the JVM, the flags that decide what C2 makes of vectors, and their width. */
    static TuneKey current() {
        return of(Cpu.current(), Jit.current());
    }

    static TuneKey of(Cpu cpu, Jit jit) {
        return new TuneKey("%s, %s %s, %s %s, %d bits".formatted(cpu.model(), cpu.architecture(), String.join(" ", cpu.simd()), jit.vm(),
                jit.flags(), jit.vectorBits()));
    }

    /** Name of its file. */
    String fileName() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "tuning-" + HexFormat.of().formatHex(digest).substring(0, DIGITS) + ".properties";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
