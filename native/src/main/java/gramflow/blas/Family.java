package gramflow.blas;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/** Which library a BLAS is: told by functions of its own, and asked of itself, never guessed from a file name. */
enum Family {
    /** OpenBLAS. */
    OPENBLAS("openblas", "openblas_get_config") {
        @Override
        Identity identify(Symbols symbols) throws LibraryException {
            String config = symbols.text("openblas_get_config").orElse("OpenBLAS");
            String core = symbols.text("openblas_get_corename").orElse("");
            List<String> words = List.of(config.split(" ", -1));
            // "OpenBLAS 0.3.31 DYNAMIC_ARCH NO_AFFINITY Zen MAX_THREADS=64"; builds of old say nothing of their version.
            String version = words.size() > 1 && Character.isDigit(words.get(1).charAt(0)) ? words.get(1) : "";
            int bits = words.contains("USE64BITINT") ? 64 : 32;
            // Without threads of its own, and without locks, it may be entered by one thread at a time.
            boolean oneAtATime = symbols.number("openblas_get_parallel").orElse(1) == 0 && !words.contains("USE_LOCKING");
            return new Identity("OpenBLAS", version, core, Optional.of(bits), oneAtATime);
        }

        @Override
        void useThreads(Symbols symbols, int threads) throws LibraryException {
            symbols.call("openblas_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), threads);
        }
    },
    /** BLIS, and AMD's build of it, AOCL. */
    BLIS("blis", "bli_info_get_version_str") {
        @Override
        Identity identify(Symbols symbols) throws LibraryException {
            // Asked for its architecture before that, it aborts the process where BLIS_ARCH_TYPE is set.
            symbols.call("bli_init", FunctionDescriptor.ofVoid());
            String version = symbols.text("bli_info_get_version_str").orElse("");
            Optional<Integer> architecture = symbols.number("bli_arch_query_id");
            String core = architecture.isPresent() ? symbols.text("bli_arch_string", architecture.get()).orElse("") : "";
            Optional<Integer> bits = symbols.has("bli_info_get_blas_int_type_size")
                    ? Optional.of((int) (long) symbols.call("bli_info_get_blas_int_type_size",
                            FunctionDescriptor.of(ValueLayout.JAVA_LONG)))
                    : Optional.empty();
            return new Identity("BLIS", version, core, bits, false);
        }

        @Override
        void useThreads(Symbols symbols, int threads) throws LibraryException {
            symbols.call("bli_thread_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), (long) threads);
        }
    },
    /** Intel's library. */
    MKL("mkl", "MKL_Set_Num_Threads") {
        @Override
        void prepare(Symbols symbols, boolean ownThreads) throws LibraryException {
            FunctionDescriptor setter = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            // It loads the rest of itself at the first call that needs it, and ends the process if the OpenMP library is not there: one thread can do without.
            if (!ownThreads && symbols.has("MKL_Set_Threading_Layer")) {
                symbols.call("MKL_Set_Threading_Layer", setter, SEQUENTIAL);
            }
            // Else the bits of a result depend on where the memory begins.
            if (symbols.has("MKL_CBWR_Set")) {
                symbols.call("MKL_CBWR_Set", setter, REPRODUCIBLE);
            }
        }

        @Override
        Identity identify(Symbols symbols) throws LibraryException {
            String said = symbols.writtenText("MKL_Get_Version_String").orElse("");
            // "Intel(R) oneAPI Math Kernel Library Version 2025.2-Product Build … for Intel(R) 64 architecture applications"
            String version = said.replaceFirst(".*Version ", "").replaceFirst("[- ].*", "");
            // Which kernels it takes, it does not tell.
            return new Identity("MKL", version, "", Optional.empty(), false);
        }

        @Override
        void useThreads(Symbols symbols, int threads) throws LibraryException {
            symbols.call("MKL_Set_Num_Threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), threads);
        }
    },
    /** Any other, such as Accelerate and the reference implementation. */
    OTHER("blas", "cblas_dgemm") {
        @Override
        Identity identify(Symbols symbols) {
            return new Identity(symbols.has("appleblas_dgeadd") ? "Accelerate" : "an unknown BLAS", "", "", Optional.empty(), false);
        }

        @Override
        void useThreads(Symbols symbols, int threads) throws LibraryException {
            if (threads != 1) {
                throw new LibraryException("how to set the threads of this library is not known");
            }
        }
    };

    /** MKL_THREADING_SEQUENTIAL. */
    private static final int SEQUENTIAL = 1;
    /** MKL_CBWR_AUTO. */
    private static final int REPRODUCIBLE = 2;

    private final String label;
    private final String mark;

    Family(String label, String mark) {
        this.label = label;
        this.mark = mark;
    }

    /**
     * What a library says of itself.
     *
     * @param product what it is
     * @param version its version, empty if it does not say
     * @param core the CPU that its kernels are for, empty if it does not say
     * @param integerBits bits of the integers it takes, if it says so
     * @param oneAtATime whether only one thread may be inside it
     */
    record Identity(String product, String version, String core, Optional<Integer> integerBits, boolean oneAtATime) {
    }

    /** Name of the backend. */
    String label() {
        return label;
    }

    /** That of an open library: the first whose mark it bears. */
    static Family of(Symbols symbols) {
        for (Family family : values()) {
            if (symbols.has(family.mark)) {
                return family;
            }
        }
        return OTHER;
    }

    /** To be called before anything else of it. */
    void prepare(Symbols symbols, boolean ownThreads) throws LibraryException {
    }

    /** What it says of itself; it must be of this family. */
    abstract Identity identify(Symbols symbols) throws LibraryException;

    /**
     * Sets the number of threads that it computes on by itself.
     *
     * @throws LibraryException if it cannot be told
     */
    abstract void useThreads(Symbols symbols, int threads) throws LibraryException;
}
