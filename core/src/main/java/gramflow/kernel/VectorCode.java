package gramflow.kernel;

import gramflow.memory.Precision;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

/**
 * Byte code that calls the Vector API, as the generators write it: vectors of one element type and width. Each method leaves on the stack what it says, and takes from it what the call takes.
 *
 * @param fma whether products are added without being rounded first
 */
record VectorCode(Precision precision, int bits, boolean fma) {
    private static final String PACKAGE = "jdk.incubator.vector";

    /** {@code VectorSpecies}. */
    static final ClassDesc SPECIES = ClassDesc.of(PACKAGE, "VectorSpecies");
    /** {@code Vector}. */
    static final ClassDesc ANY_VECTOR = ClassDesc.of(PACKAGE, "Vector");
    /** {@code VectorShuffle}. */
    static final ClassDesc SHUFFLE = ClassDesc.of(PACKAGE, "VectorShuffle");
    /** {@code VectorMask}. */
    static final ClassDesc MASK = ClassDesc.of(PACKAGE, "VectorMask");
    /** {@code MemorySegment}. */
    static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();

    private static final ClassDesc VAR_HANDLE = VarHandle.class.describeConstable().orElseThrow();
    private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();

    /** Elements of a vector. */
    int lanes() {
        return bits / Byte.SIZE / precision.bytes();
    }

    /** {@code double} or {@code float}. */
    ClassDesc element() {
        return precision == Precision.F64 ? CD_double : CD_float;
    }

    /** {@code double[]} or {@code float[]}. */
    ClassDesc array() {
        return element().arrayType();
    }

    /** {@code DoubleVector} or {@code FloatVector}. */
    ClassDesc vector() {
        return ClassDesc.of(PACKAGE, precision == Precision.F64 ? "DoubleVector" : "FloatVector");
    }

    /** The species, which calls that make a vector take first. */
    CodeBuilder species(CodeBuilder code) {
        return code.getstatic(vector(), "SPECIES_" + bits, SPECIES);
    }

    /** Species, array, index → vector. */
    CodeBuilder fromArray(CodeBuilder code) {
        return code.invokestatic(vector(), "fromArray", MethodTypeDesc.of(vector(), SPECIES, array(), CD_int));
    }

    /** Vector, array, index →. */
    CodeBuilder intoArray(CodeBuilder code) {
        return code.invokevirtual(vector(), "intoArray", MethodTypeDesc.of(CD_void, array(), CD_int));
    }

    /** Species, segment, byte offset → vector. */
    CodeBuilder fromSegment(CodeBuilder code) {
        return order(code).invokestatic(vector(), "fromMemorySegment", MethodTypeDesc.of(vector(), SPECIES, SEGMENT, CD_long, ORDER));
    }

    /** Vector, segment, byte offset →. */
    CodeBuilder intoSegment(CodeBuilder code) {
        return order(code).invokevirtual(vector(), "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
    }

    private static CodeBuilder order(CodeBuilder code) {
        return code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
    }

    /** → a vector of zeros. */
    CodeBuilder zero(CodeBuilder code) {
        return species(code).invokestatic(vector(), "zero", MethodTypeDesc.of(vector(), SPECIES));
    }

    /** Species, element → a vector of it. */
    CodeBuilder broadcast(CodeBuilder code) {
        return code.invokestatic(vector(), "broadcast", MethodTypeDesc.of(vector(), SPECIES, element()));
    }

    /** → a vector of that local variable, a {@code double}. */
    CodeBuilder broadcastDouble(CodeBuilder code, int local) {
        species(code).dload(local);
        if (precision == Precision.F32) {
            code.d2f();
        }
        return broadcast(code);
    }

    /** Vector, vector → what the lane-wise operation of that name makes of them. */
    CodeBuilder binary(CodeBuilder code, String operation) {
        return code.invokevirtual(vector(), operation, MethodTypeDesc.of(vector(), ANY_VECTOR));
    }

    /** Vector, vector →; their product is added to a local variable. A vector that comes from memory should be the second: C2 makes one instruction of both then. */
    CodeBuilder addProduct(CodeBuilder code, int sum) {
        if (fma) {
            code.aload(sum).invokevirtual(vector(), "fma", MethodTypeDesc.of(vector(), ANY_VECTOR, ANY_VECTOR));
        } else {
            binary(code, "mul").aload(sum);
            binary(code, "add");
        }
        return code.astore(sum);
    }

    /** C2 moves no load past this. On CPUs that keep loads in order, such as those of x86, it makes no instruction of it. */
    CodeBuilder loadFence(CodeBuilder code) {
        return code.invokestatic(VAR_HANDLE, "loadLoadFence", MethodTypeDesc.of(CD_void));
    }

    /** Array, index → element. */
    CodeBuilder arrayLoad(CodeBuilder code) {
        return precision == Precision.F64 ? code.daload() : code.faload();
    }

    /** Array, index, element →. */
    CodeBuilder arrayStore(CodeBuilder code) {
        return precision == Precision.F64 ? code.dastore() : code.fastore();
    }

    /** Makes an array of a local variable that is an {@code Object} so far. */
    CodeBuilder castArray(CodeBuilder code, int local) {
        return code.aload(local).checkcast(array()).astore(local);
    }

    /** {@code for (index = 0; index < limit; index += step)}, of local variables. */
    static CodeBuilder loop(CodeBuilder code, int index, int limit, int step, Runnable body) {
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(index).labelBinding(top).iload(index).iload(limit).if_icmpge(end);
        body.run();
        return code.iinc(index, step).goto_(top).labelBinding(end);
    }
}
