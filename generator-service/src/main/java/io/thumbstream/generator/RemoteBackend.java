package io.thumbstream.generator;

import io.thumbstream.generator.explore.ExploreRequest;
import io.thumbstream.generator.explore.Explorer;
import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.generator.remote.RemotePolicies;
import io.thumbstream.generator.remote.RemoteSampler;
import io.thumbstream.generator.schedule.PolicySamplers;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples on an inference server; the tokenizer is that of the base model, whatever a policy's directory holds. */
final class RemoteBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteBackend.class);
    /** Answers of the group that shows what the explorer does. */
    private static final int TRIAL = 4;

    private final GeneratorSettings settings;
    private final Clock clock;
    private final RemotePolicies policies;
    private final PolicyFollower follower;

    /**
     * A backend that has asked its server nothing yet.
     *
     * @throws ConfigException when the explorer draws answers whose log-probabilities the server would not report, or answers of the policy
     *     that learning began with are wanted, which nothing here asks the server for
     */
    RemoteBackend(GeneratorSettings settings, Explorer explorer, Clock clock) {
        explorer.plan(new ExploreRequest(TRIAL, 1, SamplingSettings.plain(1), new SeededRandom(0)))
                .forEach(draw -> settings.remote().refusal(draw.sampling()).ifPresent(why -> {
                    throw new ConfigException("generator.explorer is "
                            + settings.explorer().name() + ", but with it an answer of a plain request " + why);
                }));
        if (settings.startAnswers().wanted()) {
            throw new ConfigException(
                    "generator.start-answers.per-group is "
                            + settings.startAnswers().perGroup()
                            + ", but an inference server is asked for the newest policy alone; set it to 0, or sample in this process");
        }
        this.settings = settings;
        this.clock = clock;
        this.policies = new RemotePolicies(settings.remote(), settings.modelName());
        this.follower = new PolicyFollower(policies, clock, settings.loadRetry());
        if (settings.referenceLogProbs().enabled()) {
            LOG.atWarn()
                    .log(
                            "generator.reference-log-probs has no effect with an inference server: the learner computes them");
        }
    }

    @Override
    public PolicyFollower follower() {
        return follower;
    }

    @Override
    public Optional<Long> version() {
        return policies.version();
    }

    @Override
    public void prepareThread() {
        // nothing is computed here
    }

    @Override
    public Seat open(Path policy) throws IOException {
        Path model = settings.remote().modelDirectory();
        HfTokenizer tokenizer = HfTokenizer.load(model.resolve("tokenizer.json"));
        try {
            return new Seat(
                    tokenizer,
                    ChatFormat.of(model, tokenizer),
                    new PolicySamplers(
                            new RemoteSampler(policies, tokenizer, settings.sampler(), follower::reload, clock),
                            Optional.empty()),
                    settings.remote().context(),
                    Optional.empty());
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public void close() {
        // adapters stay: another generator may need them, and this one after its next start
    }
}
