package gramflow.model;

import gramflow.io.DataException;
import gramflow.io.NpyArray;
import gramflow.io.NpzFile;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Weights in {@code .npz} files, under the names and in the shapes of a PyTorch {@code state_dict}: {@code <prefix><k>.weight} (outputs × inputs) and
 * {@code <prefix><k>.bias}, in the order of the numbers k, which may have gaps. {@code nn.Sequential} counts activations too and so gives 0, 2, 4.
 */
public final class WeightFile {
    private static final Pattern KEY = Pattern.compile("(.*?)([0-9]{1,9})\\.(weight|bias)");
    /** Activations lie between layers. */
    private static final int STEP = 2;

    private WeightFile() {
    }

    /**
     * Reads the weights of as many layers as the file has.
     *
     * @throws DataException if the file is no such archive, an array has another shape or is not finite, or the names are none of these
     */
    public static Weights read(Path file, Precision precision) throws IOException {
        try (NpzFile npz = NpzFile.open(file)) {
            TreeMap<Integer, String> stems = new TreeMap<>();
            Set<String> prefixes = new TreeSet<>();
            Set<String> keys = new TreeSet<>(npz.keys());
            for (String key : keys) {
                Matcher matcher = KEY.matcher(key);
                if (!matcher.matches()) {
                    throw new DataException(file, "array '%s', expected names such as 0.weight and 0.bias".formatted(key));
                }
                prefixes.add(matcher.group(1));
                String stem = matcher.group(1) + matcher.group(2);
                String other = stems.put(Integer.parseInt(matcher.group(2)), stem);
                if (prefixes.size() > 1 || (other != null && !other.equals(stem))) {
                    throw new DataException(file, "arrays '%s' and '%s', expected one net's, with one prefix and a number each"
                            .formatted(other == null ? prefixes.iterator().next() + "…" : other, key));
                }
            }
            if (stems.isEmpty()) {
                throw new DataException(file, "no array, expected 0.weight and so on");
            }
            List<LayerWeights> layers = new ArrayList<>();
            for (String stem : stems.values()) {
                layers.add(layer(file, npz, keys, stem, precision));
            }
            for (int l = 1; l < layers.size(); l++) {
                if (layers.get(l).weight().cols() != layers.get(l - 1).weight().rows()) {
                    throw new DataException(file,
                            "weights of %s follow weights of %s: a layer takes what the one before it gives".formatted(
                                    layers.get(l).weight().shape(), layers.get(l - 1).weight().shape()));
                }
            }
            return new Weights(layers);
        }
    }

    private static LayerWeights layer(Path file, NpzFile npz, Set<String> keys, String stem, Precision precision) throws IOException {
        if (!keys.contains(stem + ".weight")) {
            throw new DataException(file, "'%s.bias' without '%s.weight'".formatted(stem, stem));
        }
        Matrix weight = array(file, npz, stem + ".weight", 2, precision);
        if (!keys.contains(stem + ".bias")) {
            return new LayerWeights(weight, null);
        }
        Matrix bias = array(file, npz, stem + ".bias", 1, precision);
        if (bias.rows() != weight.rows()) {
            throw new DataException(file,
                    "'%s.bias' has %d numbers, '%s.weight' is %s: expected one for each row".formatted(stem, bias.rows(), stem,
                            weight.shape()));
        }
        return new LayerWeights(weight, bias);
    }

    private static Matrix array(Path file, NpzFile npz, String key, int dimensions, Precision precision) throws IOException {
        NpyArray array = npz.read(key, precision);
        if (array.shape().size() != dimensions || array.shape().contains(0L)) {
            throw new DataException(file, "'%s' has shape %s, expected %s".formatted(key, array.shape(),
                    dimensions == 2 ? "outputs x inputs" : "one number for each output"));
        }
        Matrix m = array.matrix();
        for (long i = 0; i < m.rows(); i++) {
            for (long j = 0; j < m.cols(); j++) {
                if (!Double.isFinite(m.get(i, j))) {
                    throw new DataException(file,
                            "'%s': %s at row %d, column %d, expected finite numbers".formatted(key, m.get(i, j), i + 1, j + 1));
                }
            }
        }
        return m;
    }

    /**
     * Writes weights, as a {@code nn.Sequential} of linear layers with an activation between any two would name them.
     *
     * @throws DataException if the folder is missing, or the file may not be written
     * @throws IOException if the machine cannot: the disk is full
     */
    public static void write(Path file, Weights weights) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (int l = 0; l < weights.layers().size(); l++) {
            LayerWeights layer = weights.layers().get(l);
            arrays.put(STEP * l + ".weight", NpyArray.of(layer.weight()));
            @Nullable
            Matrix bias = layer.bias();
            if (bias != null) {
                arrays.put(STEP * l + ".bias", NpyArray.vector(bias));
            }
        }
        NpzFile.write(file, arrays);
    }
}
