package gramflow.bench.peers;

import gramflow.bench.measure.Kernel;
import gramflow.machine.Cpu;
import java.util.List;
import java.util.Map;

/** What each library can be told, besides nothing. Whether it helps is for {@link Trials} to find out. */
final class KnownSwitches {
    /** Those most likely to help first. */
    private static final List<Setup> OPENBLAS = Setup.each("OPENBLAS_CORETYPE", "SKYLAKEX", "HASWELL", "ZEN", "COOPERLAKE",
            "SAPPHIRERAPIDS", "NEOVERSEN1", "NEOVERSEV1", "ARMV8SVE");
    private static final List<Setup> BLIS = Setup.each("BLIS_ARCH_TYPE", "skx", "zen3", "zen4", "haswell", "zen2", "firestorm", "armsve");
    private static final List<Setup> MKL = List.of(Setup.of(Map.of("MKL_ENABLE_INSTRUCTIONS", "AVX512")),
            Setup.of(Map.of("MKL_ENABLE_INSTRUCTIONS", "AVX2")), Setup.of(Map.of("MKL_DEBUG_CPU_TYPE", "5")));

    /** Beginnings of settings that mean kernels for 64-bit ARM. */
    private static final List<String> ARM = List.of("NEOVERSE", "ARMV8", "firestorm", "armsve");
    /** Settings whose kernels have 512-bit vectors: on a CPU without, the fork would crash. */
    private static final List<String> AVX512 = List.of("SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS", "skx", "zen4", "AVX512");

    private KnownSwitches() {
    }

    /** Those of a library that make sense on such a CPU, for such a kernel. */
    static List<Setup> of(Peer peer, Cpu cpu, Kernel kernel) {
        return switch (peer) {
            case OPENBLAS, OPENBLAS_MAVEN, JBLAS -> fitting(OPENBLAS, cpu);
            case BLIS -> fitting(BLIS, cpu);
            case MKL -> fitting(MKL, cpu);
            case NETLIB -> kernel == Kernel.GRAM ? List.of(Setup.way(NetlibProduct.GEMM)) : List.of();
            case BLAS, EJML, OJALGO -> List.of();
        };
    }

    private static List<Setup> fitting(List<Setup> setups, Cpu cpu) {
        return setups.stream().filter(setup -> fits(String.join("", setup.environment().values()), cpu)).toList();
    }

    private static boolean fits(String value, Cpu cpu) {
        boolean arm = ARM.stream().anyMatch(value::startsWith);
        return arm == cpu.architecture().equals("aarch64") && (!AVX512.contains(value) || cpu.simd().contains("avx512f"));
    }
}
