package gramflow.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

/** Terms as numbers. */
final class ScalarTermWriter extends TermWriter {
    private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
    private static final ClassDesc DOUBLE = Double.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc TO_BITS = MethodTypeDesc.of(CD_long, CD_double);
    private static final MethodTypeDesc FROM_BITS = MethodTypeDesc.of(CD_double, CD_long);

    ScalarTermWriter(CodeBuilder code, int firstLocal) {
        super(code, firstLocal);
    }

    @Override
    TypeKind kind() {
        return TypeKind.DOUBLE;
    }

    @Override
    TypeKind truthKind() {
        return TypeKind.INT;
    }

    @Override
    void constant(double value) {
        code.loadConstant(value);
    }

    @Override
    void apply(Term.Operation operation) {
        switch (operation) {
            case ADD -> code.dadd();
            case SUBTRACT -> code.dsub();
            case MULTIPLY -> code.dmul();
            case DIVIDE -> code.ddiv();
            case FUSE -> code.invokestatic(MATH, "fma", MethodTypeDesc.of(CD_double, CD_double, CD_double, CD_double));
            case ABS -> code.invokestatic(MATH, "abs", MethodTypeDesc.of(CD_double, CD_double));
            case SIGN -> code.invokestatic(DOUBLE, "doubleToRawLongBits", TO_BITS).loadConstant(Long.MIN_VALUE).land().dup2_x2().pop2()
                    .invokestatic(DOUBLE, "doubleToRawLongBits", TO_BITS).lor().invokestatic(DOUBLE, "longBitsToDouble", FROM_BITS);
            case NEGATE -> code.dneg();
            case EXPONENT -> code.invokestatic(DOUBLE, "doubleToRawLongBits", TO_BITS).loadConstant(52).lshl()
                    .invokestatic(DOUBLE, "longBitsToDouble", FROM_BITS);
            case ADD_BITS -> code.invokestatic(DOUBLE, "doubleToRawLongBits", TO_BITS).dup2_x2().pop2()
                    .invokestatic(DOUBLE, "doubleToRawLongBits", TO_BITS).ladd().invokestatic(DOUBLE, "longBitsToDouble", FROM_BITS);
            case LESS -> less();
            case SELECT -> select();
            case ARGUMENT, CONSTANT -> throw new IllegalStateException(operation + " is not computed");
        }
    }

    /** With NaN the comparison gives 1, and so the answer is no. */
    private void less() {
        Label yes = code.newLabel();
        Label end = code.newLabel();
        code.dcmpg().iflt(yes).iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
    }

    private void select() {
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        // On the stack: truth, yes, no.
        int no = store(TypeKind.DOUBLE);
        int yes = store(TypeKind.DOUBLE);
        code.ifeq(otherwise).dload(yes).goto_(end).labelBinding(otherwise).dload(no).labelBinding(end);
    }
}
