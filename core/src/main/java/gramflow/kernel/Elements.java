package gramflow.kernel;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the loops around the micro-kernel must know of an element type. Scratch is a heap array of that type, passed as {@code Object} so that there is
 * one copy of those loops; the arithmetic on it is here, twice, and in the generated micro-kernels.
 */
sealed interface Elements {
    /** Bytes of a cache line. */
    int CACHE_LINE = 64;

    /** The element type of that precision. */
    static Elements of(Precision precision) {
        return precision == Precision.F64 ? F64.INSTANCE : F32.INSTANCE;
    }

    /** Layout of one element in memory, at any alignment. */
    ValueLayout layout();

    /** An array of {@code length} elements. */
    Object allocate(int length);

    /** Length of such an array. */
    int length(Object array);

    /** {@code array[at + i] ← element i·step} of the memory from byte {@code offset} on, 0 ≤ i &lt; count; {@code step} in elements. */
    void gather(MemorySegment segment, long offset, long step, Object array, int at, int count);

    /** Element {@code i·step} of the memory from byte {@code offset} on {@code ← array[at + i·arrayStep]}, 0 ≤ i &lt; count. */
    void scatter(Object array, int at, int arrayStep, MemorySegment segment, long offset, long step, int count);

    /** {@code array[at … at + count) ← α·array[at … at + count)}. */
    void scale(double alpha, Object array, int at, int count);

    /** {@code array[at + i] ← array[at + i] + β·other[otherAt + i]}, the product rounded before the sum as in the scalar reference. */
    void addScaled(Object array, int at, double beta, Object other, int otherAt, int count);

    /** {@code array[at + i] ← array[at + i]·other[otherAt + i]}. */
    void multiply(Object array, int at, Object other, int otherAt, int count);

    /** {@code sum[sumAt + i] ← sum[sumAt + i] + (scale·x[xAt + i] + shift)}, rounded three times. */
    void addShifted(Object sum, int sumAt, Object x, int xAt, double scale, double shift, int count);

    /** {@code sum[sumAt + i] ← sum[sumAt + i] + (scale·x[xAt + i] + shift)·y[yAt + i]}, rounded four times. */
    void addProduct(Object sum, int sumAt, Object x, int xAt, double scale, double shift, Object y, int yAt, int count);

    /** {@code array[to + i] ← array[at + (skip + i) / times]}, 0 ≤ i &lt; count. */
    void repeat(Object array, int at, int times, int skip, int to, int count);

    /** {@code to[toAt + i] ← array[at + i]}, 0 ≤ i &lt; count; if both are one array, the stretches do not overlap. */
    void copy(Object array, int at, Object to, int toAt, int count);

    /** {@code array[at … at + count) ← 0}. */
    void clear(Object array, int at, int count);

    /** {@code array[at]}. */
    double get(Object array, int at);

    /** {@code array[at] ← value}, rounded. */
    void set(Object array, int at, double value);

    /** Reads an element of each cache line of {@code array[at … at + count)}, so that the stretch is in the cache; returns their bits, mixed, so that the compiler must read them. */
    long readLines(Object array, int at, int count);

    /** Σ {@code array[at + i]}, in ascending order and in double precision. */
    double sum(Object array, int at, int count);

    /** Σ {@code array[at + i]·other[otherAt + i]}, in ascending order and in double precision. */
    double dot(Object array, int at, Object other, int otherAt, int count);

    /** Σ element i·step of the memory from byte {@code offset} on times {@code array[at + i]}, in ascending order and in double precision. */
    double dot(MemorySegment segment, long offset, long step, Object array, int at, int count);

    /** {@code array[at + i] ← array[at + i] + factors[factorAt]·(element i·step of the memory from byte offset on)}, the product rounded before the sum. */
    void addScaled(Object array, int at, MemorySegment segment, long offset, long step, Object factors, int factorAt, int count);

