package gramflow.kernel;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.IntConsumer;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

/**
 * Writes those methods of a {@link MicroKernel} that move rows to panels and back. Whole vectors of columns are transposed in registers, as many rows at a time as a vector has lanes: 0.2 ns an element beside 0.7 by
 * scalar moves (Zen 4, 512 bits).
 */
final class PanelMoves {
    private final ClassDesc self;
    private final VectorCode vectors;
    private final LaneExchange exchange;
    private final int panel;
    private final int lanes;

    /** For the class {@code self}, and panels of that tile. */
    PanelMoves(ClassDesc self, VectorCode vectors, Tile tile) {
        this.self = self;
        this.vectors = vectors;
        exchange = new LaneExchange(self, vectors);
        panel = tile.panel();
        lanes = vectors.lanes();
    }

    /** Adds the methods. */
    void define(ClassBuilder c) {
        ClassDesc segment = VectorCode.SEGMENT;
        c.withMethodBody("interleave", MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int),
                ClassFile.ACC_PUBLIC, this::interleave);
        c.withMethodBody("interleaveOutside", MethodTypeDesc.of(CD_int, segment, CD_long, CD_long, CD_int, CD_Object, CD_int),
                ClassFile.ACC_PUBLIC, this::interleaveOutside);
        c.withMethodBody("separateOutside", MethodTypeDesc.of(CD_int, CD_Object, CD_int, CD_int, segment, CD_long, CD_long),
                ClassFile.ACC_PUBLIC, this::separateOutside);
        c.withMethodBody("stack", MethodTypeDesc.of(CD_void, segment, CD_long, CD_long, CD_int, CD_Object, CD_int), ClassFile.ACC_PUBLIC,
                this::stack);
        if (exchange.isFast()) {
            exchange.defineConstants(c);
            c.withMethodBody("transpose", transposeType(), ClassFile.ACC_STATIC, this::transpose);
            c.withMethodBody("transposeIn", transposeInType(), ClassFile.ACC_STATIC, this::transposeIn);
            c.withMethodBody("transposeOut", transposeOutType(), ClassFile.ACC_STATIC, this::transposeOut);
        }
    }

    /** interleave(1 rows, 2 rowsAt, 3 rowStride, 4 depth, 5 to, 6 at): what is left of whole vectors, and all of it where vectors are short, by scalar moves. */
    private void interleave(CodeBuilder code) {
        int depth = 4;
        int l = 7;
        int whole = 8;
        vectors.castArray(code, 1);
        vectors.castArray(code, 5);
        code.iconst_0().istore(l);
        if (exchange.isFast()) {
            code.iload(depth).loadConstant(-lanes).iand().istore(whole);
            for (int group = 0; group < panel; group += lanes) {
                code.aload(1).iload(2).iload(3).loadConstant(group).imul().iadd().iload(3).iload(whole);
                code.aload(5).iload(6).loadConstant(group).iadd().invokestatic(self, "transpose", transposeType());
            }
            // The loop below begins where these ended.
            code.iload(6).iload(whole).loadConstant(panel).imul().iadd().istore(6);
            code.iload(2).iload(whole).iadd().istore(2);
            code.iload(depth).iload(whole).isub().istore(depth);
        }
        VectorCode.loop(code, l, depth, 1, () -> {
            for (int r = 0; r < panel; r++) {
                inPanel(code, 5, 6, l, r, 0);
                code.aload(1).iload(2).iload(l).iadd().iload(3).loadConstant(r).imul().iadd();
                vectors.arrayLoad(code);
                vectors.arrayStore(code);
            }
        });
        code.return_();
    }

    /** interleaveOutside(1 x, 2 xAt, 4 xStride, 6 depth, 7 to, 8 at). */
    private void interleaveOutside(CodeBuilder code) {
        if (!exchange.isFast()) {
            code.iconst_0().ireturn();
            return;
        }
        vectors.castArray(code, 7);
        code.iload(6).loadConstant(-lanes).iand().istore(6);
        for (int group = 0; group < panel; group += lanes) {
            code.aload(1).lload(2).lload(4).loadConstant((long) group).lmul().ladd().lload(4).iload(6);
            code.aload(7).iload(8).loadConstant(group).iadd().invokestatic(self, "transposeIn", transposeInType());
        }
        code.iload(6).ireturn();
    }

    /** separateOutside(1 from, 2 at, 3 depth, 4 x, 5 xAt, 7 xStride). */
    private void separateOutside(CodeBuilder code) {
        if (!exchange.isFast()) {
            code.iconst_0().ireturn();
            return;
        }
        vectors.castArray(code, 1);
        code.iload(3).loadConstant(-lanes).iand().istore(3);
        for (int group = 0; group < panel; group += lanes) {
            code.aload(1).iload(2).loadConstant(group).iadd().iload(3);
            code.aload(4).lload(5).lload(7).loadConstant((long) group).lmul().ladd().lload(7);
            code.invokestatic(self, "transposeOut", transposeOutType());
        }
        code.iload(3).ireturn();
    }

    /** stack(1 x, 2 xAt, 4 xStride, 6 depth, 7 to, 8 at). */
    private void stack(CodeBuilder code) {
        int l = 9;
        vectors.castArray(code, 7);
        VectorCode.loop(code, l, 6, 1, () -> {
            for (int r = 0; r < panel; r += lanes) {
                vectors.species(code).aload(1).lload(2).loadConstant((long) r * vectors.precision().bytes()).ladd();
                vectors.fromSegment(code);
                vectors.intoArray(inPanel(code, 7, 8, l, r, 0));
            }
            code.lload(2).lload(4).ladd().lstore(2);
        });
        code.return_();
    }

    private MethodTypeDesc transposeType() {
        return MethodTypeDesc.of(CD_void, vectors.array(), CD_int, CD_int, CD_int, vectors.array(), CD_int);
    }

    private MethodTypeDesc transposeInType() {
        return MethodTypeDesc.of(CD_void, VectorCode.SEGMENT, CD_long, CD_long, CD_int, vectors.array(), CD_int);
    }

    private MethodTypeDesc transposeOutType() {
        return MethodTypeDesc.of(CD_void, vectors.array(), CD_int, CD_int, VectorCode.SEGMENT, CD_long, CD_long);
    }

    /** transpose(0 rows, 1 rowsAt, 2 rowStride, 3 depth, 4 to, 5 at): as many rows as a vector has lanes, depth in whole vectors. */
    private void transpose(CodeBuilder code) {
        int l = 6;
        transpose(code, l, 3, r -> {
            vectors.species(code).aload(0).iload(1).iload(l).iadd().iload(2).loadConstant(r).imul().iadd();
            vectors.fromArray(code);
        }, r -> vectors.intoArray(inPanel(code, 4, 5, l, 0, r)));
    }

    /** transposeIn(0 x, 1 xAt, 3 xStride, 5 depth, 6 to, 7 at). */
    private void transposeIn(CodeBuilder code) {
        int l = 8;
        transpose(code, l, 5, r -> vectors.fromSegment(inRow(vectors.species(code), 0, l, r)),
                r -> vectors.intoArray(inPanel(code, 6, 7, l, 0, r)));
    }

    /** transposeOut(0 from, 1 at, 2 depth, 3 x, 4 xAt, 6 xStride). */
    private void transposeOut(CodeBuilder code) {
        int l = 8;
        transpose(code, l, 2, r -> vectors.fromArray(inPanel(vectors.species(code), 0, 1, l, 0, r)),
                r -> vectors.intoSegment(inRow(code, 3, l, r)));
    }

    /**
     * Squares of as many rows as a vector has lanes, one after another until l is the depth.
     *
     * @param load leaves on the stack the vector of that row
     * @param store takes from it the vector of that column
     */
    private void transpose(CodeBuilder code, int l, int depth, IntConsumer load, IntConsumer store) {
        int first = l + 2;
        VectorCode.loop(code, l, depth, lanes, () -> {
            for (int r = 0; r < lanes; r++) {
                load.accept(r);
                code.astore(first + r);
            }
            exchangeRowsAndLanes(code, first);
            for (int r = 0; r < lanes; r++) {
                code.aload(first + r);
                store.accept(r);
            }
        });
        code.return_();
    }

    /** → array and index of entry (row, l + ahead) of a panel, whose array and beginning are in two local variables. */
    private CodeBuilder inPanel(CodeBuilder code, int array, int at, int l, int row, int ahead) {
        return code.aload(array).iload(at).iload(l).loadConstant(panel).imul().iadd().loadConstant(ahead * panel + row).iadd();
    }

    /** → segment and offset of element l of a row: segment, beginning and stride are local variables one after another. What does not change with l is added first. */
    private CodeBuilder inRow(CodeBuilder code, int segment, int l, int row) {
        code.aload(segment).lload(segment + 1).lload(segment + 3).loadConstant((long) row).lmul().ladd();
        return code.iload(l).i2l().loadConstant((long) vectors.precision().bytes()).lmul().ladd();
    }

    /** Columns of as many rows as there are lanes, in local variables from {@code first} on, the one before being free. Stage b exchanges bit b of the row's number and of the lane's. */
    private void exchangeRowsAndLanes(CodeBuilder code, int first) {
        int exchanged = first - 1;
        for (int b = 1; b < lanes; b *= 2) {
            for (int r = 0; r < lanes; r++) {
                if ((r & b) == 0) {
                    exchange.lower(code, first + r, first + r + b, b).astore(exchanged);
                    exchange.upper(code, first + r, first + r + b, b).astore(first + r + b).aload(exchanged).astore(first + r);
                }
            }
        }
    }
}
