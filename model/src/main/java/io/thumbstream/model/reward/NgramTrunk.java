package io.thumbstream.model.reward;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorData;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.ngram.FeatureFamily;
import io.thumbstream.model.ngram.NgramEncoder;
import io.thumbstream.model.ngram.SparseFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An ensemble of linear scores over hashed n-gram features, trained by AdaGrad.
 *
 * <p>{@code score_m = w_m . x}; {@code s_m += g^2; w_m -= rate(family) * g / sqrt(s_m)} with {@code g} the gradient summed over
 * the batch. Source: Duchi, Hazan and Singer, Adaptive subgradient methods, 2011; random first weights as in Osband et al.,
 * Randomized prior functions, 2018, arXiv 1806.03335. Ours differs by a rate per feature family and by forgetting in the
 * sum of squares, and by scoring with an exponential average of the weights, {@code a_m += max(1 - (1 - averaging)^n, n / N) * (w_m - a_m)} for an update
 * by n of the N inputs since the start or the last restart
 * (Polyak and Juditsky, Acceleration of stochastic approximation by averaging, 1992): large steps follow a drift, the average takes
 * their noise away. Learns from hundreds of votes and costs microseconds; blind to word order beyond pairs.
 */
final class NgramTrunk implements RewardTrunk {
    static final String KIND = "ngram";

    private static final String WEIGHTS = "member.";
    private static final String SQUARES = "squares.";
    private static final String NEWEST = "newest.";
    private static final String AVERAGED = "averaged";
    private static final int CACHE_LIMIT = 16_384;

    /** Beyond this many inputs the plain mean is never the larger share; a float holds it exactly. */
    private static final long COUNT_LIMIT = 1 << 20;

