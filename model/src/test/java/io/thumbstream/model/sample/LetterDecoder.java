package io.thumbstream.model.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A decoder without a model: draws letter {@code floor(26 u)}, and remembers what it was asked. */
final class LetterDecoder implements Decoder {
    static final int CONTEXT = 64;

    final List<PromptPass> prefills = new ArrayList<>();
    final List<Integer> cleared = new ArrayList<>();
    final List<Integer> rows = new ArrayList<>();
    int broken = -1;
    boolean refusing;

    @Override
    public int context() {
        return CONTEXT;
    }

    @Override
    public int vocabularySize() {
        return 261;
    }

    @Override
    public void use(PolicySnapshot snapshot) {
        if (refusing) {
            throw new IllegalStateException("there is no room for version " + snapshot.version());
        }
    }

    @Override
    public void prefill(PromptPass pass) {
        prefills.add(pass);
    }

    @Override
    public void clear(int slot) {
        cleared.add(slot);
    }

    @Override
    public void decode(DecodeStep step) {
        rows.add(step.rows);
        step.drawn = new double[step.rows * DecodeStep.RESULTS];
        for (int row = 0; row < step.rows; row++) {
            int at = row * DecodeStep.RESULTS;
            step.drawn[at] = ByteTokenizer.FIRST + 'a' + (int) (26 * step.uniforms[row]);
            step.drawn[at + 1] = row == broken ? Double.NaN : -Math.log(26);
            step.drawn[at + 2] = Math.log(26);
        }
    }

    List<List<Integer>> prefillSlots() {
        return prefills.stream()
                .map(pass ->
                        Arrays.stream(pass.slots()).mapToObj(slot -> (int) slot).toList())
                .toList();
    }

    @Override
    public void close() {}
}
