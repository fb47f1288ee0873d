package io.thumbstream.generator;

import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.generator.remote.RemotePolicies;
import io.thumbstream.generator.remote.RemoteSampler;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Samples on an inference server; the tokenizer is that of the base model, whatever a policy's directory holds. */
final class RemoteBackend implements Backend {
    private final GeneratorSettings settings;
    private final Clock clock;
    private final RemotePolicies policies;
    private final PolicyFollower follower;

    RemoteBackend(GeneratorSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.policies = new RemotePolicies(settings.remote(), settings.modelName());
        this.follower = new PolicyFollower(policies, clock, settings.loadRetry());
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
                    new RemoteSampler(policies, tokenizer, settings.sampler(), follower::reload, clock),
                    settings.remote().context());
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
