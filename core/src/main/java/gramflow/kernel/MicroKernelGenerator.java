package gramflow.kernel;

import gramflow.memory.Precision;
import java.lang.classfile.ClassBuilder;
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
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

/**
 * Writes the class of a {@link MicroKernel} at run time: one accumulator in a local variable for every vector of the tile, the loop over the inner
 * dimension unrolled, everything else a constant. C2 sees what it would see of hand-written Vector API code, for any tile.
 *
 * <p>Three things were measured to matter and are not to be lost: a method holds at most about 150 vector operations (C2 inlines each into hundreds of
 * nodes and gives up at a limit, leaving the rest as calls that are a hundred times slower; so there is a method for each way to begin); both panels advance by the same stride, which is the loop's own induction variable
 * (separate strides cost half a dozen integer instructions a step, on the ports of the fused multiply-add); and no load is masked (scratch is padded).
 */
final class MicroKernelGenerator {
    private static final String VECTOR_PACKAGE = "jdk.incubator.vector";
    private static final ClassDesc SPECIES = ClassDesc.of(VECTOR_PACKAGE, "VectorSpecies");
    private static final ClassDesc ANY_VECTOR = ClassDesc.of(VECTOR_PACKAGE, "Vector");
    private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
    private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();
    private static final ClassDesc SHUFFLE = ClassDesc.of(VECTOR_PACKAGE, "VectorShuffle");
    private static final ClassDesc MASK = ClassDesc.of(VECTOR_PACKAGE, "VectorMask");

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
    private final ClassDesc element;
    private final ClassDesc array;
    private final ClassDesc vector;
    private final int firstSum;

