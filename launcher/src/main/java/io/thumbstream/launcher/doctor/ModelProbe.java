package io.thumbstream.launcher.doctor;

import io.thumbstream.generator.StartSettings;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.policy.PolicyMemory;
import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.MemoryNeed;
import io.thumbstream.model.lm.ModelDirectory;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;

/** Looks at a model directory without reading the weights. */
final class ModelProbe {
    private ModelProbe() {}

    /**
     * What learning and sampling with it would take under {@code settings}.
     *
     * @throws ConfigException naming the file, what was found and what was expected, when it is no model that can be used
     */
    static ModelRoom look(Path directory, ThumbstreamSettings settings, long memoryBytes) {
        LmConfig config;
        try {
            config = ModelDirectory.check(directory)
                    .withContext(settings.baseModel().context());
        } catch (IOException e) {
            throw new ConfigException("--model cannot be used: " + e.getMessage());
        }
        return new ModelRoom(
                directory,
                PolicyMemory.of(
                                settings.learner().policy(),
                                config,
                                settings.learner().policyThreads())
                        .need(),
                MemoryNeed.ofSampling(config, settings.generator().slots(), secondCopy(settings), startSlots(settings)),
                memoryBytes);
    }

    /** Whether the generator holds the policy that learning began with beside whole versions; with adapters these share its weights. */
    private static boolean secondCopy(ThumbstreamSettings settings) {
        return (settings.generator().referenceLogProbs().enabled() || startSlots(settings) > 0)
                && settings.learner().policy().train() == PolicySettings.Train.FULL;
    }

    /** Answers of that policy that the generator samples at the same time. */
    private static int startSlots(ThumbstreamSettings settings) {
        StartSettings start = settings.generator().startAnswers();
        return start.perGroup() > 0 ? start.slots() : 0;
    }
}
