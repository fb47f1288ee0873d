package io.thumbstream.generator;

import ai.djl.Device;
import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.generator.policy.PolicyLoader;
import io.thumbstream.generator.policy.ReferencePolicy;
import io.thumbstream.generator.policy.SharedBase;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.tensor.ComputeDevice;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Samples with a model of this process. */
final class LocalBackend implements Backend {
    private final GeneratorSettings settings;
    private final Optional<SharedBase> base;
    private final PolicyHolder policies = new PolicyHolder();
    private final PolicyFollower follower;

    LocalBackend(GeneratorSettings settings, Clock clock) {
        this.settings = settings;
        Device device = device(settings);
        PolicyLoader loader = new PolicyLoader(device);
        this.base =
                settings.referenceLogProbs().enabled() ? Optional.of(new SharedBase(loader, device)) : Optional.empty();
        PolicyFollower.Source source = base.isPresent() ? base.get() : loader::load;
        this.follower = new PolicyFollower(policies, source, clock, settings.loadRetry());
    }

    private static Device device(GeneratorSettings settings) {
        try {
            return ComputeDevice.here(settings.device());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("generator.device is " + e.getMessage());
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
        Grad.prepareThread();
    }

    @Override
    public Seat open(Path policy) throws IOException {
        HfTokenizer tokenizer = HfTokenizer.load(policy.resolve("tokenizer.json"));
        try {
            ChatFormat format = ChatFormat.of(policy, tokenizer);
            BatchSampler sampler = BatchSampler.of(policies, tokenizer, settings.sampler());
            return new Seat(tokenizer, format, sampler, context(), reference());
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private Optional<ReferencePolicy> reference() {
        ReferenceSettings wanted = settings.referenceLogProbs();
        return base.flatMap(SharedBase::first)
                .map(first -> new ReferencePolicy(first, wanted.temperature(), wanted.tokensPerPass()));
    }

    private int context() {
        PolicySnapshot policy = policies.acquire();
        try {
            return policy.model().config().context();
        } finally {
            policy.release();
        }
    }

    @Override
    public void close() {
        policies.close();
        base.ifPresent(SharedBase::close);
    }
}
