package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers of the newest policy, and where the bed asks for it half of them by one of some steps ago; beside them, where an arm asks for it, answers
 * of the first policy. One thread owns it.
 */
final class BedSamplers implements AutoCloseable {
    private final int olderEvery;
    private final BedSampler newest;
    private final Optional<BedSampler> older;
    private final int startAnswers;
    private final Optional<BedSampler> start;

    /**
     * Samplers of the policy in {@code directory}, version 0.
     *
     * @param settings say whether an older policy answers, too
     * @param startAnswers answers of the first policy beside those of each group, at least 0
     */
    BedSamplers(Path directory, Bed bed, BedSettings settings, int startAnswers) throws IOException {
        double said = settings.feedback().said();
        olderEvery = settings.olderEvery();
        newest = new BedSampler(directory, bed, said);
        older = olderEvery > 0 ? Optional.of(new BedSampler(directory, bed, said)) : Optional.empty();
        this.startAnswers = startAnswers;
        start = startAnswers > 0 ? Optional.of(new BedSampler(directory, bed, said)) : Optional.empty();
    }

    /** Answers of the newest policy alone. */
    BedSampler newest() {
        return newest;
    }

    /** Version of the newest policy. */
    long version() {
        return newest.version();
    }

    /** As {@link BedSampler#answers}; of an older policy are those with the higher numbers, half of them and not more. */
    List<AnswerGroup> answers(String name, int step, List<int[]> prompts, int answers, SeededRandom random) {
        List<AnswerGroup> fresh = newest.answers(name, step, prompts, answers, random);
        return older.map(before -> mixed(fresh, before.answers(name, step, prompts, answers, random)))
                .orElse(fresh);
    }

    /** The groups with answers of the first policy beside them, where there are to be some; arguments as for {@link #answers}. */
    List<AnswerGroup> beside(
            List<AnswerGroup> groups, String name, int step, List<int[]> prompts, SeededRandom random) {
        return start.map(first -> beside(groups, first.answers(name + "-start", step, prompts, startAnswers, random)))
                .orElse(groups);
    }

    private static List<AnswerGroup> beside(List<AnswerGroup> groups, List<AnswerGroup> first) {
        List<AnswerGroup> both = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            AnswerGroup own = groups.get(i);
            both.add(new AnswerGroup(own.id(), own.answers(), first.get(i).answers()));
        }
        return both;
    }

    private static List<AnswerGroup> mixed(List<AnswerGroup> fresh, List<AnswerGroup> before) {
        List<AnswerGroup> groups = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            List<RolloutEvent> newer = fresh.get(i).answers();
            int half = (newer.size() + 1) / 2;
            List<RolloutEvent> answers = new ArrayList<>(newer.subList(0, half));
            answers.addAll(before.get(i).answers().subList(half, newer.size()));
            groups.add(new AnswerGroup(fresh.get(i).id(), answers));
        }
        return groups;
    }

    /** Takes the version that {@code step} made from {@code directory}. */
    void publish(Path directory, int step) throws IOException {
        newest.publish(directory);
        if (older.isPresent() && step % olderEvery == 0) {
            older.get().publish(directory, newest.version());
        }
    }

    @Override
    public void close() {
        newest.close();
        older.ifPresent(BedSampler::close);
        start.ifPresent(BedSampler::close);
    }
}
