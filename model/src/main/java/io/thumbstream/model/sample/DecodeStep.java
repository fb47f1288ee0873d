package io.thumbstream.model.sample;

/**
 * Inputs and outputs of one decode step for the first {@code rows} slots; arrays are reused from step to step.
 *
 * <p>Rows without a request hold token 0 at position 0 and draw from the plain distribution; their results are ignored.
 */
final class DecodeStep {
    final long[] ids;
    final long[] positions;
    final double[] uniforms;
    /** Six settings per row, axis {@code [row, 6]}: see {@link #describe}. */
    final double[] settings;
    /** Results, axis {@code [row, 3]}: token id, log-probability, entropy. */
    double[] drawn = new double[0];

    int rows;
    int longest;
    boolean truncated;
    boolean mixed;
    /** What is added to some logits before anything else. */
    final LogitBiases biases = new LogitBiases();

    static final int SETTINGS = 6;
    static final int RESULTS = 3;

    DecodeStep(int slots) {
        ids = new long[slots];
        positions = new long[slots];
        uniforms = new double[slots];
        settings = new double[slots * SETTINGS];
    }

    /** Empties the first {@code newRows} rows. */
    void reset(int newRows, int vocabularySize) {
        rows = newRows;
        longest = 1;
        truncated = false;
        mixed = false;
        biases.clear();
        for (int row = 0; row < newRows; row++) {
            ids[row] = 0;
            positions[row] = 0;
            uniforms[row] = 0.5;
            describe(row, 1, vocabularySize, 1, 0, 0, 1);
        }
    }

    void put(int row, Generation generation, int vocabularySize) {
        SamplingSettings s = generation.request().sampling();
        ids[row] = generation.input();
        positions[row] = generation.position();
        uniforms[row] = generation.uniform();
        longest = Math.max(longest, generation.position() + 1);
        truncated |= s.truncated();
        mixed |= s.mixed();
        s.logitBias().forEach((token, bias) -> biases.add((long) row * vocabularySize + token, bias));
        if (s.greedy()) {
            describe(row, 1, 1, 1, 0, 0, 1);
        } else {
            int kept = s.topK() == 0 ? vocabularySize : Math.min(s.topK(), vocabularySize);
            describe(row, s.temperature(), kept, s.topP(), s.minP(), s.mixtureWeight(), s.mixtureTemperature());
        }
    }

    SampledToken token(int row, long policyVersion) {
        int at = row * RESULTS;
        return new SampledToken((int) drawn[at], (float) drawn[at + 1], (float) drawn[at + 2], policyVersion);
    }

    /** Whether the policy gave a usable distribution for this row. */
    boolean finite(int row) {
        return Double.isFinite(drawn[row * RESULTS + 1]) && Double.isFinite(drawn[row * RESULTS + 2]);
    }

    private void describe(
            int row, double temperature, double topK, double topP, double minP, double weight, double second) {
        int at = row * SETTINGS;
        settings[at] = temperature;
        settings[at + 1] = topK;
        settings[at + 2] = topP;
        settings[at + 3] = minP;
        settings[at + 4] = weight;
        settings[at + 5] = second;
    }
}
