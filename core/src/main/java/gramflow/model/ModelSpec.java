package gramflow.model;

import gramflow.backend.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A model in a few characters, as on the command line: {@code mlp:784-512-512-1:tanh}, {@code two-layer:784-2048:softplus},
 * {@code random-features:784-2048:relu}, {@code linear}.
 *
 * @param kind which family
 * @param widths of input and layers; empty for {@link Kind#LINEAR}, which takes what it is given and has one output
 * @param activation behind hidden layers
 */
public record ModelSpec(Kind kind, List<Long> widths, Activation activation) {

    /** Keeps a copy of the list. */
    public ModelSpec {
        widths = List.copyOf(widths);
    }

    /** Families of models. */
    public enum Kind {
        /** Fully connected, all layers trained. */
        MLP,
        /** One hidden layer, trained; the outer layer's weights are ±1 and fixed. */
        TWO_LAYER,
        /** One hidden layer, fixed; the outer layer is trained. */
        RANDOM_FEATURES,
        /** No hidden layer. */
        LINEAR;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Pattern LAYERED = Pattern.compile("(mlp|two-layer|random-features):([0-9]{1,12}(?:-[0-9]{1,12})+):([a-z]+)");

    /**
     * Reads a specification.
     *
     * @throws IllegalArgumentException if it is none, in one line that says what was expected
     */
    public static ModelSpec parse(String spec) {
        if (spec.equals("linear")) {
            return new ModelSpec(Kind.LINEAR, List.of(), Activation.IDENTITY);
        }
        Matcher matcher = LAYERED.matcher(spec);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("model '" + spec
                    + "', expected mlp:784-512-512-1:tanh, two-layer:784-2048:softplus, random-features:784-2048:relu (widths of your own) or linear");
        }
        Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT).replace('-', '_'));
        List<Long> widths = Arrays.stream(matcher.group(2).split("-", -1)).map(Long::valueOf).toList();
        if (widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("model '%s': a width of 0, expected at least 1".formatted(spec));
        }
        if (kind != Kind.MLP && widths.size() != 2) {
            throw new IllegalArgumentException("model '%s': %d widths, expected those of the input and of the hidden layer".formatted(spec,
                    widths.size()));
        }
        return new ModelSpec(kind, widths, Activation.of(matcher.group(3)));
    }

    /**
     * The network, for examples of that length.
     *
     * @param form which parameterisation
     * @param bias whether layers of an MLP or linear model have biases
     * @param sigmaW σ_w of an MLP
     * @param sigmaB σ_b of an MLP
     * @throws IllegalArgumentException if the examples have another length
     */
    public Network network(long inputs, Parameterisation form, boolean bias, double sigmaW, double sigmaB) {
        if (kind != Kind.LINEAR && widths.getFirst() != inputs) {
            throw new IllegalArgumentException(
                    "model %s takes examples of %d numbers, the data has %d".formatted(this, widths.getFirst(), inputs));
        }
        Network network = switch (kind) {
            case MLP ->
                Network.fullyConnected(widths.stream().mapToLong(Long::longValue).toArray(), activation, form, bias, sigmaW, sigmaB);
            case TWO_LAYER -> Network.twoLayer(inputs, widths.getLast(), activation, false);
            case RANDOM_FEATURES -> Network.randomFeatures(inputs, widths.getLast(), activation);
            case LINEAR -> Network.fullyConnected(new long[]{inputs, 1}, activation, form, bias, sigmaW, sigmaB);
        };
        boolean plainFirst = kind == Kind.TWO_LAYER || kind == Kind.RANDOM_FEATURES;
        return plainFirst && form == Parameterisation.NTK ? network.overRootOfInputs() : network;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String joined = widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
        return kind == Kind.LINEAR ? "linear" : kind.label() + ":" + joined + ":" + activation.label();
    }
}
