package gramflow.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * How a number lies in a binary file. Every kind is decoded to double; 64-bit integers beyond ±2⁵³ are rounded to the nearest.
 *
 * @param kind float, signed or unsigned integer, or truth value
 * @param bytes of one number: 2, 4 or 8 of a float; 1, 2, 4 or 8 of an integer; 1 of a truth value
 * @param order of these bytes
 */
record NumberType(Kind kind, int bytes, ByteOrder order) {

    /** Numbers decoded at a time, into an array of the caller's. */
    static final int BLOCK = 1 << 13;

    enum Kind {
        FLOAT('f'), SIGNED('i'), UNSIGNED('u'), TRUTH('b');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        /** NumPy's letter. */
        char code() {
            return code;
        }
    }

    /** NumPy's name, such as {@code <f8} or {@code |u1}. */
    String label() {
        char mark = bytes == 1 ? '|' : order == ByteOrder.LITTLE_ENDIAN ? '<' : '>';
        return "" + mark + kind.code() + bytes;
    }

    /** Decodes the first {@code count} numbers of {@code raw} into {@code to}. */
    void decode(byte[] raw, int count, double[] to) {
        ByteBuffer buffer = ByteBuffer.wrap(raw, 0, count * bytes).order(order);
        switch (kind) {
            case FLOAT -> decodeFloats(buffer, count, to);
            case SIGNED -> decodeSigned(buffer, count, to);
            case UNSIGNED -> decodeUnsigned(buffer, count, to);
            case TRUTH -> {
                for (int i = 0; i < count; i++) {
                    to[i] = raw[i] == 0 ? 0 : 1;
                }
            }
        }
    }

    private void decodeFloats(ByteBuffer raw, int count, double[] to) {
        if (bytes == 8) {
            DoubleBuffer doubles = raw.asDoubleBuffer();
            doubles.get(to, 0, count);
        } else if (bytes == 4) {
            FloatBuffer floats = raw.asFloatBuffer();
            for (int i = 0; i < count; i++) {
                to[i] = floats.get(i);
            }
        } else {
            ShortBuffer halves = raw.asShortBuffer();
            for (int i = 0; i < count; i++) {
                to[i] = Float.float16ToFloat(halves.get(i));
            }
        }
    }

    private void decodeSigned(ByteBuffer raw, int count, double[] to) {
        switch (bytes) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    to[i] = raw.get(i);
                }
            }
            case 2 -> {
                ShortBuffer shorts = raw.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    to[i] = shorts.get(i);
                }
            }
            case 4 -> {
                IntBuffer ints = raw.asIntBuffer();
                for (int i = 0; i < count; i++) {
                    to[i] = ints.get(i);
                }
            }
            default -> {
                LongBuffer longs = raw.asLongBuffer();
                for (int i = 0; i < count; i++) {
                    to[i] = longs.get(i);
                }
            }
        }
    }

    private void decodeUnsigned(ByteBuffer raw, int count, double[] to) {
        switch (bytes) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    to[i] = raw.get(i) & 0xff;
                }
            }
            case 2 -> {
                ShortBuffer shorts = raw.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    to[i] = shorts.get(i) & 0xffff;
                }
            }
            case 4 -> {
                IntBuffer ints = raw.asIntBuffer();
                for (int i = 0; i < count; i++) {
                    to[i] = ints.get(i) & 0xffff_ffffL;
                }
            }
            default -> {
                LongBuffer longs = raw.asLongBuffer();
                for (int i = 0; i < count; i++) {
                    long bits = longs.get(i);
                    // Half of it, with the lost bit kept for rounding, fits in a signed long.
                    to[i] = bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
                }
            }
        }
    }
}
