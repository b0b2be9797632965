package gramflow.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

/** Terms as vectors. Only where the module {@code jdk.incubator.vector} is. */
final class VectorTermWriter extends TermWriter {
    // By name only: these classes are not there without the module.
    private static final String PACKAGE = "jdk.incubator.vector.";
    private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
    private static final ClassDesc ANY_VECTOR = ClassDesc.of(PACKAGE + "Vector");
    private static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");
    private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");
    private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
    private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
    private static final ClassDesc DOUBLES = ClassDesc.of(PACKAGE + "DoubleVector");
    private static final ClassDesc LONGS = ClassDesc.of(PACKAGE + "LongVector");

    private final int bits;

    VectorTermWriter(CodeBuilder code, int firstLocal, int bits) {
        super(code, firstLocal);
        this.bits = bits;
    }

    @Override
    TypeKind kind() {
        return TypeKind.REFERENCE;
    }

    @Override
    TypeKind truthKind() {
        return TypeKind.REFERENCE;
    }

    @Override
    void constant(double value) {
        code.getstatic(DOUBLES, "SPECIES_" + bits, SPECIES).loadConstant(value)
                .invokestatic(DOUBLES, "broadcast", MethodTypeDesc.of(DOUBLES, SPECIES, CD_double));
    }

    @Override
    void apply(Term.Operation operation) {
        switch (operation) {
            case ADD -> binary("add");
            case SUBTRACT -> binary("sub");
            case MULTIPLY -> binary("mul");
            case DIVIDE -> binary("div");
            case FUSE -> code.invokevirtual(DOUBLES, "fma", MethodTypeDesc.of(DOUBLES, ANY_VECTOR, ANY_VECTOR));
            case ABS -> code.invokevirtual(DOUBLES, "abs", MethodTypeDesc.of(DOUBLES));
            case SIGN -> {
                toLongs();
                longs("AND", ASSOCIATIVE, Long.MIN_VALUE);
                code.swap();
                toLongs();
                code.getstatic(OPERATORS, "OR", ASSOCIATIVE).swap()
                        .invokevirtual(LONGS, "lanewise", MethodTypeDesc.of(LONGS, BINARY, ANY_VECTOR));
                fromLongs();
            }
            case NEGATE -> code.invokevirtual(DOUBLES, "neg", MethodTypeDesc.of(DOUBLES));
            case EXPONENT -> {
                toLongs();
                longs("LSHL", BINARY, 52);
                fromLongs();
            }
            case ADD_BITS -> {
                toLongs();
                code.swap();
                toLongs();
                code.invokevirtual(LONGS, "add", MethodTypeDesc.of(LONGS, ANY_VECTOR));
                fromLongs();
            }
            case LESS -> code.getstatic(OPERATORS, "LT", COMPARISON).swap()
                    .invokevirtual(DOUBLES, "compare", MethodTypeDesc.of(MASK, COMPARISON, ANY_VECTOR));
            // On the stack: mask, yes, no. The blend takes its argument where the mask is set.
            case SELECT -> {
                int no = store(TypeKind.REFERENCE);
                int yes = store(TypeKind.REFERENCE);
                int mask = store(TypeKind.REFERENCE);
                code.aload(no).aload(yes).aload(mask)
                        .invokevirtual(DOUBLES, "blend", MethodTypeDesc.of(DOUBLES, ANY_VECTOR, MASK));
            }
            case ARGUMENT, CONSTANT -> throw new IllegalStateException(operation + " is not computed");
        }
    }

    private void binary(String operation) {
        code.invokevirtual(DOUBLES, operation, MethodTypeDesc.of(DOUBLES, ANY_VECTOR));
    }

    private void longs(String operator, ClassDesc kind, long constant) {
        code.getstatic(OPERATORS, operator, kind).loadConstant(constant)
                .invokevirtual(LONGS, "lanewise", MethodTypeDesc.of(LONGS, BINARY, CD_long));
    }

    private void toLongs() {
        code.invokevirtual(DOUBLES, "reinterpretAsLongs", MethodTypeDesc.of(LONGS));
    }

    private void fromLongs() {
        code.invokevirtual(LONGS, "reinterpretAsDoubles", MethodTypeDesc.of(DOUBLES));
    }
}
