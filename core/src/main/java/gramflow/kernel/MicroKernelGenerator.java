package gramflow.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

/**
 * Writes the class of a {@link MicroKernel} at run time: one accumulator in a local variable for every vector of the tile, the loop over the inner
 * dimension unrolled, everything else a constant. C2 sees what it would see of hand-written Vector API code, for any tile.
 *
 * <p>Four things were measured to matter and are not to be lost: a method holds at most about 150 vector operations (C2 inlines each into hundreds of
 * nodes and gives up at a limit, leaving the rest as calls that are a hundred times slower; so there is a method for each way to begin); both panels advance by the same stride, which is the loop's own induction variable
 * (separate strides cost half a dozen integer instructions a step, on the ports of the fused multiply-add); no load is masked (scratch is padded); and a fence
 * that is no instruction stands between steps (without it C2 loads the factors of several steps first in one virtual machine of seven, has no registers left for
 * the sums, and the loop takes a fifth longer; with sixteen registers one stands between rows too, or the loop takes twice as long).
 */
final class MicroKernelGenerator {
    static {
        // Loads the class of memory on the heap. C2 takes a class that is not loaded not to be, and when it comes throws away what it has compiled of
        // storeOutside: the first seconds of a program then have it interpreted twice.
        MemorySegment.ofArray(new byte[0]);
    }

    // Local variables of multiply(a, aAt, b, bAt, depth, t, tAt, tStride).
    private static final int A = 1;
    private static final int A_AT = 2;
    private static final int B = 3;
    private static final int B_AT = 4;
    private static final int DEPTH = 5;
    private static final int T = 6;
    private static final int T_AT = 7;
    private static final int T_STRIDE = 8;
    // The last four of storeOutside(a, aAt, b, bAt, depth, c, cAt, cStride, alpha), three of which take two slots; where sums begin at a tile, they stand behind its three.
    private static final int OUTSIDE = 6;
    private static final int BEHIND_TILE = 3;
    // And what each method adds.
    private static final int STEP = 16;
    private static final int BROADCAST = 17;
    private static final int FIRST_RIGHT = 18;

    private final ClassDesc self = ClassDesc.of(MicroKernelGenerator.class.getPackageName(), "Generated");
    private final Tile tile;
    private final VectorCode vectors;
    private final int firstSum;

    private MicroKernelGenerator(Tile tile) {
        this.tile = tile;
        vectors = new VectorCode(tile.precision(), tile.bits(), tile.fma());
        firstSum = FIRST_RIGHT + tile.vectors();
    }

    /** A new micro-kernel of that tile. Its class is hidden and unloads with it. */
    static MicroKernel generate(Tile tile) {
        byte[] bytes = new MicroKernelGenerator(tile).classFile();
        try {
            return (MicroKernel) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot define the micro-kernel of " + tile, e);
        }
    }

