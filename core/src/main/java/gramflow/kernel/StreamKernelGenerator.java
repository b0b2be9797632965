package gramflow.kernel;

import gramflow.memory.Precision;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

/**
 * Writes the class of a {@link StreamKernel} at run time. Every loop has one {@code int} induction variable that counts elements; an address outside the
 * heap is an invariant {@code long} plus that variable's multiple, taken in {@code long}: so C2 checks the range before the loop, and not at every load.
 */
final class StreamKernelGenerator {
    /** Vectors of each stream in one iteration, each with an accumulator of its own: with four streams enough to hide the latency of a sum. */
    static final int VECTORS = 2;

    private static final int STREAMS = StreamKernel.STREAMS;
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc ANY_VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
    private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();

    private final Precision precision;
    private final int bits;
    private final boolean fma;
    private final int rows;
    private final boolean outsideHeap;
    private final int lanes;
    private final ClassDesc element;
    private final ClassDesc array;
    private final ClassDesc vector;

    private StreamKernelGenerator(Precision precision, int bits, boolean fma, int rows, boolean outsideHeap) {
        boolean f64 = precision == Precision.F64;
        this.precision = precision;
        this.bits = bits;
        this.fma = fma;
        this.rows = rows;
        this.outsideHeap = outsideHeap;
        lanes = bits / Byte.SIZE / precision.bytes();
        element = f64 ? CD_double : CD_float;
        array = element.arrayType();
        vector = ClassDesc.of("jdk.incubator.vector." + (f64 ? "DoubleVector" : "FloatVector"));
    }

    /**
     * A new kernel. Its class is hidden and unloads with it.
     *
     * @param rows rows of a matrix that are read side by side, &gt; 1
     * @param outsideHeap whether streams are read from segments outside the heap, or from heap arrays
     */
    static StreamKernel generate(Precision precision, int bits, boolean fma, int rows, boolean outsideHeap) {
        byte[] bytes = new StreamKernelGenerator(precision, bits, fma, rows, outsideHeap).classFile();
        try {
            return (StreamKernel) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot define the stream kernel of " + bits + " bits, " + precision.label(), e);
        }
    }

