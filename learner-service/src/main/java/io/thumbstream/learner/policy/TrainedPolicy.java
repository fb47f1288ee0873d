package io.thumbstream.learner.policy;

import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.lm.ParamSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The policy while it learns, in full or by an adapter on the weights it began with: what of it learns, what that began as, and its files.
 *
 * <p>A checkpoint holds what learns; a version holds whole weights, an adapter merged in, so that whoever serves it need not know, and the
 * adapter in a folder below. One thread owns it.
 */
final class TrainedPolicy implements AutoCloseable {
    private final CausalLm model;
    private final ParamSet start;
    private final String frozen;

    private TrainedPolicy(CausalLm model, ParamSet start, String frozen) {
        this.model = model;
        this.start = start;
        this.frozen = frozen;
    }

    /**
     * The policy before its first step.
     *
     * @param base what it begins as; stays the caller's to close, after this
     * @param seed of a fresh adapter
     */
    static TrainedPolicy of(PolicySettings settings, CausalLm base, long seed) {
        if (settings.train() == PolicySettings.Train.FULL) {
            return new TrainedPolicy(base.copy(), base.parameters(), "");
        }
        ParamSet weights = base.parameters();
        LoraAdapter adapter = LoraAdapter.create(settings.lora(), base.config(), seed, weights.device());
        return new TrainedPolicy(base.withAdapter(adapter), adapter.parameters().copy(), weights.digest());
    }

    /** As it is now. */
    CausalLm model() {
        return model;
    }

    /** What learns. */
    ParamSet weights() {
        return model.trained();
    }

    /** What that was before the first step; nobody changes it. */
    ParamSet start() {
        return start;
    }

    /** Lower-case sha256 of all that the answers depend on. */
    String digest() {
        String learned = model.trained().digest();
        return model.adapter()
                .map(adapter -> Digests.of(frozen + " " + adapter.settings().scale() + " " + learned))
                .orElse(learned);
    }

    /**
     * Writes what learns.
     *
     * @param base where the weights are that it began as
     */
    void save(Path directory, String base) throws IOException {
        if (model.adapter().isPresent()) {
            model.adapter().get().save(directory, base);
        } else {
            model.save(directory);
        }
    }

    /**
     * Takes back what {@link #save} wrote.
     *
     * @throws IOException when it is damaged or of another policy; nothing has changed then
     */
    void load(Path directory) throws IOException {
        Optional<LoraAdapter> adapter = model.adapter();
        if (adapter.isEmpty()) {
            try (CausalLm saved = CausalLm.load(directory, model.parameters().device())) {
                model.parameters().copyFrom(saved.parameters());
            }
            return;
        }
        try (LoraAdapter saved =
                LoraAdapter.load(directory, model.config(), model.parameters().device())) {
            if (!saved.settings().equals(adapter.get().settings())) {
                throw new CorruptFileException(
                        directory,
                        "its adapter has " + saved.settings() + " but learner.policy.lora says "
                                + adapter.get().settings(),
                        "set what it began with, or begin anew in another data directory");
            }
            model.trained().copyFrom(saved.parameters());
        }
    }

    /**
     * Writes whole weights to serve and, below them, the adapter that they hold, for servers that load adapters.
     *
     * @param base where the weights are that it began as
     * @param other what takes the place of what learns, if anything does
     */
    void export(Path directory, String base, Optional<ParamSet> other) throws IOException {
        if (other.isEmpty()) {
            export(model, directory, base);
            return;
        }
        try (CausalLm served = model.replica()) {
            served.trained().copyFrom(other.get());
            export(served, directory, base);
        }
    }

    private static void export(CausalLm served, Path directory, String base) throws IOException {
        served.save(directory);
        if (served.adapter().isPresent()) {
            served.adapter().get().save(directory.resolve(LoraAdapter.FOLDER), base);
        }
    }

    @Override
    public void close() {
        if (model.adapter().isPresent()) {
            start.close(); // without an adapter it is the base's own
        }
        model.close();
    }
}