    private byte[] classFile() {
        MethodTypeDesc multiply = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int);
        MethodTypeDesc outside = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_int, VectorCode.SEGMENT, CD_long,
                CD_long,
                CD_double);
        MethodTypeDesc ontoOutside = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int,
                VectorCode.SEGMENT, CD_long, CD_long, CD_double);
        MethodTypeDesc add = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_int, VectorCode.SEGMENT, CD_long, CD_long, CD_double);
        MethodTypeDesc shifted = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_double, CD_double, CD_Object, CD_int, CD_int,
                VectorCode.SEGMENT, CD_long, CD_long);
        MethodTypeDesc product = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_double, CD_double, CD_Object, CD_int, CD_Object, CD_int,
                CD_int, VectorCode.SEGMENT, CD_long, CD_long);
        MethodTypeDesc multiplyRows = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int,
                CD_int);
        MethodTypeDesc substitute = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_Object, CD_int);
        return ClassFile.of().build(self, c -> {
            c.withFlags(ClassFile.ACC_FINAL).withInterfaceSymbols(MicroKernel.class.describeConstable().orElseThrow())
                    .withMethodBody(INIT_NAME, MTD_void, 0, code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                    .withMethodBody("multiply", multiply, ClassFile.ACC_PUBLIC, code -> multiply(code, false, tile.vectors()))
                    .withMethodBody("multiplyOnto", multiply, ClassFile.ACC_PUBLIC, code -> multiply(code, true, tile.vectors()))
                    .withMethodBody("multiplyNarrow", multiply, ClassFile.ACC_PUBLIC, code -> multiply(code, false, 1))
                    .withMethodBody("storeOutside", outside, ClassFile.ACC_PUBLIC, code -> storeOutside(code, false))
                    .withMethodBody("storeOntoOutside", ontoOutside, ClassFile.ACC_PUBLIC, code -> storeOutside(code, true))
                    .withMethodBody("addOutside", add, ClassFile.ACC_PUBLIC, this::addOutside)
                    .withMethodBody("addShiftedOutside", shifted, ClassFile.ACC_PUBLIC, code -> addOutside(code, false))
                    .withMethodBody("addProductOutside", product, ClassFile.ACC_PUBLIC, code -> addOutside(code, true))
                    .withMethodBody("multiplyRows", multiplyRows, ClassFile.ACC_PUBLIC, this::multiplyRows)
                    .withMethodBody("substitute", substitute, ClassFile.ACC_PUBLIC, this::substitute);
            new PanelMoves(self, vectors, tile).define(c);
        });
    }

    /** Of so many vectors of columns. */
    private void multiply(CodeBuilder code, boolean onto, int across) {
        vectors.castArray(code, T);
        sums(code, onto, across);
        for (int r = 0; r < tile.rows(); r++) {
            for (int v = 0; v < across; v++) {
                vectors.intoArray(tileIndex(code.aload(sum(r, v)).aload(T), r, v));
            }
        }
        code.return_();
    }

    /** The sums of products, begun at 0 or at what the tile holds. */
    private void sums(CodeBuilder code, boolean onto, int across) {
        vectors.castArray(code, A);
        vectors.castArray(code, B);
        for (int r = 0; r < tile.rows(); r++) {
            for (int v = 0; v < across; v++) {
                if (onto) {
                    vectors.fromArray(tileIndex(vectors.species(code).aload(T), r, v)).astore(sum(r, v));
                } else {
                    vectors.zero(code).astore(sum(r, v));
                }
            }
        }
        sumProducts(code, across);
    }

    /** C ← α·sums. */
    private void storeOutside(CodeBuilder code, boolean onto) {
        int c = onto ? OUTSIDE + BEHIND_TILE : OUTSIDE;
        int at = c + 1;
        int stride = c + 3;
        int alpha = c + 5;
        if (onto) {
            vectors.castArray(code, T);
        }
        sums(code, onto, tile.vectors());
        vectors.broadcastDouble(code, alpha).astore(BROADCAST);
        for (int r = 0; r < tile.rows(); r++) {
            for (int v = 0; v < tile.vectors(); v++) {
                vectors.binary(code.aload(sum(r, v)).aload(BROADCAST), "mul");
                vectors.intoSegment(outsideIndex(code, c, at, v));
            }
            code.lload(at).lload(stride).ladd().lstore(at);
        }
        code.return_();
    }

    /** addOutside(1 t, 2 tAt, 3 tStride, 4 rows, 5 c, 6 cAt, 8 cStride, 10 alpha). */
    private void addOutside(CodeBuilder code) {
        int c = 5;
        int at = 6;
        int factor = 12;
        vectors.castArray(code, 1);
        vectors.broadcastDouble(code, 10).astore(factor);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(4).ifle(end);
        for (int v = 0; v < tile.vectors(); v++) {
            vectors.species(code).aload(1).iload(2).loadConstant(v * tile.lanes()).iadd();
            vectors.binary(vectors.fromArray(code).aload(factor), "mul");
            vectors.fromSegment(outsideIndex(vectors.species(code), c, at, v));
            vectors.intoSegment(outsideIndex(vectors.binary(code, "add"), c, at, v));
        }
        code.iload(2).iload(3).iadd().istore(2).lload(at).lload(8).ladd().lstore(at);
        code.iinc(4, -1).goto_(top).labelBinding(end).return_();
    }

    /** addProductOutside(1 x, 2 xAt, 3 scale, 5 shift, 7 y, 8 yAt, 9 sum, 10 sumAt, 11 rows, 12 c, 13 cAt, 15 cStride); addShiftedOutside(…) is the same without y. */
    private void addOutside(CodeBuilder code, boolean product) {
        int y = 7;
        int sum = product ? 9 : 7;
        int rows = sum + 2;
        int c = sum + 3;
        int at = sum + 4;
        int stride = sum + 6;
        int scale = sum + 8;
        int shift = scale + 1;
        int row = scale + 2;
        int index = scale + 3;
        vectors.castArray(code, 1);
        vectors.castArray(code, y);
        vectors.castArray(code, sum);
        vectors.broadcastDouble(code, 3).astore(scale);
        vectors.broadcastDouble(code, 5).astore(shift);
        code.iconst_0().istore(index);
        VectorCode.loop(code, row, rows, 1, () -> {
            for (int v = 0; v < tile.vectors(); v++) {
                vectors.binary(inStretch(code, 1, index, v).aload(scale), "mul");
                vectors.binary(code.aload(shift), "add");
                if (product) {
                    vectors.binary(inStretch(code, y, index, v), "mul");
                }
                vectors.binary(inStretch(code, sum, index, v), "add");
                vectors.intoSegment(outsideIndex(code, c, at, v));
            }
            code.lload(at).lload(stride).ladd().lstore(at).iinc(index, tile.cols());
        });
        code.return_();
    }

    /** → vector v of the row at that index of a stretch, whose array and beginning are two local variables. */
    private CodeBuilder inStretch(CodeBuilder code, int array, int index, int v) {
        return vectors.fromArray(
                vectors.species(code).aload(array).iload(array + 1).iload(index).iadd().loadConstant(v * tile.lanes()).iadd());
    }

    /** Memory and offset of vector v of the row that begins at {@code at}. */
    private CodeBuilder outsideIndex(CodeBuilder code, int memory, int at, int v) {
        return code.aload(memory).lload(at).loadConstant((long) v * tile.bits() / Byte.SIZE).ladd();
    }

    /** multiplyRows(1 a, 2 aAt, 3 aStride, 4 b, 5 bAt, 6 depth, 7 t, 8 tAt, 9 tStride): a single vector of columns, each row at an index of its own. */
    private void multiplyRows(CodeBuilder code) {
        int l = 10;
        int right = 11;
        int row = 12;
        int sum = row + tile.rows();
        vectors.castArray(code, 1);
        vectors.castArray(code, 4);
        vectors.castArray(code, 7);
        for (int r = 0; r < tile.rows(); r++) {
            code.iload(2).loadConstant(r).iload(3).imul().iadd().istore(row + r);
            vectors.zero(code).astore(sum + r);
        }
        VectorCode.loop(code, l, 6, 1, () -> {
            vectors.species(code).aload(4).iload(5).iload(l).loadConstant(tile.panel()).imul().iadd();
            vectors.fromArray(code).astore(right);
            for (int r = 0; r < tile.rows(); r++) {
                vectors.species(code).aload(1).iload(row + r).iload(l).iadd();
                vectors.broadcast(vectors.arrayLoad(code)).aload(right);
                vectors.addProduct(code, sum + r);
            }
        });
        for (int r = 0; r < tile.rows(); r++) {
            vectors.intoArray(code.aload(sum + r).aload(7).iload(8).loadConstant(r).iload(9).imul().iadd());
        }
        code.return_();
    }

    /** The loop over the inner dimension. */
    private void sumProducts(CodeBuilder code, int across) {
        // The induction variable counts elements of a panel, not steps: it is the index into both.
        code.iload(DEPTH).loadConstant(tile.panel()).imul().istore(DEPTH);
        VectorCode.loop(code, STEP, DEPTH, tile.unroll() * tile.panel(), () -> {
            for (int u = 0; u < tile.unroll(); u++) {
                if (u > 0) {
                    vectors.loadFence(code);
                }
                step(code, u * tile.panel(), across);
            }
        });
    }

    /** Local variable of the accumulator of vector v in row r. */
    private int sum(int r, int v) {
        return firstSum + r * tile.vectors() + v;
    }

    /** One column of both panels: {@code across} loads, {@code rows} broadcasts, and their products. */
    private void step(CodeBuilder code, int offset, int across) {
        for (int v = 0; v < across; v++) {
            vectors.species(code).aload(B).iload(B_AT).iload(STEP).iadd().loadConstant(offset + v * tile.lanes()).iadd();
            vectors.fromArray(code).astore(FIRST_RIGHT + v);
        }
        for (int r = 0; r < tile.rows(); r++) {
            if (r > 0 && tile.isTight()) {
                vectors.loadFence(code);
            }
            vectors.species(code).aload(A).iload(A_AT).iload(STEP).iadd().loadConstant(offset + r).iadd();
            vectors.broadcast(vectors.arrayLoad(code)).astore(BROADCAST);
            for (int v = 0; v < across; v++) {
                vectors.addProduct(code.aload(BROADCAST).aload(FIRST_RIGHT + v), sum(r, v));
            }
        }
    }

    private CodeBuilder tileIndex(CodeBuilder code, int r, int v) {
        return code.iload(T_AT).loadConstant(r).iload(T_STRIDE).imul().iadd().loadConstant(v * tile.lanes()).iadd();
    }

    /** substitute(1 t, 2 tAt, 3 tStride, 4 factors, 5 factorsAt, 6 x, 7 xAt): a vector of columns at a time, so that a method's vector operations stay few. */
    private void substitute(CodeBuilder code) {
        int column = 8;
        int end = 9;
        int first = 10;
        vectors.castArray(code, 1);
        vectors.castArray(code, 4);
        vectors.castArray(code, 6);
        code.loadConstant(tile.panel()).istore(end);
        VectorCode.loop(code, column, end, tile.lanes(), () -> {
            for (int r = 0; r < tile.rows(); r++) {
                vectors.fromArray(unknown(vectors.species(code), column, r));
                vectors.species(code).aload(1).iload(2).iload(column).iadd().iload(3).loadConstant(r).imul().iadd();
                vectors.binary(vectors.fromArray(code), "sub").astore(first + r);
                for (int k = 0; k < r; k++) {
                    vectors.addProduct(factor(code, r, k).aload(first + k), first + r);
                }
                vectors.binary(factor(code, r, r).aload(first + r), "mul").astore(first + r);
                vectors.intoArray(unknown(code.aload(first + r), column, r));
            }
        });
        code.return_();
    }

    /** Array and index of unknowns of row r. */
    private CodeBuilder unknown(CodeBuilder code, int column, int r) {
        return code.aload(6).iload(7).iload(column).iadd().loadConstant(r * tile.panel()).iadd();
    }

    /** A vector of the factor in row r, column k. */
    private CodeBuilder factor(CodeBuilder code, int r, int k) {
        vectors.species(code).aload(4).iload(5).loadConstant(r * tile.rows() + k).iadd();
        return vectors.broadcast(vectors.arrayLoad(code));
    }
}