    /** The largest |{@code array[at + i]}|; NaN if there is one; 0 of nothing. */
    double maxAbs(Object array, int at, int count);

    /** {@code array[at + i] ← from(row, col + i)}, 0 ≤ i &lt; count. */
    default void readRow(Strided from, long row, long col, Object array, int at, int count) {
        long offset = from.byteOffset(row, col);
        if (from.colStride() == 1) {
            MemorySegment.copy(from.segment(), layout(), offset, array, at, count);
        } else {
            gather(from.segment(), offset, from.colStride(), array, at, count);
        }
    }

    /** {@code to(row, col + i) ← array[at + i]}, 0 ≤ i &lt; count. */
    default void writeRow(Object array, int at, Strided to, long row, long col, int count) {
        long offset = to.byteOffset(row, col);
        if (to.colStride() == 1) {
            MemorySegment.copy(array, at, to.segment(), layout(), offset, count);
        } else {
            scatter(array, at, 1, to.segment(), offset, to.colStride(), count);
        }
    }

    /** Doubles. */
    final class F64 implements Elements {
        private static final F64 INSTANCE = new F64();
        private static final ValueLayout.OfDouble LAYOUT = ValueLayout.JAVA_DOUBLE_UNALIGNED;

        private F64() {
        }

        @Override
        public ValueLayout layout() {
            return LAYOUT;
        }

        @Override
        public Object allocate(int length) {
            return new double[length];
        }

        @Override
        public int length(Object array) {
            return ((double[]) array).length;
        }

        @Override
        public void gather(MemorySegment segment, long offset, long step, Object array, int at, int count) {
            double[] to = (double[]) array;
            long stepBytes = step * Double.BYTES;
            for (int i = 0; i < count; i++) {
                to[at + i] = segment.get(LAYOUT, offset + i * stepBytes);
            }
        }

        @Override
        public void scatter(Object array, int at, int arrayStep, MemorySegment segment, long offset, long step, int count) {
            double[] from = (double[]) array;
            long stepBytes = step * Double.BYTES;
            for (int i = 0; i < count; i++) {
                segment.set(LAYOUT, offset + i * stepBytes, from[at + i * arrayStep]);
            }
        }

        @Override
        public void scale(double alpha, Object array, int at, int count) {
            double[] a = (double[]) array;
            for (int i = at; i < at + count; i++) {
                a[i] = alpha * a[i];
            }
        }

        @Override
        public void addScaled(Object array, int at, double beta, Object other, int otherAt, int count) {
            double[] a = (double[]) array;
            double[] b = (double[]) other;
            for (int i = 0; i < count; i++) {
                a[at + i] += beta * b[otherAt + i];
            }
        }

        @Override
        public void multiply(Object array, int at, Object other, int otherAt, int count) {
            double[] a = (double[]) array;
            double[] b = (double[]) other;
            for (int i = 0; i < count; i++) {
                a[at + i] *= b[otherAt + i];
            }
        }

        @Override
        public void addShifted(Object sum, int sumAt, Object x, int xAt, double scale, double shift, int count) {
            double[] s = (double[]) sum;
            double[] a = (double[]) x;
            for (int i = 0; i < count; i++) {
                s[sumAt + i] += scale * a[xAt + i] + shift;
            }
        }

        @Override
        public void addProduct(Object sum, int sumAt, Object x, int xAt, double scale, double shift, Object y, int yAt,
                int count) {
            double[] s = (double[]) sum;
            double[] a = (double[]) x;
            double[] b = (double[]) y;
            for (int i = 0; i < count; i++) {
                s[sumAt + i] += (scale * a[xAt + i] + shift) * b[yAt + i];
            }
        }

        @Override
        public void repeat(Object array, int at, int times, int skip, int to, int count) {
            double[] a = (double[]) array;
            for (int i = 0; i < count; i++) {
                a[to + i] = a[at + (skip + i) / times];
            }
        }

