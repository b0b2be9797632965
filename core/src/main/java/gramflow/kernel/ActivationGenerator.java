package gramflow.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Set;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

/**
 * Writes the class of an {@link ActivationKernel} at run time, out of an {@link ActivationFormula}: a loop over numbers, or over vectors of them. There is a
 * class for each choice of results, with no more operations than those need.
 */
final class ActivationGenerator {
    /** A kernel's counts are multiples of this: the longest vector of doubles. */
    static final int STEP = 8;

    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.DoubleVector");
    private static final ClassDesc ARRAY = CD_double.arrayType();

    // Local variables of apply(array, zAt, count, valuesAt, slopesAt, curvaturesAt), and of the loop.
    private static final int NUMBERS = 1;
    private static final int Z = 2;
    private static final int COUNT = 3;
    private static final int FIRST_RESULT = 4;
    private static final int INDEX = 7;
    private static final int FIRST = 8;

    private final ActivationFormula formula;
    private final Set<ActivationResult> results;
    private final int bits;
    private final boolean fma;

    private ActivationGenerator(ActivationFormula formula, Set<ActivationResult> results, int bits, boolean fma) {
        this.formula = formula;
        this.results = results;
        this.bits = bits;
        this.fma = fma;
    }

    /**
     * A new kernel. Its class is hidden and unloads with it.
     *
     * @param results what it gives
     * @param bits width of a vector, 128, 256 or 512; 0 for plain numbers
     * @param fma multiply and add in one rounding: only where the hardware has it
     */
    static ActivationKernel generate(ActivationFormula formula, Set<ActivationResult> results, int bits, boolean fma) {
        byte[] bytes = classFile(formula, results, bits, fma);
        try {
            return (ActivationKernel) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot define the kernel of " + formula + ", " + bits + " bits", e);
        }
    }

    /** The class, as bytes. */
    static byte[] classFile(ActivationFormula formula, Set<ActivationResult> results, int bits, boolean fma) {
        return new ActivationGenerator(formula, results, bits, fma).classFile();
    }

    private byte[] classFile() {
        ClassDesc self = ClassDesc.of(ActivationGenerator.class.getPackageName(), "GeneratedActivation");
        return ClassFile.of().build(self, c -> c.withFlags(ClassFile.ACC_FINAL)
                .withInterfaceSymbols(ActivationKernel.class.describeConstable().orElseThrow())
                .withMethodBody(INIT_NAME, MTD_void, 0, code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                .withMethodBody("apply",
                        MethodTypeDesc.of(CD_void, ARRAY, CD_int, CD_int, CD_int, CD_int, CD_int),
                        ClassFile.ACC_PUBLIC, this::apply));
    }

    private void apply(CodeBuilder code) {
        Term argument = Term.argument();
        ActivationFormula.Results all = formula.of(argument, new Arithmetic(fma));
        TermWriter writer = bits == 0 ? new ScalarTermWriter(code, FIRST) : new VectorTermWriter(code, FIRST, bits);
        results.forEach(result -> writer.prepare(all.of(result)));
        Label next = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(INDEX).labelBinding(next).iload(INDEX).iload(COUNT).if_icmpge(end);
        load(code);
        writer.set(argument);
        results.forEach(result -> writer.compute(all.of(result)));
        results.forEach(result -> store(code, FIRST_RESULT + result.derivative(), all.of(result), writer));
        code.iinc(INDEX, bits == 0 ? 1 : bits / Double.SIZE).goto_(next).labelBinding(end).return_();
    }

    private void load(CodeBuilder code) {
        if (bits == 0) {
            at(code, Z).daload();
        } else {
            at(code.getstatic(VECTOR, "SPECIES_" + bits, SPECIES), Z)
                    .invokestatic(VECTOR, "fromArray", MethodTypeDesc.of(VECTOR, SPECIES, ARRAY, CD_int));
        }
    }

    private void store(CodeBuilder code, int results, Term result, TermWriter writer) {
        if (bits == 0) {
            at(code, results);
            writer.load(result);
            code.dastore();
        } else {
            writer.load(result);
            at(code, results).invokevirtual(VECTOR, "intoArray", MethodTypeDesc.of(CD_void, ARRAY, CD_int));
        }
    }

    /** Pushes the array, and where the present element of a piece is, of which that local variable says where it begins. */
    private static CodeBuilder at(CodeBuilder code, int piece) {
        return code.aload(NUMBERS).iload(piece).iload(INDEX).iadd();
    }
}
