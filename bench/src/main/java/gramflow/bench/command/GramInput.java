package gramflow.bench.command;

import gramflow.gram.Gram;
import gramflow.gram.GramPlan;
import gramflow.gram.StreamedTiles;
import gramflow.gram.Tangent;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.model.Network;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gram} computes from: examples, or a model evaluated on them.
 *
 * @param gram to be computed
 * @param kernel linear or ntk
 * @param examples n
 * @param others m, or n again without a second set
 * @param length d, the length of an example
 * @param model for a person, or null
 * @param outputs o, or 1 without a model
 * @param parameters p, or 0 without a model
 * @param modelSeconds evaluating the model and its sensitivities
 * @param modelFlops flops of that
 */
record GramInput(Gram gram, String kernel, long examples, long others, long length, @Nullable String model, long outputs, long parameters,
        double modelSeconds, double modelFlops) {

    /** Products of the examples themselves. */
    static GramInput linear(Matrix x, @Nullable Matrix other, Products on) {
        return new GramInput((other == null ? Gram.of(x) : Gram.of(x, other)).with(on), "linear", x.rows(),
                other == null ? x.rows() : other.rows(), x.cols(), null, 1, 0, 0, 0);
    }

    /** Products of examples that stay in their file. */
    static GramInput streamed(StreamedTiles tiles, Products on) {
        return new GramInput(Gram.of(tiles).with(on), "linear", tiles.rows(), tiles.rows(), tiles.inner(), null, 1, 0, 0, 0);
    }

    /**
     * The tangent kernel of a model.
     *
     * @param rehearsal under way since before the examples were read; waited for if that pays
     * @param budget bytes that may be resident at most; of them as many for each example are wanted for what comes after
     * @throws ShortageException if there is not the memory for its activations, or the budget does not allow for it
     * @throws IOException if weights cannot be read or written
     */
    static GramInput tangent(ModelOptions options, long seed, Matrix x, @Nullable Matrix other, Products on, Rehearsal rehearsal,
            Budget budget) throws IOException {
        long m = other == null ? -1 : other.rows();
        GramPlan plan = options.plan(x.cols(), x.rows(), m, x.precision());
        double parameters = ModelOptions.parameterBytes(options.network(x.cols()), x.precision());
        Room.requireMemory("the model on %d examples".formatted(x.rows()), (long) (plan.inputBytes() + parameters));
        budget.require(x.rows() + Math.max(0, m), plan.inputBytes() + parameters);
        ModelOptions.Parameterised model = options.parameters(x.cols(), seed, x.precision(), on.workers());
        Network network = model.network();
        long begin = System.nanoTime();
        rehearsal.awaitFor(plan.flops());
        Tangent tangent = other == null
                ? Tangent.of(network.jacobian(model.w(), x, on))
                : Tangent.of(network.jacobian(model.w(), x, on), network.jacobian(model.w(), other, on));
        tangent = tangent.with(options.outputs()).with(options.layout());
        // Sensitivities belong to the model's time, not to the products'.
        tangent.jacobian().pairs(options.outputs());
        if (tangent.other() != null) {
            tangent.other().pairs(options.outputs());
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double flops = network.tangentCost(options.outputs()).factorFlops() * (x.rows() + Math.max(0, m));
        return new GramInput(Gram.of(tangent).with(on), "ntk", x.rows(), m < 0 ? x.rows() : m, x.cols(), network.toString(),
                network.outputs(), network.parameters(), seconds, flops);
    }

    /**
     * What {@code --memory} leaves for a model and its factors.
     *
     * @param bytes that may be resident at most
     * @param perExample of them that are wanted for what comes after
     */
    record Budget(long bytes, double perExample) {
        /** Before a model is evaluated: afterwards the memory is taken. */
        void require(long examples, double factors) {
            double all = factors + examples * perExample;
            if (all > bytes) {
                throw new ShortageException("the model on %d examples, and what is made of it, takes %s of memory, --memory allows %s"
                        .formatted(examples, Quantity.bytes((long) all), Quantity.bytes(bytes)));
            }
        }
    }

    /** What a program is told of it. */
    Map<String, ?> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kernel", kernel);
        if (model != null) {
            json.put("model", model);
            json.put("parameters", parameters);
            json.put("model_flops", modelFlops);
            json.put("model_seconds", modelSeconds);
        }
        return json;
    }
}
