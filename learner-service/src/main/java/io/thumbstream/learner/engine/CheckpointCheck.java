package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.FatalException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a checkpoint is one of a learner's own and came back whole; says what to do where it is not. */
final class CheckpointCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCheck.class);

    private final Origin own;
    private final String configHash;

    /** @param own learner and base model that a checkpoint must have */
    CheckpointCheck(Origin own, String configHash) {
        this.own = own;
        this.configHash = configHash;
    }

    /**
     * Before it is restored. Other settings and another build are only said.
     *
     * @throws FatalException when it is of another learner or began with another model
     */
    void admit(Path directory, EngineState state) {
        Origin other = state.origin();
        if (Origin.differ(other.learner(), own.learner())) {
            throw new FatalException("The checkpoint in " + directory + " is of " + other.learner() + ", not of "
                    + own.learner() + "; move that directory away: the checkpoint before it and the training log"
                    + " restore the weights");
        }
        if (Origin.differ(other.base(), own.base())) {
            throw new FatalException("The checkpoint in " + directory + " began with weights of sha256 " + other.base()
                    + " and this learner begins with " + own.base() + ": version 0, the shape of the model, what of it"
                    + " learns or the seed is another. Put those back that it began with, from which everything can be"
                    + " rebuilt; or name another model (learner.model-name) or data directory for a new beginning");
        }
        if (other.build().differs(own.build())) {
            LOG.atWarn()
                    .addKeyValue("checkpoint", directory)
                    .addKeyValue("written", other.build().words())
                    .addKeyValue("now", own.build().words())
                    .log("the checkpoint was written by another build; digests say whether it computes the same");
        }
        if (!state.configHash().equals(configHash)) {
            LOG.atWarn()
                    .addKeyValue("checkpoint", directory)
                    .addKeyValue("step", state.step())
                    .addKeyValue("written", state.configHash())
                    .addKeyValue("now", configHash)
                    .log("the settings were changed; a replay of the steps so far needs those of then");
        }
    }

    /**
     * After it was restored.
     *
     * @param digest of the restored weights
     * @throws FatalException when they are not those that were saved
     */
    void confirm(Path directory, EngineState state, String digest) {
        if (digest.equals(state.digest())) {
            return;
        }
        Build build = state.origin().build();
        String builds = build.differs(own.build())
                ? " It was written by " + build.words() + ", this is "
                        + own.build().words() + "."
                : "";
        throw new FatalException("The checkpoint in " + directory + " restores weights with sha256 " + digest
                + " instead of " + state.digest() + "." + builds
                + " Remove that directory to use the one before and the training log");
    }
}
