package io.thumbstream.launcher.bench;

import ai.djl.Device;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Taste;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups of the support task: messages, sampled answers with their log-probs, and a simulated person's utilities as rewards. */
final class SampledGroups {
    private static final int SLOTS = 64;

    private final Path model;
    private final int size;
    private final int maxTokens;
    private final SupportTask task = SupportTask.load();
    private final Taste taste = Tastes.first();

    /**
     * Answers of a model.
     *
     * @param model directory of a policy with its tokenizer
     * @param size answers per group
     * @param maxTokens most tokens of an answer
     */
    SampledGroups(Path model, int size, int maxTokens) {
        this.model = model;
        this.size = size;
        this.maxTokens = maxTokens;
    }

    /** The answers to {@code count} messages, those left out that are all worth the same; equal for equal seeds. */
    List<SampledGroup> sample(int count, long seed) throws IOException {
        SeededRandom random = new SeededRandom(seed);
        List<SupportPrompt> messages =
                task.prompts(count, random.child("messages").key(), false);
        List<Asked> asked = new ArrayList<>();
        try (HfTokenizer tokenizer = HfTokenizer.load(model.resolve(BpeVocabulary.FILE));
                PolicyHolder policies = new PolicyHolder()) {
            policies.publish(new PolicySnapshot(0, CausalLm.load(model, Device.cpu())));
            ChatFormat format = new ChatFormat(tokenizer);
            try (BatchSampler sampler =
                    BatchSampler.of(policies, tokenizer, new SamplerSettings(SLOTS, 0, count * size))) {
                for (int i = 0; i < count; i++) {
                    asked.add(ask(sampler, format, messages.get(i), random.child(i)));
                }
                boolean busy = true;
                while (busy) {
                    busy = sampler.step();
                }
            }
        }
        return asked.stream()
                .map(each -> new SampledGroup(each.message().text(), each.rollouts(), each.texts()))
                .filter(group -> group.named("any", 0).hasSpread())
                .toList();
    }

    /** A message whose answers come while the sampler steps. */
    private record Asked(SupportPrompt message, List<GroupRollout> rollouts, List<String> texts) {}

    private Asked ask(BatchSampler sampler, ChatFormat format, SupportPrompt message, SeededRandom random) {
        Asked asked = new Asked(message, new ArrayList<>(), new ArrayList<>());
        int[] prompt = format.promptIds(List.of(Turn.user(message.text())));
        for (int i = 0; i < size; i++) {
            long seed = random.child(i).key();
            SampleRequest request = new SampleRequest(
                    Long.toHexString(seed), prompt, SamplingSettings.plain(maxTokens), seed, Priority.BACKGROUND);
            boolean taken = sampler.submit(request, new SampleListener() {
                @Override
                public void onDone(Sample sample) {
                    double utility = taste.utility(task.grade(message, sample.text()));
                    asked.texts().add(sample.text());
                    asked.rollouts()
                            .add(new GroupRollout(
                                    sample.id(),
                                    prompt,
                                    sample.tokens(),
                                    atMostZero(sample.logProbs()),
                                    0,
                                    utility,
                                    Optional.empty()));
                }

                @Override
                public void onFailure(String reason) {
                    throw new IllegalStateException("an answer could not be sampled: " + reason);
                }
            });
            if (!taken) {
                throw new IllegalStateException("the sampler's queue is too short for " + size + " answers a group");
            }
        }
        return asked;
    }

    /** Rounding may lift the log-probability of a sure token just above zero. */
    private static float[] atMostZero(float[] logProbs) {
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = Math.min(0, logProbs[i]);
        }
        return logProbs;
    }
}
