package gramflow.kernel;

import gramflow.memory.Precision;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
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
    /** Vectors of each stream in one iteration of pairs and sums, each with an accumulator of its own: with four streams enough to hide the latency of a sum. */
    static final int VECTORS = 2;

    private static final int STREAMS = StreamKernel.STREAMS;

    private final VectorCode vectors;
    private final LaneExchange exchange;
    private final boolean outsideHeap;
    private final int lanes;

    private StreamKernelGenerator(VectorCode vectors, boolean outsideHeap) {
        this.vectors = vectors;
        exchange = new LaneExchange(ClassDesc.of(StreamKernelGenerator.class.getPackageName(), "GeneratedStream"), vectors);
        this.outsideHeap = outsideHeap;
        lanes = vectors.lanes();
    }

    /**
     * A new kernel. Its class is hidden and unloads with it.
     *
     * @param outsideHeap whether streams are read from segments outside the heap, or from heap arrays
     */
    static StreamKernel generate(Precision precision, int bits, boolean fma, boolean outsideHeap) {
        byte[] bytes = new StreamKernelGenerator(new VectorCode(precision, bits, fma), outsideHeap).classFile();
        try {
            return (StreamKernel) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot define the stream kernel of " + bits + " bits, " + precision.label(), e);
        }
    }

    private byte[] classFile() {
        return ClassFile.of().build(exchange.self(), c -> {
            if (exchange.isFast()) {
                exchange.defineConstants(c);
            }
            c.withFlags(ClassFile.ACC_FINAL)
                    .withInterfaceSymbols(StreamKernel.class.describeConstable().orElseThrow())
                    .withMethodBody(INIT_NAME, MTD_void, 0, code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                    .withMethodBody("rows",
                            method(CD_Object, CD_long, CD_long, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_double.arrayType(), CD_int,
                                    CD_int),
                            ClassFile.ACC_PUBLIC, code -> rows(code, StreamKernel.ABREAST))
                    .withMethodBody("row",
                            method(CD_Object, CD_long, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_double.arrayType(), CD_int),
                            ClassFile.ACC_PUBLIC, code -> rows(code, 1))
                    .withMethodBody("pairs", method(CD_Object, CD_long, CD_Object, CD_long, CD_long, CD_int, CD_Object, CD_int),
                            ClassFile.ACC_PUBLIC, this::pairs)
                    .withMethodBody("sums", method(CD_Object, CD_long, CD_long, CD_int, CD_Object, CD_int), ClassFile.ACC_PUBLIC,
                            this::sums)
                    .withMethodBody("columns", method(CD_Object, CD_long, CD_long, CD_Object, CD_int, CD_int, CD_Object, CD_int),
                            ClassFile.ACC_PUBLIC, code -> columns(code, StreamKernel.ABREAST))
                    .withMethodBody("column", method(CD_Object, CD_long, CD_Object, CD_int, CD_int, CD_Object, CD_int),
                            ClassFile.ACC_PUBLIC, code -> columns(code, 1))
                    .withMethodBody("multiply", method(CD_Object, CD_long, CD_Object, CD_long, CD_int), ClassFile.ACC_PUBLIC,
                            code -> multiply(code, false))
                    .withMethodBody("multiplySum", method(CD_Object, CD_long, CD_Object, CD_long, CD_Object, CD_int, CD_int),
                            ClassFile.ACC_PUBLIC, code -> multiply(code, true));
        });
    }

    private static MethodTypeDesc method(ClassDesc... parameters) {
        return MethodTypeDesc.of(CD_void, parameters);
    }

    /** rows(1 a, 2 at, 4 stride, 6 x, 7 xAt, 8 count, 9 lanes, 10 lanesAt, 11 z, 12 zAt, 13 step); row(…) is the same without strides and steps. */
    private void rows(CodeBuilder code, int rows) {
        int x = rows == 1 ? 4 : 6;
        int count = x + 2;
        int room = x + 3;
        int z = x + 5;
        int index = x + 8;
        int streams = x + 9;
        int factor = streams + 2 * rows;
        int sums = factor + 1;
        castStream(code, 1);
        vectors.castArray(code, x);
        vectors.castArray(code, room);
        streams(code, 2, 4, rows, streams);
        zeros(code, sums, rows);
        loop(code, index, count, 1, () -> {
            vectors.species(code).aload(x).iload(x + 1).iload(index).iadd();
            vectors.fromArray(code).astore(factor);
            for (int r = 0; r < rows; r++) {
                int stream = streams + 2 * r;
                addProduct(code, () -> code.aload(factor), () -> load(code, 1, stream, index, 0), sums + r);
            }
        });
        // Rows of which one vector holds the totals, if those are made in registers.
        int together = exchange.isFast() ? Math.min(lanes, rows) : 1;
        for (int first = 0; first < rows; first += together) {
            addLanes(code, sums + first, together);
            vectors.intoArray(code.aload(sums + first).aload(room).iload(room + 1).loadConstant(first * lanes).iadd());
        }
        for (int r = 0; r < rows; r++) {
            code.aload(z).iload(z + 1);
            if (r > 0) {
                code.iload(z + 2).loadConstant(r).imul().iadd();
            }
            code.dup2().daload();
            int total = r / together * together * lanes + r % together;
            addPairs(code, room, total, exchange.isFast() ? 1 : lanes);
            code.dadd().dastore();
        }
        code.return_();
    }

    /** Makes of so many vectors, a power of two, one: lane r has the sum of the lanes of vector r, added in pairs, and those in pairs. */
    private void addLanes(CodeBuilder code, int first, int count) {
        for (int b = 1; exchange.isFast() && b < lanes; b *= 2) {
            for (int r = 0; r < count; r += 2 * b) {
                if (b < count) {
                    exchange.lower(code, first + r, first + r + b, b);
                    exchange.upper(code, first + r, first + r + b, b);
                } else {
                    exchange.exchange(code.aload(first).aload(first), b);
                }
                vectors.binary(code, "add").astore(first + r);
            }
        }
    }

    /** → the sum of so many elements of scratch, the sums of their halves added; a double. */
    private void addPairs(CodeBuilder code, int room, int first, int count) {
        if (count == 1) {
            vectors.arrayLoad(code.aload(room).iload(room + 1).loadConstant(first).iadd());
            if (vectors.precision() == Precision.F32) {
                code.f2d();
            }
            return;
        }
        addPairs(code, room, first, count / 2);
        addPairs(code, room, first + count / 2, count / 2);
        code.dadd();
    }

    /** pairs(1 a, 2 at, 4 b, 5 bAt, 7 stride, 9 count, 10 sums, 11 sumsAt). */
    private void pairs(CodeBuilder code) {
        int index = 12;
        int lefts = 13;
        int rights = lefts + 2 * STREAMS;
        int sums = rights + 2 * STREAMS;
        castStream(code, 1);
        castStream(code, 4);
        vectors.castArray(code, 10);
        streams(code, 2, 7, STREAMS, lefts);
        streams(code, 5, 7, STREAMS, rights);
        zeros(code, sums, STREAMS * VECTORS);
        loop(code, index, 9, VECTORS, () -> {
            for (int r = 0; r < STREAMS; r++) {
                for (int v = 0; v < VECTORS; v++) {
                    int left = lefts + 2 * r;
                    int right = rights + 2 * r;
                    int ahead = v;
                    addProduct(code, () -> load(code, 1, left, index, ahead), () -> load(code, 4, right, index, ahead),
                            sums + r * VECTORS + v);
                }
            }
        });
        store(code, sums, STREAMS, VECTORS, 10, 11);
    }

    /** sums(1 a, 2 at, 4 stride, 6 count, 7 sums, 8 sumsAt). */
    private void sums(CodeBuilder code) {
        int index = 9;
        int streams = 10;
        int sums = streams + 2 * STREAMS;
        castStream(code, 1);
        vectors.castArray(code, 7);
        streams(code, 2, 4, STREAMS, streams);
        zeros(code, sums, STREAMS * VECTORS);
        loop(code, index, 6, VECTORS, () -> {
            for (int r = 0; r < STREAMS; r++) {
                for (int v = 0; v < VECTORS; v++) {
                    int sum = sums + r * VECTORS + v;
                    load(code, 1, streams + 2 * r, index, v);
                    vectors.binary(code.aload(sum), "add").astore(sum);
                }
            }
        });
        store(code, sums, STREAMS, VECTORS, 7, 8);
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
        vectors.castArray(code, x);
        vectors.castArray(code, y);
        streams(code, 2, 4, columns, streams);
        for (int r = 0; r < columns; r++) {
            vectors.species(code).aload(x).iload(x + 1).loadConstant(r).iadd();
            vectors.broadcast(vectors.arrayLoad(code)).astore(factors + r);
        }
        loop(code, index, count, 1, () -> {
            vectors.species(code).aload(y).iload(yAt).iload(index).iadd();
            vectors.fromArray(code).astore(sum);
            for (int r = 0; r < columns; r++) {
                int factor = factors + r;
                int stream = streams + 2 * r;
                addProduct(code, () -> code.aload(factor), () -> load(code, 1, stream, index, 0), sum);
            }
            vectors.intoArray(code.aload(sum).aload(y).iload(yAt).iload(index).iadd());
        });
        code.return_();
    }

    /** multiplySum(1 x, 2 at, 4 y, 5 yAt, 7 b, 8 bAt, 9 count); multiply(…) is the same without b. */
    private void multiply(CodeBuilder code, boolean sum) {
        int count = sum ? 9 : 7;
        int index = count + 1;
        int streams = index + 1;
        castStream(code, 1);
        castStream(code, 4);
        streams(code, 2, 2, 1, streams);
        streams(code, 5, 5, 1, streams + 2);
        if (sum) {
            vectors.castArray(code, 7);
        }
        loop(code, index, count, 1, () -> {
            load(code, 4, streams + 2, index, 0);
            if (sum) {
                vectors.fromArray(vectors.species(code).aload(7).iload(8).iload(index).iadd());
                vectors.binary(code, "add");
            }
            load(code, 1, streams, index, 0);
            vectors.binary(code, "mul");
            address(code.aload(4), streams + 2, index, 0);
            if (outsideHeap) {
                vectors.intoSegment(code);
            } else {
                vectors.intoArray(code);
            }
        });
        code.return_();
    }

    /** A loop over {@code count} elements, {@code width} vectors in an iteration. */
    private void loop(CodeBuilder code, int index, int count, int width, Runnable body) {
        VectorCode.loop(code, index, count, width * lanes, body);
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

    /** → vector v of a stream at the present index. */
    private void load(CodeBuilder code, int base, int stream, int index, int v) {
        address(vectors.species(code).aload(base), stream, index, v);
        if (outsideHeap) {
            vectors.fromSegment(code);
        } else {
            vectors.fromArray(code);
        }
    }

    /** → where that vector is. */
    private void address(CodeBuilder code, int stream, int index, int v) {
        if (outsideHeap) {
            long bytes = vectors.precision().bytes();
            code.lload(stream).loadConstant((long) v * lanes * bytes).ladd().iload(index).i2l().loadConstant(bytes).lmul().ladd();
        } else {
            code.iload(stream).iload(index).iadd().loadConstant(v * lanes).iadd();
        }
    }

    /**
     * sum ← (what {@code factor} pushes)·(what {@code loaded} pushes) + sum, in this order: C2 makes one instruction of an FMA and a load only where the load is
     * the second factor. As the first it is an instruction of its own, which C2 moves: an unrolled loop then read each stream backwards, four iterations at a
     * time, and memory came a third slower.
     */
    private void addProduct(CodeBuilder code, Runnable factor, Runnable loaded, int sum) {
        factor.run();
        loaded.run();
        vectors.addProduct(code, sum);
    }

    private void zeros(CodeBuilder code, int first, int count) {
        for (int k = 0; k < count; k++) {
            vectors.zero(code).astore(first + k);
        }
    }

    /** Stores each stream's sum, that many accumulators added. */
    private void store(CodeBuilder code, int sums, int streams, int width, int array, int at) {
        for (int r = 0; r < streams; r++) {
            code.aload(sums + r * width);
            for (int v = 1; v < width; v++) {
                vectors.binary(code.aload(sums + r * width + v), "add");
            }
            vectors.intoArray(code.aload(array).iload(at).loadConstant(r * lanes).iadd());
        }
        code.return_();
    }

    private void castStream(CodeBuilder code, int local) {
        code.aload(local).checkcast(outsideHeap ? VectorCode.SEGMENT : vectors.array()).astore(local);
    }
}