    private byte[] classFile() {
        ClassDesc self = ClassDesc.of(StreamKernelGenerator.class.getPackageName(), "GeneratedStream");
        return ClassFile.of().build(self, c -> c.withFlags(ClassFile.ACC_FINAL)
                .withInterfaceSymbols(StreamKernel.class.describeConstable().orElseThrow())
                .withMethodBody(INIT_NAME, MTD_void, 0, code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                .withMethodBody("rows", method(CD_Object, CD_long, CD_long, CD_Object, CD_int, CD_int, CD_Object, CD_int),
                        ClassFile.ACC_PUBLIC, code -> rows(code, rows))
                .withMethodBody("row", method(CD_Object, CD_long, CD_Object, CD_int, CD_int, CD_Object, CD_int),
                        ClassFile.ACC_PUBLIC, code -> rows(code, 1))
                .withMethodBody("pairs", method(CD_Object, CD_long, CD_Object, CD_long, CD_long, CD_int, CD_Object, CD_int),
                        ClassFile.ACC_PUBLIC, this::pairs)
                .withMethodBody("sums", method(CD_Object, CD_long, CD_long, CD_int, CD_Object, CD_int), ClassFile.ACC_PUBLIC, this::sums)
                .withMethodBody("columns", method(CD_Object, CD_long, CD_long, CD_Object, CD_int, CD_int, CD_Object, CD_int),
                        ClassFile.ACC_PUBLIC, code -> columns(code, StreamKernel.COLUMNS))
                .withMethodBody("column", method(CD_Object, CD_long, CD_Object, CD_int, CD_int, CD_Object, CD_int),
                        ClassFile.ACC_PUBLIC, code -> columns(code, 1)));
    }

    private static MethodTypeDesc method(ClassDesc... parameters) {
        return MethodTypeDesc.of(CD_void, parameters);
    }

    /** rows(1 a, 2 at, 4 stride, 6 x, 7 xAt, 8 count, 9 sums, 10 sumsAt); row(…) is the same without the stride. */
    private void rows(CodeBuilder code, int rows) {
        int x = rows == 1 ? 4 : 6;
        int count = x + 2;
        int array = x + 3;
        int index = x + 5;
        int streams = x + 6;
        int right = streams + 2 * rows;
        int sums = right + VECTORS;
        castStream(code, 1);
        castArray(code, x);
        castArray(code, array);
        streams(code, 2, 4, rows, streams);
        zeros(code, sums, rows);
        loop(code, index, count, () -> {
            for (int v = 0; v < VECTORS; v++) {
                species(code).aload(x).iload(x + 1).iload(index).iadd().loadConstant(v * lanes).iadd();
                fromArray(code).astore(right + v);
            }
            for (int r = 0; r < rows; r++) {
                for (int v = 0; v < VECTORS; v++) {
                    int factor = right + v;
                    load(code, 1, streams + 2 * r, index, v);
                    addProduct(code, () -> code.aload(factor), sums + r * VECTORS + v);
                }
            }
        });
        store(code, sums, rows, array, array + 1);
    }

    /** pairs(1 a, 2 at, 4 b, 5 bAt, 7 stride, 9 count, 10 sums, 11 sumsAt). */
    private void pairs(CodeBuilder code) {
        int index = 12;
        int lefts = 13;
        int rights = lefts + 2 * STREAMS;
        int sums = rights + 2 * STREAMS;
        castStream(code, 1);
        castStream(code, 4);
        castArray(code, 10);
        streams(code, 2, 7, STREAMS, lefts);
        streams(code, 5, 7, STREAMS, rights);
        zeros(code, sums, STREAMS);
        loop(code, index, 9, () -> {
            for (int r = 0; r < STREAMS; r++) {
                for (int v = 0; v < VECTORS; v++) {
                    int stream = rights + 2 * r;
                    int ahead = v;
                    load(code, 1, lefts + 2 * r, index, v);
                    addProduct(code, () -> load(code, 4, stream, index, ahead), sums + r * VECTORS + v);
                }
            }
        });
        store(code, sums, STREAMS, 10, 11);
    }

    /** sums(1 a, 2 at, 4 stride, 6 count, 7 sums, 8 sumsAt). */
    private void sums(CodeBuilder code) {
        int index = 9;
        int streams = 10;
        int sums = streams + 2 * STREAMS;
        castStream(code, 1);
        castArray(code, 7);
        streams(code, 2, 4, STREAMS, streams);
        zeros(code, sums, STREAMS);
        loop(code, index, 6, () -> {
            for (int r = 0; r < STREAMS; r++) {
                for (int v = 0; v < VECTORS; v++) {
                    int sum = sums + r * VECTORS + v;
                    load(code, 1, streams + 2 * r, index, v);
                    code.aload(sum);
                    binary(code, "add");
                    code.astore(sum);
                }
            }
        });
        store(code, sums, STREAMS, 7, 8);
    }

    /** columns(1 a, 2 at, 4 stride, 6 x, 7 xAt, 8 count, 9 y, 10 yAt); column(…) is the same without the stride. */
    private void columns(CodeBuilder code, int columns) {
        int x = columns == 1 ? 4 : 6;
        int count = x + 2;
        int y = x + 3;
        int yAt = x + 4;
        int index = x + 5;
        int streams = x + 6;
        int factors = streams + 2 * columns;
        int sum = factors + columns;
        castStream(code, 1);
        castArray(code, x);
        castArray(code, y);
        streams(code, 2, 4, columns, streams);
        for (int r = 0; r < columns; r++) {
            species(code).aload(x).iload(x + 1).loadConstant(r).iadd();
            (precision == Precision.F64 ? code.daload() : code.faload())
                    .invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element)).astore(factors + r);
        }
        loop(code, index, count, () -> {
            for (int v = 0; v < VECTORS; v++) {
                species(code).aload(y).iload(yAt).iload(index).iadd().loadConstant(v * lanes).iadd();
                fromArray(code).astore(sum);
                for (int r = 0; r < columns; r++) {
                    int factor = factors + r;
                    load(code, 1, streams + 2 * r, index, v);
                    addProduct(code, () -> code.aload(factor), sum);
                }
                code.aload(sum).aload(y).iload(yAt).iload(index).iadd().loadConstant(v * lanes).iadd();
                intoArray(code);
            }
        });
        code.return_();
    }

    private void loop(CodeBuilder code, int index, int count, Runnable body) {
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(index).labelBinding(top).iload(index).iload(count).if_icmpge(end);
        body.run();
        code.iinc(index, VECTORS * lanes).goto_(top).labelBinding(end);
    }

    /** Where each stream begins, in two slots each: at + r·stride. */
    private void streams(CodeBuilder code, int at, int stride, int count, int streams) {
        for (int r = 0; r < count; r++) {
            code.lload(at);
            if (r > 0) {
                code.lload(stride).loadConstant((long) r).lmul().ladd();
            }
            if (outsideHeap) {
                code.lstore(streams + 2 * r);
            } else {
                code.l2i().istore(streams + 2 * r);
            }
        }
    }

    /** Vector v of a stream at the present index. */
    private void load(CodeBuilder code, int base, int stream, int index, int v) {
        species(code).aload(base);
        if (outsideHeap) {
            code.lload(stream).loadConstant((long) v * lanes * precision.bytes()).ladd().iload(index).i2l()
                    .loadConstant((long) precision.bytes()).lmul().ladd().invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER))
                    .invokestatic(vector, "fromMemorySegment", MethodTypeDesc.of(vector, SPECIES, SEGMENT, CD_long, ORDER));
        } else {
            code.iload(stream).iload(index).iadd().loadConstant(v * lanes).iadd();
            fromArray(code);
        }
    }

    /** sum ← (the vector on the stack)·(what {@code factor} pushes) + sum. */
    private void addProduct(CodeBuilder code, Runnable factor, int sum) {
        factor.run();
        if (fma) {
            code.aload(sum).invokevirtual(vector, "fma", MethodTypeDesc.of(vector, ANY_VECTOR, ANY_VECTOR));
        } else {
            binary(code, "mul");
            code.aload(sum);
            binary(code, "add");
        }
        code.astore(sum);
    }

    private void zeros(CodeBuilder code, int sums, int streams) {
        for (int k = 0; k < streams * VECTORS; k++) {
            species(code).invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES)).astore(sums + k);
        }
    }

    private void store(CodeBuilder code, int sums, int streams, int array, int at) {
        for (int r = 0; r < streams; r++) {
            code.aload(sums + r * VECTORS);
            for (int v = 1; v < VECTORS; v++) {
                code.aload(sums + r * VECTORS + v);
                binary(code, "add");
            }
            code.aload(array).iload(at).loadConstant(r * lanes).iadd();
            intoArray(code);
        }
        code.return_();
    }

    private CodeBuilder species(CodeBuilder code) {
        return code.getstatic(vector, "SPECIES_" + bits, SPECIES);
    }

    private CodeBuilder fromArray(CodeBuilder code) {
        return code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int));
    }

    private void intoArray(CodeBuilder code) {
        code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
    }

    private void binary(CodeBuilder code, String operation) {
        code.invokevirtual(vector, operation, MethodTypeDesc.of(vector, ANY_VECTOR));
    }

    private void castStream(CodeBuilder code, int local) {
        code.aload(local).checkcast(outsideHeap ? SEGMENT : array).astore(local);
    }

    private void castArray(CodeBuilder code, int local) {
        code.aload(local).checkcast(array).astore(local);
    }
}