        @Override
        public void copy(Object array, int at, Object to, int toAt, int count) {
            System.arraycopy((double[]) array, at, (double[]) to, toAt, count);
        }

        @Override
        public void clear(Object array, int at, int count) {
            java.util.Arrays.fill((double[]) array, at, at + count, 0);
        }

        @Override
        public double get(Object array, int at) {
            return ((double[]) array)[at];
        }

        @Override
        public void set(Object array, int at, double value) {
            ((double[]) array)[at] = value;
        }

        @Override
        public long readLines(Object array, int at, int count) {
            double[] a = (double[]) array;
            long bits = 0;
            for (int i = at; i < at + count; i += CACHE_LINE / Double.BYTES) {
                bits ^= Double.doubleToRawLongBits(a[i]);
            }
            return bits;
        }

        @Override
        public double sum(Object array, int at, int count) {
            double[] a = (double[]) array;
            double sum = 0;
            for (int i = at; i < at + count; i++) {
                sum += a[i];
            }
            return sum;
        }

        @Override
        public double dot(Object array, int at, Object other, int otherAt, int count) {
            double[] a = (double[]) array;
            double[] b = (double[]) other;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += a[at + i] * b[otherAt + i];
            }
            return sum;
        }

        @Override
        public double dot(MemorySegment segment, long offset, long step, Object array, int at, int count) {
            double[] a = (double[]) array;
            long stepBytes = step * Double.BYTES;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += segment.get(LAYOUT, offset + i * stepBytes) * a[at + i];
            }
            return sum;
        }

        @Override
        public void addScaled(Object array, int at, MemorySegment segment, long offset, long step, Object factors, int factorAt,
                int count) {
            double[] a = (double[]) array;
            double factor = ((double[]) factors)[factorAt];
            long stepBytes = step * Double.BYTES;
            for (int i = 0; i < count; i++) {
                a[at + i] += factor * segment.get(LAYOUT, offset + i * stepBytes);
            }
        }

        @Override
        public double maxAbs(Object array, int at, int count) {
            double[] a = (double[]) array;
            // Without its sign a number is ordered as its bits are, and NaN is above ∞: a maximum of integers, which vectors have everywhere.
            long largest = 0;
            for (int i = at; i < at + count; i++) {
                largest = Math.max(largest, Double.doubleToRawLongBits(a[i]) & Long.MAX_VALUE);
            }
            return Double.longBitsToDouble(largest);
        }
    }

    /** Floats. */
    final class F32 implements Elements {
        private static final F32 INSTANCE = new F32();
        private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;

        private F32() {
        }

        @Override
        public ValueLayout layout() {
            return LAYOUT;
        }

        @Override
        public Object allocate(int length) {
            return new float[length];
        }

        @Override
        public int length(Object array) {
            return ((float[]) array).length;
        }

        @Override
        public void gather(MemorySegment segment, long offset, long step, Object array, int at, int count) {
            float[] to = (float[]) array;
            long stepBytes = step * Float.BYTES;
            for (int i = 0; i < count; i++) {
                to[at + i] = segment.get(LAYOUT, offset + i * stepBytes);
            }
        }

        @Override
        public void scatter(Object array, int at, int arrayStep, MemorySegment segment, long offset, long step, int count) {
            float[] from = (float[]) array;
            long stepBytes = step * Float.BYTES;
            for (int i = 0; i < count; i++) {
                segment.set(LAYOUT, offset + i * stepBytes, from[at + i * arrayStep]);
            }
        }

        @Override
        public void scale(double alpha, Object array, int at, int count) {
            float[] a = (float[]) array;
            float factor = (float) alpha;
            for (int i = at; i < at + count; i++) {
                a[i] = factor * a[i];
            }
        }

        @Override
        public void addScaled(Object array, int at, double beta, Object other, int otherAt, int count) {
            float[] a = (float[]) array;
            float[] b = (float[]) other;
            float factor = (float) beta;
            for (int i = 0; i < count; i++) {
                a[at + i] += factor * b[otherAt + i];
            }
        }

        @Override
        public void multiply(Object array, int at, Object other, int otherAt, int count) {
            float[] a = (float[]) array;
            float[] b = (float[]) other;
            for (int i = 0; i < count; i++) {
                a[at + i] *= b[otherAt + i];
            }
        }

        @Override
        public void addShifted(Object sum, int sumAt, Object x, int xAt, double scale, double shift, int count) {
            float[] s = (float[]) sum;
            float[] a = (float[]) x;
            float f = (float) scale;
            float c = (float) shift;
            for (int i = 0; i < count; i++) {
                s[sumAt + i] += f * a[xAt + i] + c;
            }
        }

        @Override
        public void addProduct(Object sum, int sumAt, Object x, int xAt, double scale, double shift, Object y, int yAt,
                int count) {
            float[] s = (float[]) sum;
            float[] a = (float[]) x;
            float[] b = (float[]) y;
            float f = (float) scale;
            float c = (float) shift;
            for (int i = 0; i < count; i++) {
                s[sumAt + i] += (f * a[xAt + i] + c) * b[yAt + i];
            }
        }

        @Override
        public void repeat(Object array, int at, int times, int skip, int to, int count) {
            float[] a = (float[]) array;
            for (int i = 0; i < count; i++) {
                a[to + i] = a[at + (skip + i) / times];
            }
        }

        @Override
        public void copy(Object array, int at, Object to, int toAt, int count) {
            System.arraycopy((float[]) array, at, (float[]) to, toAt, count);
        }

        @Override
        public void clear(Object array, int at, int count) {
            java.util.Arrays.fill((float[]) array, at, at + count, 0);
        }

        @Override
        public double get(Object array, int at) {
            return ((float[]) array)[at];
        }

        @Override
        public void set(Object array, int at, double value) {
            ((float[]) array)[at] = (float) value;
        }

        @Override
        public long readLines(Object array, int at, int count) {
            float[] a = (float[]) array;
            int bits = 0;
            for (int i = at; i < at + count; i += CACHE_LINE / Float.BYTES) {
                bits ^= Float.floatToRawIntBits(a[i]);
            }
            return bits;
        }

        @Override
        public double sum(Object array, int at, int count) {
            float[] a = (float[]) array;
            double sum = 0;
            for (int i = at; i < at + count; i++) {
                sum += a[i];
            }
            return sum;
        }

        @Override
        public double dot(Object array, int at, Object other, int otherAt, int count) {
            float[] a = (float[]) array;
            float[] b = (float[]) other;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += (double) a[at + i] * b[otherAt + i];
            }
            return sum;
        }

        @Override
        public double dot(MemorySegment segment, long offset, long step, Object array, int at, int count) {
            float[] a = (float[]) array;
            long stepBytes = step * Float.BYTES;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += (double) segment.get(LAYOUT, offset + i * stepBytes) * a[at + i];
            }
            return sum;
        }

        @Override
        public void addScaled(Object array, int at, MemorySegment segment, long offset, long step, Object factors, int factorAt,
                int count) {
            float[] a = (float[]) array;
            float factor = ((float[]) factors)[factorAt];
            long stepBytes = step * Float.BYTES;
            for (int i = 0; i < count; i++) {
                a[at + i] += factor * segment.get(LAYOUT, offset + i * stepBytes);
            }
        }

        @Override
        public double maxAbs(Object array, int at, int count) {
            float[] a = (float[]) array;
            // Without its sign a number is ordered as its bits are, and NaN is above ∞: a maximum of integers, which vectors have everywhere.
            int largest = 0;
            for (int i = at; i < at + count; i++) {
                largest = Math.max(largest, Float.floatToRawIntBits(a[i]) & Integer.MAX_VALUE);
            }
            return Float.intBitsToFloat(largest);
        }
    }
}
