package io.thumbstream.launcher.up;

import ai.djl.Device;
import io.thumbstream.lab.evaluate.AnswerSource;
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
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A policy directory as an evaluator's source of answers; loads it for each call and lets it go. */
public final class PolicyAnswers implements AnswerSource {
    private static final int SLOTS = 64;

    private final Path directory;
    private final int maxTokens;

    /** @param maxTokens most tokens of an answer */
    public PolicyAnswers(Path directory, int maxTokens) {
        this.directory = directory;
        this.maxTokens = maxTokens;
    }

    @Override
    public List<List<String>> sample(List<String> prompts, int perPrompt, long seed) {
        Grad.prepareThread();
        try (HfTokenizer tokenizer = HfTokenizer.load(directory.resolve("tokenizer.json"));
                PolicyHolder policies = new PolicyHolder()) {
            policies.publish(new PolicySnapshot(0, CausalLm.load(directory, Device.cpu())));
            int total = prompts.size() * perPrompt;
            try (BatchSampler sampler = BatchSampler.of(policies, tokenizer, new SamplerSettings(SLOTS, 0, total))) {
                List<String> answers = new ArrayList<>(Collections.nCopies(total, ""));
                submitAll(sampler, ChatFormat.of(directory, tokenizer), prompts, perPrompt, seed, answers);
                boolean busy = true;
                while (busy) {
                    busy = sampler.step();
                }
                return grouped(answers, perPrompt);
            }
        } catch (IOException e) {
            throw new FatalException("policy " + directory + " cannot be loaded for evaluation; see its files", e);
        }
    }

    private void submitAll(
            BatchSampler sampler,
            ChatFormat format,
            List<String> prompts,
            int perPrompt,
            long seed,
            List<String> answers) {
        SeededRandom seeds = new SeededRandom(seed);
        SamplingSettings sampling = SamplingSettings.plain(maxTokens);
        for (int i = 0; i < answers.size(); i++) {
            int[] ids = format.promptIds(List.of(Turn.user(prompts.get(i / perPrompt))));
            SampleRequest request = new SampleRequest(
                    Integer.toString(i), ids, sampling, seeds.child(i).key(), Priority.BACKGROUND);
            if (!sampler.submit(request, new Keeper(answers, i))) {
                throw new IllegalStateException("the sampler refused answer " + i + " of " + answers.size());
            }
        }
    }

    private static List<List<String>> grouped(List<String> answers, int perPrompt) {
        List<List<String>> groups = new ArrayList<>();
        for (int from = 0; from < answers.size(); from += perPrompt) {
            groups.add(List.copyOf(answers.subList(from, from + perPrompt)));
        }
        return groups;
    }

    /** Puts one answer in its place. */
    private record Keeper(List<String> answers, int index) implements SampleListener {
        @Override
        public void onDone(Sample sample) {
            answers.set(index, sample.text());
        }

        @Override
        public void onFailure(String reason) {
            throw new IllegalStateException("answer " + index + " could not be sampled: " + reason);
        }
    }
}
