package gramflow.kernel;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

/**
 * Byte code by which two vectors exchange lanes, and the shuffles and masks of the class {@code self} that it needs, which C2 must see as constants.
 *
 * @param self the generated class
 */
record LaneExchange(ClassDesc self, VectorCode vectors) {

    /** With two lanes there is nothing to gain over scalar moves, and without AVX a rearrangement may be a call. */
    boolean isFast() {
        return vectors.bits() >= 256;
    }

    /** Adds the constants to the class; its initializer is theirs. */
    void defineConstants(ClassBuilder c) {
        int lanes = vectors.lanes();
        for (int b = 1; b < lanes; b *= 2) {
            c.withField("EXCHANGE_" + b, VectorCode.SHUFFLE, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            c.withField("UPPER_" + b, VectorCode.MASK, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        }
        ClassDesc from = Lanes.class.describeConstable().orElseThrow();
        c.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, code -> {
            for (int b = 1; b < lanes; b *= 2) {
                vectors.species(code).loadConstant(b).invokestatic(from, "exchange",
                        MethodTypeDesc.of(VectorCode.SHUFFLE, VectorCode.SPECIES, CD_int))
                        .putstatic(self, "EXCHANGE_" + b, VectorCode.SHUFFLE);
                vectors.species(code).loadConstant(b).invokestatic(from, "upper",
                        MethodTypeDesc.of(VectorCode.MASK, VectorCode.SPECIES, CD_int)).putstatic(self, "UPPER_" + b, VectorCode.MASK);
            }
            code.return_();
        });
    }

    /** → of two local variables the lanes without bit b: those of the first where they are, those of the second moved to the lanes with it. */
    CodeBuilder lower(CodeBuilder code, int first, int second, int b) {
        return blend(exchange(code.aload(first).aload(second), b), b);
    }

    /** → of two local variables the lanes with bit b: those of the second where they are, those of the first moved to the lanes without it. */
    CodeBuilder upper(CodeBuilder code, int first, int second, int b) {
        return blend(exchange(code.aload(first), b).aload(second), b);
    }

    /** Vector → one whose lanes that differ in bit b alone have changed places. */
    CodeBuilder exchange(CodeBuilder code, int b) {
        return code.getstatic(self, "EXCHANGE_" + b, VectorCode.SHUFFLE).invokevirtual(vectors.vector(), "rearrange",
                MethodTypeDesc.of(vectors.vector(), VectorCode.SHUFFLE));
    }

    /** Two vectors → the lanes with bit b from the upper on the stack, the others from the lower. */
    private CodeBuilder blend(CodeBuilder code, int b) {
        return code.getstatic(self, "UPPER_" + b, VectorCode.MASK).invokevirtual(vectors.vector(), "blend",
                MethodTypeDesc.of(vectors.vector(), VectorCode.ANY_VECTOR, VectorCode.MASK));
    }
}
