package gramflow.kernel;

import gramflow.memory.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Plain Java that the JIT turns into vectors by itself: y ← y·m + a, twelve times for every entry of an array that stays in the first-level cache.
 * Without the Vector API the scalar reference is compiled in the same way, so this, not a loop over scalars, is what it can reach at most. Twelve steps
 * reach 0.87 of the peak of explicit vectors; eight reach 0.8, four 0.65.
 */
final class HornerLoops {
    private static final int STEPS = 12;
    /** 8 KiB of doubles. */
    private static final int LENGTH = 1024;

    private HornerLoops() {
    }

    /** The loop, an iteration being one pass over the array. */
    static FmaLoop loop(Precision precision, boolean fused) {
        FmaLoop.Body f64 = fused ? HornerLoops::fusedF64 : HornerLoops::unfusedF64;
        FmaLoop.Body f32 = fused ? HornerLoops::fusedF32 : HornerLoops::unfusedF32;
        return new FmaLoop("polynomial over an array, " + (fused ? "fma" : "multiply and add"), 2.0 * STEPS * LENGTH,
                precision == Precision.F64 ? f64 : f32);
    }

    private static void fusedF64(int iterations, MemorySegment seeds, MemorySegment sums) {
        double m = seeds.getAtIndex(ValueLayout.JAVA_DOUBLE, 0);
        double a = seeds.getAtIndex(ValueLayout.JAVA_DOUBLE, 1);
        double[] y = new double[LENGTH];
        for (int i = 0; i < iterations; i++) {
            fusedPass(y, m, a);
        }
        sums.setAtIndex(ValueLayout.JAVA_DOUBLE, 0, y[0]);
    }

    private static void unfusedF64(int iterations, MemorySegment seeds, MemorySegment sums) {
        double m = seeds.getAtIndex(ValueLayout.JAVA_DOUBLE, 0);
        double a = seeds.getAtIndex(ValueLayout.JAVA_DOUBLE, 1);
        double[] y = new double[LENGTH];
        for (int i = 0; i < iterations; i++) {
            unfusedPass(y, m, a);
        }
        sums.setAtIndex(ValueLayout.JAVA_DOUBLE, 0, y[0]);
    }

    private static void fusedF32(int iterations, MemorySegment seeds, MemorySegment sums) {
        float m = seeds.getAtIndex(ValueLayout.JAVA_FLOAT, 0);
        float a = seeds.getAtIndex(ValueLayout.JAVA_FLOAT, 1);
        float[] y = new float[LENGTH];
        for (int i = 0; i < iterations; i++) {
            fusedPass(y, m, a);
        }
        sums.setAtIndex(ValueLayout.JAVA_FLOAT, 0, y[0]);
    }

    private static void unfusedF32(int iterations, MemorySegment seeds, MemorySegment sums) {
        float m = seeds.getAtIndex(ValueLayout.JAVA_FLOAT, 0);
        float a = seeds.getAtIndex(ValueLayout.JAVA_FLOAT, 1);
        float[] y = new float[LENGTH];
        for (int i = 0; i < iterations; i++) {
            unfusedPass(y, m, a);
        }
        sums.setAtIndex(ValueLayout.JAVA_FLOAT, 0, y[0]);
    }

    private static void fusedPass(double[] x, double m, double a) {
        for (int j = 0; j < x.length; j++) {
            double y = x[j];
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            x[j] = y;
        }
    }

    private static void unfusedPass(double[] x, double m, double a) {
        for (int j = 0; j < x.length; j++) {
            double y = x[j];
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            x[j] = y;
        }
    }

    private static void fusedPass(float[] x, float m, float a) {
        for (int j = 0; j < x.length; j++) {
            float y = x[j];
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            y = Math.fma(y, m, a);
            x[j] = y;
        }
    }

    private static void unfusedPass(float[] x, float m, float a) {
        for (int j = 0; j < x.length; j++) {
            float y = x[j];
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            y = y * m + a;
            x[j] = y;
        }
    }
}
