package io.thumbstream.generator;

import ai.djl.Device;
import io.thumbstream.generator.policy.FirstPolicy;
import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.generator.policy.PolicyLoader;
import io.thumbstream.generator.policy.ReferencePolicy;
import io.thumbstream.generator.policy.SharedBase;
import io.thumbstream.generator.schedule.PolicySamplers;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.sample.Sampler;
import io.thumbstream.model.tensor.ComputeDevice;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.text.Tokenizer;
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
    /** Has one policy at most, the one that learning began with. */
    private final PolicyHolder start = new PolicyHolder();

    private final PolicyFollower follower;

    LocalBackend(GeneratorSettings settings, Clock clock) {
        this.settings = settings;
        Device device = device(settings);
        PolicyLoader loader = new PolicyLoader(device);
        boolean beside = settings.referenceLogProbs().enabled()
                || settings.startAnswers().wanted();
        this.base = beside ? Optional.of(new SharedBase(loader, device)) : Optional.empty();
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
            return new Seat(tokenizer, format, samplers(tokenizer), shape().context(), reference());
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private PolicySamplers samplers(Tokenizer tokenizer) throws IOException {
        if (!settings.startAnswers().wanted()) {
            return new PolicySamplers(newest(tokenizer), Optional.empty());
        }
        start.publish(first().snapshot());
        Sampler ofStart = BatchSampler.of(start, tokenizer, settings.startSampler());
        try {
            return new PolicySamplers(newest(tokenizer), Optional.of(ofStart));
        } catch (RuntimeException e) {
            ofStart.close();
            throw e;
        }
    }

    private Sampler newest(Tokenizer tokenizer) {
        return BatchSampler.of(policies, tokenizer, settings.sampler());
    }

    /** The policy that learning began with; prompts are rendered for the served one, so both must be of one shape. */
    private FirstPolicy first() throws IOException {
        FirstPolicy first = base.flatMap(SharedBase::first)
                .orElseThrow(() ->
                        new IllegalStateException("a policy is served, but not the one that learning began with"));
        LmConfig began = first.model().config();
        if (!began.equals(shape())) {
            throw new IOException("generator.start-answers.per-group is "
                    + settings.startAnswers().perGroup() + " but the policy that learning began with has shape " + began
                    + " and " + shape() + " is served; set it to 0");
        }
        return first;
    }

    private Optional<ReferencePolicy> reference() {
        ReferenceSettings wanted = settings.referenceLogProbs();
        return base.filter(unused -> wanted.enabled())
                .flatMap(SharedBase::first)
                .map(first -> new ReferencePolicy(first, wanted.temperature(), wanted.tokensPerPass()));
    }

    /** Shape of the newest policy. */
    private LmConfig shape() {
        PolicySnapshot policy = policies.acquire();
        try {
            return policy.model().config();
        } finally {
            policy.release();
        }
    }

    @Override
    public void close() {
        policies.close();
        start.close();
        base.ifPresent(SharedBase::close);
    }
}
