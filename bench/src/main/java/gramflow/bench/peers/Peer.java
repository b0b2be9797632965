package gramflow.bench.peers;

import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.ProductWorkload;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.Workload;
import java.util.Arrays;
import java.util.List;

/**
 * A library to compare with. A linked one is handed whole matrices, one call of its {@code syrk} or {@code gemm} for each product, on threads of its own;
 * one in Java gets them in the kind of matrix it has, made beforehand.
 */
public enum Peer {
    /** BLIS, or AOCL. */
    BLIS("blis", "BLIS", true) {
        @Override
        Workload workload(Row row, Setup setup) {
            return linked("blis", row);
        }
    },
    /** OpenBLAS of the system. */
    OPENBLAS("openblas", "OpenBLAS", true) {
        @Override
        Workload workload(Row row, Setup setup) {
            return linked("openblas", row);
        }
    },
    /** OpenBLAS from Maven. */
    OPENBLAS_MAVEN("openblas-maven", "OpenBLAS from Maven", true) {
        @Override
        Workload workload(Row row, Setup setup) {
            return linked("openblas", row);
        }
    },
    /** MKL. */
    MKL("mkl", "MKL", true) {
        @Override
        Workload workload(Row row, Setup setup) {
            return linked("mkl", row);
        }
    },
    /** Any other BLAS of the system. */
    BLAS("blas", "another BLAS", true) {
        @Override
        Workload workload(Row row, Setup setup) {
            return linked("blas", row);
        }
    },
    /** jblas: an OpenBLAS of 2020 in its jar. */
    JBLAS("jblas", "jblas", false) {
        @Override
        Workload workload(Row row, Setup setup) {
            return new PeerWorkload(row, JblasProduct::of, "gemm, since it has no syrk");
        }
    },
    /** netlib: what Spark uses. */
    NETLIB("netlib", "netlib VectorBLAS", false) {
        @Override
        Workload workload(Row row, Setup setup) {
            boolean gemm = setup.way().equals(NetlibProduct.GEMM);
            return new PeerWorkload(row, (problem, threads) -> NetlibProduct.of(problem, gemm),
                    gemm ? "gemm in place of its syrk" : "syrk");
        }
    },
    /** EJML. */
    EJML("ejml", "EJML", true) {
        @Override
        Workload workload(Row row, Setup setup) {
            return new PeerWorkload(row, EjmlProduct::of, "multOuter, which is a syrk");
        }
    },
    /** ojAlgo. */
    OJALGO("ojalgo", "ojAlgo", true) {
        @Override
        Workload workload(Row row, Setup setup) {
            return new PeerWorkload(row, OjalgoProduct::of, "a whole product, since it has no syrk");
        }
    };

    private final String label;
    private final String title;
    private final boolean threads;

    Peer(String label, String title, boolean threads) {
        this.label = label;
        this.title = title;
        this.threads = threads;
    }

    /** The name on the command line and in results. */
    public String label() {
        return label;
    }

    /** The name for a person. */
    public String title() {
        return title;
    }

    /** Whether it computes a product on several threads. */
    public boolean hasThreads() {
        return threads;
    }

    /** A product by this library, set up so: for a fork. */
    abstract Workload workload(Row row, Setup setup);

    private static Workload linked(String backend, Row row) {
        Row ofBackend = new Row(row.kernel(), backend, row.precision(), row.n(), row.d(), row.threads());
        return row.kernel() == Kernel.GRAM ? ProductWorkload.gram(ofBackend) : ProductWorkload.gemm(ofBackend);
    }

    /** Flags of its fork, after ours. */
    List<String> jvmArgs() {
        return switch (this) {
            case OPENBLAS_MAVEN ->
                List.of("-Dgramflow.blas.library=maven", "-Dgramflow.blas.threads=library", "-Dgramflow.blas.environment=none");
            case JBLAS -> List.of("-Dgramflow.blas.environment=none");
            case NETLIB, EJML, OJALGO -> List.of();
            default -> List.of("-Dgramflow.blas.threads=library", "-Dgramflow.blas.environment=none");
        };
    }

    /** Whether what a fork called itself is this library, and not another that stood in for it. */
    boolean is(String library) {
        return this != OPENBLAS || !library.contains("(from Maven)");
    }

    /**
     * That of a label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Peer of(String label) {
        return Arrays.stream(values()).filter(p -> p.label.equals(label)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown library '" + label + "', expected one of "
                        + String.join(", ", Arrays.stream(values()).map(Peer::label).toList())));
    }
}