    private final NgramTrunkSettings settings;
    private final NgramEncoder encoder;
    private final float[][] weights;
    private final float[][] averages;
    private final float[][] squares;
    private final float[] pending;
    private long averaged;
    private final float[] rates = new float[FeatureFamily.values().length];
    private final Map<ScoreInput, SparseFeatures> cache = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ScoreInput, SparseFeatures> eldest) {
            return size() > CACHE_LIMIT;
        }
    };

    NgramTrunk(NgramTrunkSettings settings, long seed) {
        this.settings = settings;
        encoder = new NgramEncoder(settings.features());
        int size = settings.features().size();
        weights = new float[settings.members()][size];
        squares = new float[settings.members()][size];
        pending = new float[size];
        setRates(settings.steps());
        SplittableRandom root = new SplittableRandom(seed);
        for (int m = 0; m < weights.length; m++) {
            Arrays.fill(squares[m], (float) settings.steps().initialSquares());
            SplittableRandom random = root.split();
            for (int i = 0; i < size; i++) {
                weights[m][i] = (float) (settings.priorScale() * random.nextGaussian());
            }
        }
        averages = settings.steps().averaging() == 1
                ? weights
                : Arrays.stream(weights).map(float[]::clone).toArray(float[][]::new);
    }

    private void setRates(AdaGradSettings steps) {
        rates[FeatureFamily.STATISTIC.ordinal()] = (float) steps.statistic();
        rates[FeatureFamily.WORD.ordinal()] = (float) steps.word();
        rates[FeatureFamily.WORD_PAIR.ordinal()] = (float) steps.word();
        rates[FeatureFamily.COPY.ordinal()] = (float) steps.copy();
        rates[FeatureFamily.INTERACTION.ordinal()] = (float) steps.interaction();
        rates[FeatureFamily.ANSWER.ordinal()] = (float) steps.answer();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int members() {
        return weights.length;
    }

    @Override
    public double[][] scores(List<ScoreInput> inputs) {
        return scoresOf(encode(inputs), averages);
    }

    private SparseFeatures[] encode(List<ScoreInput> inputs) {
        return inputs.stream()
                .map(input -> cache.computeIfAbsent(input, i -> encoder.encode(i.prompt(), i.response())))
                .toArray(SparseFeatures[]::new);
    }

    private static double[][] scoresOf(SparseFeatures[] features, float[][] members) {
        double[][] scores = new double[features.length][members.length];
        for (int i = 0; i < features.length; i++) {
            for (int m = 0; m < members.length; m++) {
                scores[i][m] = features[i].dot(members[m]);
            }
        }
        return scores;
    }

    @Override
    public Pass forward(List<ScoreInput> inputs) {
        SparseFeatures[] features = encode(inputs);
        double[][] scores = scoresOf(features, weights);
        return new Pass() {
            @Override
            public double[][] scores() {
                return scores;
            }

            @Override
            public boolean update(double[][] gradient) {
                return learn(features, gradient);
            }

            @Override
            public void close() {}
        };
    }

    private boolean learn(SparseFeatures[] features, double[][] gradient) {
        if (Arrays.stream(gradient).flatMapToDouble(Arrays::stream).anyMatch(g -> !Double.isFinite(g))) {
            return false;
        }
        if (Arrays.stream(gradient).flatMapToDouble(Arrays::stream).allMatch(g -> g == 0)) {
            return true;
        }
        for (int m = 0; m < weights.length; m++) {
            for (int i = 0; i < features.length; i++) {
                accumulate(features[i], (float) gradient[i][m]);
            }
            for (int i = 0; i < features.length; i++) {
                apply(features[i], m);
            }
        }
        average(features.length);
        return true;
    }

    private void accumulate(SparseFeatures features, float gradient) {
        if (gradient != 0) {
            for (int i = 0; i < features.size(); i++) {
                pending[features.index(i)] += gradient * features.value(i);
            }
        }
    }

    /** Takes the step of every feature whose gradient waits; each index is done once, by the first input that has it. */
    private void apply(SparseFeatures features, int m) {
        float kept = (float) (1 - settings.steps().forgetting());
        float least = (float) settings.steps().initialSquares();
        for (int i = 0; i < features.size(); i++) {
            int index = features.index(i);
            float g = pending[index];
            if (g != 0) {
                pending[index] = 0;
                float square = Math.max(least, squares[m][index] * kept) + g * g;
                squares[m][index] = square;
                weights[m][index] -= (float) (rates[features.family(i).ordinal()] * g / Math.sqrt(square));
            }
        }
    }

    @Override
    public void restart() {
        for (float[] member : squares) {
            Arrays.fill(member, (float) settings.steps().initialSquares());
        }
        averaged = 0;
    }

    @Override
    public boolean beginsAnew() {
        return true;
    }

    @Override
    public void begin(Map<String, ? extends TensorSource> first) {
        for (int m = 0; m < weights.length; m++) {
            TensorSource member = first.get(WEIGHTS + m);
            if (member == null || member.elements() != weights[m].length) {
                throw new IllegalArgumentException("These weights are of another trunk; give those of this one");
            }
            member.values().duplicate().get(averages[m]);
            System.arraycopy(averages[m], 0, weights[m], 0, weights[m].length);
        }
        restart();
    }

    private void average(int inputs) {
        if (averages == weights) {
            return;
        }
        averaged = Math.min(averaged + inputs, COUNT_LIMIT);
        double lasting = 1 - Math.pow(1 - settings.steps().averaging(), inputs);
        float share = (float) Math.max(lasting, (double) inputs / averaged);
        for (int m = 0; m < averages.length; m++) {
            float[] average = averages[m];
            float[] newest = weights[m];
            for (int i = 0; i < average.length; i++) {
                average[i] += share * (newest[i] - average[i]);
            }
        }
    }

    @Override
    public ObjectNode describe() {
        return new ObjectMapper().valueToTree(settings);
    }

    @Override
    public Map<String, TensorData> weights() {
        return tensors(WEIGHTS, averages);
    }

    void loadWeights(Safetensors file) throws IOException {
        read(file, WEIGHTS, averages);
        for (int m = 0; m < weights.length; m++) {
            System.arraycopy(averages[m], 0, weights[m], 0, weights[m].length);
        }
    }

    @Override
    public void saveOptimizer(Path file) throws IOException {
        Map<String, TensorData> state = tensors(SQUARES, squares);
        state.putAll(tensors(NEWEST, weights));
        state.put(AVERAGED, TensorData.of(new long[] {1}, new float[] {averaged}));
        Safetensors.write(file, state, Map.of("optimizer", "adagrad"));
    }

    @Override
    public void loadOptimizer(Path file) throws IOException {
        try (Safetensors tensors = Safetensors.open(file)) {
            read(tensors, SQUARES, squares);
            read(tensors, NEWEST, weights);
            averaged = (long) tensors.floats(AVERAGED, 1).get();
        }
    }

    private static Map<String, TensorData> tensors(String prefix, float[][] rows) {
        Map<String, TensorData> result = new LinkedHashMap<>();
        for (int m = 0; m < rows.length; m++) {
            result.put(prefix + m, TensorData.of(new long[] {rows[m].length}, rows[m].clone()));
        }
        return result;
    }

    private static void read(Safetensors file, String prefix, float[][] rows) throws IOException {
        for (int m = 0; m < rows.length; m++) {
            file.floats(prefix + m, rows[m].length).get(rows[m]);
        }
    }

    @Override
    public void close() {
        cache.clear();
    }
}
