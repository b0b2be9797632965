package gramflow.machine;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class CachesTest {
    private static final long KIB = 1024;

    @TempDir
    Path root;

    private static Caches linux(Recorded machine) {
        return Caches.of(machine.files(), "Linux", "amd64");
    }

    @Test
    void dataCachesOfTheFirstCpuThisProcessMayRunOn() {
        assertThat(linux(Recorded.amd(root)))
                .isEqualTo(new Caches(48 * KIB, 1024 * KIB, 32768 * KIB, 64, 1, 8, "/sys/devices/system/cpu/cpu8/cache"));
    }

    @Test
    void hybridCpuIsTakenByItsFirstCore() {
        assertThat(linux(Recorded.intelHybrid(root)))
                .isEqualTo(new Caches(48 * KIB, 1280 * KIB, 12288 * KIB, 64, 1, 4, "/sys/devices/system/cpu/cpu0/cache"));
    }

    @Test
    void armServerIsReadTheSameWay() {
        assertThat(linux(Recorded.graviton3(root)))
                .isEqualTo(new Caches(64 * KIB, 1024 * KIB, 32768 * KIB, 64, 1, 64, "/sys/devices/system/cpu/cpu0/cache"));
    }

    @Test
    void thirdLevelThatIsNotThereHasNoBytes() {
        Caches caches = linux(Recorded.raspberryPi4(root));
        assertThat(caches.l3()).isZero();
        assertThat(caches.l3Sharing()).isEqualTo(1);
        assertThat(caches.l2()).isEqualTo(1024 * KIB);
        assertThat(caches.l2Sharing()).isEqualTo(4);
        assertThat(caches.l2PerCore()).isEqualTo(256 * KIB);
    }

    @Test
    void sizesThatMakeNoSenseAreGuessedAndSaidToBe() {
        Caches caches = linux(Recorded.garbage(root));
        assertThat(caches.l1d()).isEqualTo(32 * KIB);
        assertThat(caches.source()).startsWith("default");
        assertThat(linux(new Recorded(root.resolve("nothing")))).isEqualTo(caches);
    }

    @Test
    void appleSiliconIsGuessedByItsOwnKind() {
        Caches caches = Caches.of(new SystemFiles(root), "Mac OS X", "aarch64");
        assertThat(caches.line()).isEqualTo(128);
        assertThat(caches.source()).startsWith("default for Apple silicon");
    }

    @Test
    void thisMachineHasAFirstLevelThatFitsInItsSecond() {
        Caches caches = Caches.current();
        assertThat(caches.l1d()).isBetween(8 * KIB, 1024 * KIB);
        assertThat(caches.l2()).isGreaterThanOrEqualTo(caches.l1d());
    }
}
