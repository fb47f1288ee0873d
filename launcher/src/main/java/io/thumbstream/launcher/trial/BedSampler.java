package io.thumbstream.launcher.trial;

import ai.djl.Device;
import io.thumbstream.launcher.loop.AnswerGroup;
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
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Answers of the newest policy to prompts of the bed, through the sampler that serves. One thread owns it. */
final class BedSampler implements AutoCloseable {
    private static final int DISPLAYED = 2;
    private static final int SLOTS = 128;
    private static final int WAITING = 4096;
    /** People who ask. */
    static final int PEOPLE = 100;

    private static final String PERSON = "person-";
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final long STEP_MICROS = 60_000_000L;

    private final Tokenizer words;
    private final int longest;
    private final int displayed;
    private final PolicyHolder policies = new PolicyHolder();
    private final BatchSampler sampler;
    private final double propensity;
    private long version;

    /**
     * A sampler of the policy in {@code directory}, version 0.
     *
     * @param bed whose prompts it answers
     * @param propensity probability of feedback that answers carry
     */
    BedSampler(Path directory, Bed bed, double propensity) throws IOException {
        words = bed.words();
        longest = bed.longest();
        displayed = bed.watched() ? Integer.MAX_VALUE : DISPLAYED;
        policies.publish(new PolicySnapshot(0, CausalLm.load(directory, Device.cpu())));
        sampler = BatchSampler.of(policies, words, new SamplerSettings(SLOTS, 0, WAITING));
        this.propensity = propensity;
    }

    /** Takes the next version from {@code directory}. */
    void publish(Path directory) throws IOException {
        publish(directory, version + 1);
    }

    /** Takes the version of this number from {@code directory}. */
    void publish(Path directory, long number) throws IOException {
        version = number;
        policies.publish(new PolicySnapshot(version, CausalLm.load(directory, Device.cpu())));
    }

    /** Version of the newest policy. */
    long version() {
        return version;
    }

    /**
     * Several answers to each prompt, as groups.
     *
     * @param name first part of the groups' ids, different for every call
     * @param step decides the event time
     * @param prompts token ids of each
     */
    List<AnswerGroup> answers(String name, int step, List<int[]> prompts, int answers, SeededRandom random) {
        return sampled(name, step, prompts, answers, random, SamplingSettings.plain(longest));
    }

    /** The most likely answer to each prompt, a token at a time, as groups of one; arguments as for {@link #answers}. */
    List<AnswerGroup> likeliest(String name, int step, List<int[]> prompts) {
        SamplingSettings greedy = SamplingSettings.plain(longest).withTemperature(0);
        return sampled(name, step, prompts, 1, new SeededRandom(0), greedy);
    }

    /** What {@code use} makes of the newest policy, which stays open so long. */
    <T> T newest(Function<CausalLm, T> use) {
        PolicySnapshot snapshot = policies.acquire();
        try {
            return use.apply(snapshot.model());
        } finally {
            snapshot.release();
        }
    }

    private List<AnswerGroup> sampled(
            String name, int step, List<int[]> prompts, int answers, SeededRandom random, SamplingSettings sampling) {
        Map<String, Sample> done = new HashMap<>();
        for (int group = 0; group < prompts.size(); group++) {
            for (int index = 0; index < answers; index++) {
                ask(
                        id(name, group) + "." + index,
                        prompts.get(group),
                        sampling,
                        random.child(group).child(index).key(),
                        done);
            }
        }
        boolean busy = true;
        while (busy) {
            busy = sampler.step();
        }
        List<AnswerGroup> groups = new ArrayList<>();
        for (int group = 0; group < prompts.size(); group++) {
            List<RolloutEvent> events = new ArrayList<>();
            for (int index = 0; index < answers; index++) {
                String id = id(name, group) + "." + index;
                Sample sample = done.get(id);
                if (sample == null) {
                    throw new IllegalStateException("answer " + id + " was not sampled");
                }
                events.add(event(sample, id(name, group), index, answers, step, prompts.get(group)));
            }
            groups.add(new AnswerGroup(id(name, group), events));
        }
        return groups;
    }

    /** Number of a person, from 0. */
    static int number(String person) {
        return Integer.parseInt(person.substring(PERSON.length()));
    }

    private static String id(String name, int group) {
        return name + "-" + group;
    }

    private void ask(String id, int[] prompt, SamplingSettings sampling, long seed, Map<String, Sample> done) {
        SampleRequest request = new SampleRequest(id, prompt, sampling, seed, Priority.BACKGROUND);
        boolean taken = sampler.submit(request, new SampleListener() {
            @Override
            public void onDone(Sample sample) {
                done.put(id, sample);
            }

            @Override
            public void onFailure(String reason) {
                throw new IllegalStateException("answer " + id + " could not be sampled: " + reason);
            }
        });
        if (!taken) {
            throw new IllegalStateException(
                    "more than " + WAITING + " answers in one step; take fewer prompts or answers");
        }
    }

    private RolloutEvent event(Sample sample, String groupId, int index, int answers, int step, int[] prompt) {
        return new RolloutEvent(
                sample.id(),
                groupId,
                index,
                answers,
                words.decode(prompt).strip(),
                sample.text().strip(),
                new TokenTrace(prompt, sample.tokens(), sample.logProbs()),
                version,
                version,
                "stop",
                index < displayed,
                propensity,
                PERSON + Math.floorMod(groupId.hashCode(), PEOPLE),
                null,
                START_MICROS + step * STEP_MICROS,
                new SourceRef("rollouts", 0, (long) step * answers + index));
    }

    @Override
    public void close() {
        sampler.close();
        policies.close();
    }
}
