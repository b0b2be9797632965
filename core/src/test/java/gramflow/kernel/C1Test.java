package gramflow.kernel;

import gramflow.house.FreshJvm;
import gramflow.house.FreshJvm.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * C1 can compile every micro-kernel. It takes in the Vector API at each call, and has only so many registers to number: over a method that needs more it gives up, in some virtual machines and not in
 * others, for the size depends on what was loaded before. Without C1's profile C2 may never begin, and that method then takes a hundred times as long.
 */
class C1Test {
    private static final Pattern GIVEN_UP = Pattern.compile("<make_not_compilable [^>]*method='gramflow\\.kernel\\.Generated[^ ]* (\\w+)");
    private static final Pattern COMPILED = Pattern
            .compile("<nmethod [^>]* level='3'[^>]*method='gramflow\\.kernel\\.Generated[^ ]* (\\w+)");

    @Test
    void compilesEveryMicroKernelWithItsProfile(@TempDir Path folder) throws IOException {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "skipped: without the Vector API's module, as in the lane for that, no micro-kernel can be made");
        Path log = folder.resolve("compilation.xml");
        Outcome outcome = FreshJvm.run("-Xbatch", "-XX:TieredStopAtLevel=3", "-XX:Tier3InvocationThreshold=20",
                "-XX:Tier3MinInvocationThreshold=10", "-XX:Tier3CompileThreshold=20",
                "-XX:Tier3BackEdgeThreshold=100", "-XX:+UnlockDiagnosticVMOptions", "-XX:+LogCompilation", "-XX:LogFile=" + log,
                MicroKernelCalls.class.getName());
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        String said = Files.readString(log);
        assertThat(GIVEN_UP.matcher(said).results().map(C1Test::method)).isEmpty();
        assertThat(COMPILED.matcher(said).results().map(C1Test::method).distinct()).contains("multiply", "multiplyNarrow", "multiplyOnto",
                "storeOutside",
                "storeOntoOutside", "addOutside", "substitute", "addShiftedOutside",
                "addProductOutside", "transposeIn", "transposeOut");
    }

    private static String method(MatchResult found) {
        return found.group(1);
    }
}