    private MicroKernelGenerator(Tile tile) {
        this.tile = tile;
        boolean f64 = tile.precision() == Precision.F64;
        element = f64 ? CD_double : CD_float;
        array = element.arrayType();
        vector = ClassDesc.of(VECTOR_PACKAGE, f64 ? "DoubleVector" : "FloatVector");
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
        MethodTypeDesc outside = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_int, SEGMENT, CD_long, CD_long,
                CD_double);
        MethodTypeDesc ontoOutside = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int,
                SEGMENT, CD_long, CD_long, CD_double);
        MethodTypeDesc add = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_int, SEGMENT, CD_long, CD_long, CD_double);
        MethodTypeDesc multiplyRows = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int,
                CD_int);
        MethodTypeDesc interleave = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int);
        MethodTypeDesc stack = MethodTypeDesc.of(CD_void, SEGMENT, CD_long, CD_long, CD_int, CD_Object, CD_int);
        return ClassFile.of().build(self, c -> {
            c.withFlags(ClassFile.ACC_FINAL).withInterfaceSymbols(MicroKernel.class.describeConstable().orElseThrow())
                    .withMethodBody(INIT_NAME, MTD_void, 0, code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                    .withMethodBody("multiply", multiply, ClassFile.ACC_PUBLIC, code -> multiply(code, false))
                    .withMethodBody("multiplyOnto", multiply, ClassFile.ACC_PUBLIC, code -> multiply(code, true))
                    .withMethodBody("storeOutside", outside, ClassFile.ACC_PUBLIC, code -> storeOutside(code, false))
                    .withMethodBody("storeOntoOutside", ontoOutside, ClassFile.ACC_PUBLIC, code -> storeOutside(code, true))
                    .withMethodBody("addOutside", add, ClassFile.ACC_PUBLIC, this::addOutside)
                    .withMethodBody("multiplyRows", multiplyRows, ClassFile.ACC_PUBLIC, this::multiplyRows)
                    .withMethodBody("interleave", interleave, ClassFile.ACC_PUBLIC, this::interleave)
                    .withMethodBody("stack", stack, ClassFile.ACC_PUBLIC, this::stack);
            if (transposes()) {
                constants(c);
                c.withMethodBody("transpose", transposeType(), ClassFile.ACC_STATIC, this::transpose);
            }
        });
    }

    private void multiply(CodeBuilder code, boolean onto) {
        castArray(code, T);
        sums(code, onto);
        for (int r = 0; r < tile.rows(); r++) {
            for (int v = 0; v < tile.vectors(); v++) {
                code.aload(sum(r, v)).aload(T);
                tileIndex(code, r, v);
                code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
            }
        }
        code.return_();
    }

    /** The sums of products, begun at 0 or at what the tile holds. */
    private void sums(CodeBuilder code, boolean onto) {
        castArray(code, A);
        castArray(code, B);
        for (int r = 0; r < tile.rows(); r++) {
            for (int v = 0; v < tile.vectors(); v++) {
                if (onto) {
                    species(code).aload(T);
                    tileIndex(code, r, v);
                    load(code).astore(sum(r, v));
                } else {
                    zero(code, r, v);
                }
            }
        }
        sumProducts(code);
    }

    /** C ← α·sums. */
    private void storeOutside(CodeBuilder code, boolean onto) {
        int c = onto ? OUTSIDE + BEHIND_TILE : OUTSIDE;
        int at = c + 1;
        int stride = c + 3;
        int alpha = c + 5;
        if (onto) {
            castArray(code, T);
        }
        sums(code, onto);
        broadcastDouble(code, alpha).astore(BROADCAST);
        for (int r = 0; r < tile.rows(); r++) {
            for (int v = 0; v < tile.vectors(); v++) {
                binary(code.aload(sum(r, v)).aload(BROADCAST), "mul");
                outsideIndex(code, c, at, v).invokevirtual(vector, "intoMemorySegment",
                        MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
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
        castArray(code, 1);
        broadcastDouble(code, 10).astore(factor);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(4).ifle(end);
        for (int v = 0; v < tile.vectors(); v++) {
            species(code).aload(1).iload(2).loadConstant(v * tile.lanes()).iadd();
            binary(load(code).aload(factor), "mul");
            outsideIndex(species(code), c, at, v).invokestatic(vector, "fromMemorySegment",
                    MethodTypeDesc.of(vector, SPECIES, SEGMENT, CD_long, ORDER));
            binary(code, "add");
            outsideIndex(code, c, at, v).invokevirtual(vector, "intoMemorySegment",
                    MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
        }
        code.iload(2).iload(3).iadd().istore(2).lload(at).lload(8).ladd().lstore(at);
        code.iinc(4, -1).goto_(top).labelBinding(end).return_();
    }

    /** A vector of that local variable, a {@code double}. */
    private CodeBuilder broadcastDouble(CodeBuilder code, int local) {
        species(code).dload(local);
        if (tile.precision() == Precision.F32) {
            code.d2f();
        }
        return code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
    }

    /** Memory, offset and byte order of vector v of the row that begins at {@code at}. */
    private CodeBuilder outsideIndex(CodeBuilder code, int memory, int at, int v) {
        code.aload(memory).lload(at).loadConstant((long) v * tile.bits() / Byte.SIZE).ladd();
        return code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
    }

    /** multiplyRows(1 a, 2 aAt, 3 aStride, 4 b, 5 bAt, 6 depth, 7 t, 8 tAt, 9 tStride): a single vector of columns, each row at an index of its own. */
    private void multiplyRows(CodeBuilder code) {
        int l = 10;
        int right = 11;
        int row = 12;
        int sum = row + tile.rows();
        castArray(code, 1);
        castArray(code, 4);
        castArray(code, 7);
        for (int r = 0; r < tile.rows(); r++) {
            code.iload(2).loadConstant(r).iload(3).imul().iadd().istore(row + r);
            species(code).invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES)).astore(sum + r);
        }
        code.iconst_0().istore(l);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(l).iload(6).if_icmpge(end);
        species(code).aload(4).iload(5).iload(l).loadConstant(tile.panel()).imul().iadd();
        load(code).astore(right);
        for (int r = 0; r < tile.rows(); r++) {
            species(code).aload(1).iload(row + r).iload(l).iadd();
            arrayLoad(code).invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
            addProduct(code, right, sum + r);
        }
        code.iinc(l, 1).goto_(top).labelBinding(end);
        for (int r = 0; r < tile.rows(); r++) {
            code.aload(sum + r).aload(7).iload(8).loadConstant(r).iload(9).imul().iadd();
            code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
        }
        code.return_();
    }

    /** stack(1 x, 2 xAt, 4 xStride, 6 depth, 7 to, 8 at): whole vectors, from outside the heap. */
    private void stack(CodeBuilder code) {
        int l = 9;
        castArray(code, 7);
        code.iconst_0().istore(l);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(l).iload(6).if_icmpge(end);
        for (int r = 0; r < tile.panel(); r += tile.lanes()) {
            species(code).aload(1).lload(2).loadConstant((long) r * tile.precision().bytes()).ladd();
            code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
            code.invokestatic(vector, "fromMemorySegment", MethodTypeDesc.of(vector, SPECIES, SEGMENT, CD_long, ORDER));
            code.aload(7).iload(8).iload(l).loadConstant(tile.panel()).imul().iadd().loadConstant(r).iadd();
            code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
        }
        code.lload(2).lload(4).ladd().lstore(2).iinc(l, 1).goto_(top).labelBinding(end).return_();
    }

    private void zero(CodeBuilder code, int r, int v) {
        species(code).invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES)).astore(sum(r, v));
    }

    /** The loop over the inner dimension. */
    private void sumProducts(CodeBuilder code) {
        // The induction variable counts elements of a panel, not steps: it is the index into both.
        code.iload(DEPTH).loadConstant(tile.panel()).imul().istore(DEPTH);
        code.iconst_0().istore(STEP);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(STEP).iload(DEPTH).if_icmpge(end);
        for (int u = 0; u < tile.unroll(); u++) {
            step(code, u * tile.panel());
        }
        code.iinc(STEP, tile.unroll() * tile.panel()).goto_(top).labelBinding(end);
    }

    /** Local variable of the accumulator of vector v in row r. */
    private int sum(int r, int v) {
        return firstSum + r * tile.vectors() + v;
    }

    /** One column of both panels: {@code vectors} loads, {@code rows} broadcasts, and their products. */
    private void step(CodeBuilder code, int offset) {
        for (int v = 0; v < tile.vectors(); v++) {
            species(code).aload(B).iload(B_AT).iload(STEP).iadd().loadConstant(offset + v * tile.lanes()).iadd();
            load(code).astore(FIRST_RIGHT + v);
        }
        for (int r = 0; r < tile.rows(); r++) {
            species(code).aload(A).iload(A_AT).iload(STEP).iadd().loadConstant(offset + r).iadd();
            arrayLoad(code).invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element)).astore(BROADCAST);
            for (int v = 0; v < tile.vectors(); v++) {
                addProduct(code.aload(BROADCAST), FIRST_RIGHT + v, sum(r, v));
            }
        }
    }

    /** To an accumulator the product of what is on the stack with a vector. */
    private void addProduct(CodeBuilder code, int right, int sum) {
        code.aload(right);
        if (tile.fma()) {
            code.aload(sum).invokevirtual(vector, "fma", MethodTypeDesc.of(vector, ANY_VECTOR, ANY_VECTOR));
        } else {
            binary(code, "mul");
            code.aload(sum);
            binary(code, "add");
        }
        code.astore(sum);
    }

    private void tileIndex(CodeBuilder code, int r, int v) {
        code.iload(T_AT).loadConstant(r).iload(T_STRIDE).imul().iadd().loadConstant(v * tile.lanes()).iadd();
    }

    /** Whole vectors of columns through the registers, group by group of rows; what is left, and all of it where vectors are short, by scalar moves. */
    private void interleave(CodeBuilder code) {
        int rows = 1;
        int rowsAt = 2;
        int rowStride = 3;
        int depth = 4;
        int to = 5;
        int at = 6;
        int l = 7;
        castArray(code, rows);
        castArray(code, to);
        if (transposes()) {
            for (int group = 0; group < tile.panel(); group += tile.lanes()) {
                code.aload(rows).iload(rowsAt).iload(rowStride).loadConstant(group).imul().iadd().iload(rowStride);
                code.iload(depth).loadConstant(-tile.lanes()).iand();
                code.aload(to).iload(at).loadConstant(group).iadd().invokestatic(self, "transpose", transposeType());
            }
            code.iload(depth).loadConstant(-tile.lanes()).iand().istore(l);
        } else {
            code.iconst_0().istore(l);
        }
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(l).iload(depth).if_icmpge(end);
        for (int r = 0; r < tile.panel(); r++) {
            code.aload(to).iload(at).iload(l).loadConstant(tile.panel()).imul().iadd().loadConstant(r).iadd();
            code.aload(rows).iload(rowsAt).iload(l).iadd().iload(rowStride).loadConstant(r).imul().iadd();
            arrayLoad(code);
            arrayStore(code);
        }
        code.iinc(l, 1).goto_(top).labelBinding(end).return_();
    }

    /** With two lanes there is nothing to gain over scalar moves, and without AVX a rearrangement may be a call. */
    private boolean transposes() {
        return tile.bits() >= 256;
    }

    private MethodTypeDesc transposeType() {
        return MethodTypeDesc.of(CD_void, array, CD_int, CD_int, CD_int, array, CD_int);
    }

    /**
     * transpose(0 rows, 1 rowsAt, 2 rowStride, 3 depth, 4 to, 5 at): as many rows as a vector has lanes. Stage b exchanges bit b of the row's number and
     * of the lane's: after the last, rows are columns. 0.2 ns an element beside 0.7 by scalar moves (Zen 4, 512 bits).
     */
    private void transpose(CodeBuilder code) {
        int lanes = tile.lanes();
        int l = 6;
        int exchanged = 7;
        int first = 8;
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(l).labelBinding(top).iload(l).iload(3).if_icmpge(end);
        for (int r = 0; r < lanes; r++) {
            species(code).aload(0).iload(1).iload(l).iadd().iload(2).loadConstant(r).imul().iadd();
            load(code).astore(first + r);
        }
        for (int b = 1; b < lanes; b *= 2) {
            for (int r = 0; r < lanes; r++) {
                if ((r & b) == 0) {
                    code.aload(first + r);
                    exchange(code.aload(first + r + b), b);
                    blend(code, b);
                    code.astore(exchanged);
                    exchange(code.aload(first + r), b);
                    code.aload(first + r + b);
                    blend(code, b);
                    code.astore(first + r + b).aload(exchanged).astore(first + r);
                }
            }
        }
        for (int r = 0; r < lanes; r++) {
            code.aload(first + r).aload(4).iload(5).iload(l).loadConstant(tile.panel()).imul().iadd().loadConstant(r * tile.panel()).iadd();
            code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
        }
        code.iinc(l, lanes).goto_(top).labelBinding(end).return_();
    }

    /** Lanes whose numbers differ in bit b alone change places. */
    private void exchange(CodeBuilder code, int b) {
        code.getstatic(self, "EXCHANGE_" + b, SHUFFLE).invokevirtual(vector, "rearrange", MethodTypeDesc.of(vector, SHUFFLE));
    }

    /** The lanes with bit b from the upper vector on the stack, the others from the lower. */
    private void blend(CodeBuilder code, int b) {
        code.getstatic(self, "UPPER_" + b, MASK).invokevirtual(vector, "blend", MethodTypeDesc.of(vector, ANY_VECTOR, MASK));
    }

    /** Constants of {@link #transpose}, which C2 must see as such. */
    private void constants(ClassBuilder c) {
        for (int b = 1; b < tile.lanes(); b *= 2) {
            c.withField("EXCHANGE_" + b, SHUFFLE, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            c.withField("UPPER_" + b, MASK, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        }
        ClassDesc lanes = Lanes.class.describeConstable().orElseThrow();
        c.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, code -> {
            for (int b = 1; b < tile.lanes(); b *= 2) {
                species(code).loadConstant(b).invokestatic(lanes, "exchange", MethodTypeDesc.of(SHUFFLE, SPECIES, CD_int));
                code.putstatic(self, "EXCHANGE_" + b, SHUFFLE);
                species(code).loadConstant(b).invokestatic(lanes, "upper", MethodTypeDesc.of(MASK, SPECIES, CD_int));
                code.putstatic(self, "UPPER_" + b, MASK);
            }
            code.return_();
        });
    }

    private CodeBuilder species(CodeBuilder code) {
        return code.getstatic(vector, "SPECIES_" + tile.bits(), SPECIES);
    }

    private CodeBuilder load(CodeBuilder code) {
        return code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int));
    }

    private void binary(CodeBuilder code, String operation) {
        code.invokevirtual(vector, operation, MethodTypeDesc.of(vector, ANY_VECTOR));
    }

    private void castArray(CodeBuilder code, int local) {
        code.aload(local).checkcast(array).astore(local);
    }

    private CodeBuilder arrayLoad(CodeBuilder code) {
        return tile.precision() == Precision.F64 ? code.daload() : code.faload();
    }

    private void arrayStore(CodeBuilder code) {
        if (tile.precision() == Precision.F64) {
            code.dastore();
        } else {
            code.fastore();
        }
    }
}
