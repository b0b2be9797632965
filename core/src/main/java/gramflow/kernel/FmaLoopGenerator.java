package gramflow.kernel;

import gramflow.memory.Precision;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

/**
 * Writes the loops of {@link FmaLoop}: {@code chains} accumulators in local variables, each iteration adding a product to every one of them. In Java the
 * same would be one hand-written method for every number of chains, width and element type.
 *
 * <p>Fused, a chain is a ← x·y + a. Unfused, x·y would not change from one iteration to the next and the compiler would hoist it, so there a chain is
 * a ← a·x + y, which stays bounded because x &lt; 1.
 */
final class FmaLoopGenerator {
    private static final ClassDesc BODY = FmaLoop.Body.class.describeConstable().orElseThrow();
    private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
    private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();
    private static final ClassDesc LAYOUT = ValueLayout.class.describeConstable().orElseThrow();
    private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
    // By name only: these classes are not there without the module.
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");

    // Slots of run(int iterations, MemorySegment seeds, MemorySegment sums), and of the locals that follow.
    private static final int ITERATIONS = 1;
    private static final int SEEDS = 2;
    private static final int SUMS = 3;
    private static final int INDEX = 4;
    private static final int FIRST = 5;

    private final Precision precision;
    private final int bits;
    private final int chains;
    private final boolean fused;
    /** What a chain holds: a scalar, or the vector class of its element type. */
    private final ClassDesc value;
    private final TypeKind kind;

    private FmaLoopGenerator(Precision precision, int bits, int chains, boolean fused) {
        this.precision = precision;
        this.bits = bits;
        this.chains = chains;
        this.fused = fused;
        boolean f64 = precision == Precision.F64;
        TypeKind scalar = f64 ? TypeKind.DOUBLE : TypeKind.FLOAT;
        kind = bits == 0 ? scalar : TypeKind.REFERENCE;
        value = bits == 0 ? scalar.upperBound() : ClassDesc.of("jdk.incubator.vector." + (f64 ? "DoubleVector" : "FloatVector"));
    }

    /**
     * A loop.
     *
     * @param bits width of a vector, 128, 256 or 512, which needs the module {@code jdk.incubator.vector}; 0 for scalars
     * @param chains independent accumulators, ≤ 24
     * @param fused whether with fused multiply-add: only where the hardware has it, elsewhere it is exact software arithmetic, a thousand times slower
     */
    static FmaLoop loop(Precision precision, int bits, int chains, boolean fused) {
        int lanes = bits == 0 ? 1 : bits / Byte.SIZE / precision.bytes();
        String name = "%d chains of %s, %s".formatted(chains, bits == 0 ? "scalars" : bits + " bits", fused ? "fma" : "multiply and add");
        return new FmaLoop(name, 2.0 * lanes * chains, new FmaLoopGenerator(precision, bits, chains, fused).define());
    }

    private FmaLoop.Body define() {
        byte[] bytes = ClassFile.of().build(ClassDesc.of("gramflow.kernel.GeneratedFmaLoop"), c -> c.withFlags(ACC_PUBLIC | ACC_FINAL)
                .withInterfaceSymbols(BODY)
                .withMethodBody(INIT_NAME, MTD_void, ACC_PUBLIC, m -> m.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                .withMethodBody("run", MethodTypeDesc.of(CD_void, CD_int, SEGMENT, SEGMENT), ACC_PUBLIC, this::writeRun));
        try {
            return (FmaLoop.Body) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a generated loop of " + chains + " chains does not load", e);
        }
    }

    /**
     * Only two loads and one store: C1 inlines each into a great deal of code, and gives up on a method with one a chain. Under a busy C2 such a method can
     * stay uncompiled for good.
     */
    private void writeRun(CodeBuilder c) {
        int x = slot(0);
        int y = slot(1);
        load(c, 0).storeLocal(kind, x);
        load(c, 1).storeLocal(kind, y);
        for (int k = 2; k < chains + 2; k++) {
            // Powers of x: the chains begin differently, so that the compiler cannot take one for another.
            multiply(c.loadLocal(kind, slot(k == 2 ? 1 : k - 1)).loadLocal(kind, x)).storeLocal(kind, slot(k));
        }
        Label next = c.newLabel();
        Label end = c.newLabel();
        c.iconst_0().istore(INDEX).labelBinding(next).iload(INDEX).iload(ITERATIONS).if_icmpge(end);
        for (int k = 2; k < chains + 2; k++) {
            if (fused) {
                fma(c.loadLocal(kind, x).loadLocal(kind, y).loadLocal(kind, slot(k)));
            } else {
                add(multiply(c.loadLocal(kind, slot(k)).loadLocal(kind, x)).loadLocal(kind, y));
            }
            c.storeLocal(kind, slot(k));
        }
        c.iinc(INDEX, 1).goto_(next).labelBinding(end);
        c.loadLocal(kind, slot(2));
        for (int k = 3; k < chains + 2; k++) {
            add(c.loadLocal(kind, slot(k)));
        }
        store(c.storeLocal(kind, slot(2)));
        c.return_();
    }

    private int slot(int k) {
        return FIRST + k * kind.slotSize();
    }

    /** Number k of the seeds; vectors begin one element apart. */
    private CodeBuilder load(CodeBuilder c, int k) {
        long offset = (long) k * precision.bytes();
        if (bits == 0) {
            return c.aload(SEEDS).getstatic(LAYOUT, layoutName(), layout()).loadConstant(offset).invokeinterface(SEGMENT, "get",
                    MethodTypeDesc.of(value, layout(), CD_long));
        }
        c.getstatic(value, "SPECIES_" + bits, SPECIES).aload(SEEDS).loadConstant(offset);
        return nativeOrder(c).invokestatic(value, "fromMemorySegment", MethodTypeDesc.of(value, SPECIES, SEGMENT, CD_long, ORDER));
    }

    /** The sum of the chains, which is in the slot of the first. */
    private void store(CodeBuilder c) {
        if (bits == 0) {
            c.aload(SUMS).getstatic(LAYOUT, layoutName(), layout()).loadConstant(0L).loadLocal(kind, slot(2)).invokeinterface(SEGMENT,
                    "set",
                    MethodTypeDesc.of(CD_void, layout(), CD_long, value));
        } else {
            c.loadLocal(kind, slot(2)).aload(SUMS).loadConstant(0L);
            nativeOrder(c).invokevirtual(value, "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
        }
    }

    private static CodeBuilder nativeOrder(CodeBuilder c) {
        return c.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
    }

    private void fma(CodeBuilder c) {
        if (bits == 0) {
            c.invokestatic(MATH, "fma", MethodTypeDesc.of(value, value, value, value));
        } else {
            c.invokevirtual(value, "fma", MethodTypeDesc.of(value, VECTOR, VECTOR));
        }
    }

    private CodeBuilder multiply(CodeBuilder c) {
        if (bits != 0) {
            return c.invokevirtual(value, "mul", MethodTypeDesc.of(value, VECTOR));
        }
        return precision == Precision.F64 ? c.dmul() : c.fmul();
    }

    private void add(CodeBuilder c) {
        if (bits != 0) {
            c.invokevirtual(value, "add", MethodTypeDesc.of(value, VECTOR));
        } else if (precision == Precision.F64) {
            c.dadd();
        } else {
            c.fadd();
        }
    }

    private ClassDesc layout() {
        return (precision == Precision.F64 ? ValueLayout.OfDouble.class : ValueLayout.OfFloat.class).describeConstable().orElseThrow();
    }

    private String layoutName() {
        return precision == Precision.F64 ? "JAVA_DOUBLE" : "JAVA_FLOAT";
    }
}
