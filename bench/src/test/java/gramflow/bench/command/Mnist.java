package gramflow.bench.command;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** MNIST's images read in the plainest way, to hold the command's answers against. */
final class Mnist {
    private static final int HEADER = 16;
    private static final int PIXELS = 784;

    private Mnist() {
    }

    /** The first {@code n} images, entries 0 to 255. */
    static double[][] rows(Path gz, int n) throws IOException {
        double[][] rows = new double[n][PIXELS];
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(gz)))) {
            in.skipNBytes(HEADER);
            for (double[] row : rows) {
                for (int j = 0; j < PIXELS; j++) {
                    row[j] = in.readUnsignedByte();
                }
            }
        }
        return rows;
    }

    /** ⟨a, b⟩ / (|a|·|b|), from exact inner products of whole numbers. */
    static double cosine(double[] a, double[] b) {
        long ab = 0;
        long aa = 0;
        long bb = 0;
        for (int j = 0; j < a.length; j++) {
            ab += (long) (a[j] * b[j]);
            aa += (long) (a[j] * a[j]);
            bb += (long) (b[j] * b[j]);
        }
        return ab / Math.sqrt((double) aa) / Math.sqrt((double) bb);
    }
}
