package io.thumbstream.generator.schedule;

import io.thumbstream.generator.explore.Draw;
import io.thumbstream.generator.explore.ExploreRequest;
import io.thumbstream.generator.explore.Explorer;
import io.thumbstream.generator.schedule.GroupPlan.PlannedAnswer;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.runtime.error.PoisonRecordException;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.schemas.RolloutIds;
import io.thumbstream.schemas.StartAnswers;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns prompts into sample requests: the same prompt always becomes the same requests, ids and seeds included.
 *
 * <p>When too many background answers wait, those of a new prompt are shed before its first answer is written, so that
 * the group size in every rollout is the number that will really come. Answers that a person waits for are never shed.
 * Answers of the policy that learning began with come last in their group, are drawn as the caller asked whatever the
 * explorer does, and are shed with the unseen ones.
 */
public final class Planner {
    private final Explorer explorer;
    private final PromptRenderer renderer;
    private final SeededRandom random;
    private final int maxBackgroundWaiting;
    private final int startAnswers;

    /**
     * Plans answers of the newest policy alone.
     *
     * @param random the service's root stream
     * @param maxBackgroundWaiting background answers that may wait, at least 0
     */
    public Planner(Explorer explorer, PromptRenderer renderer, SeededRandom random, int maxBackgroundWaiting) {
        this(explorer, renderer, random, maxBackgroundWaiting, 0);
    }

    /**
     * Plans answers of the policy that learning began with, too.
     *
     * @param random the service's root stream
     * @param maxBackgroundWaiting background answers that may wait, at least 0
     * @param startAnswers answers of that policy in each group, at least 0
     */
    public Planner(
            Explorer explorer,
            PromptRenderer renderer,
            SeededRandom random,
            int maxBackgroundWaiting,
            int startAnswers) {
        this.explorer = explorer;
        this.renderer = renderer;
        this.random = random;
        this.maxBackgroundWaiting = maxBackgroundWaiting;
        this.startAnswers = startAnswers;
    }

    /**
     * Plans a group.
     *
     * @param backgroundWaiting background answers waiting now
     * @throws PoisonRecordException when the prompt cannot be answered by this model
     */
    public GroupPlan plan(PromptJob job, int backgroundWaiting) {
        Seeds seeds = new Seeds(random, job);
        List<Draw> draws = explorer.plan(
                new ExploreRequest(job.groupSize(), job.displayedCount(), job.sampling(), seeds.explorer()));
        int urgent = job.interactive() ? job.displayedCount() : 0;
        int wanted = job.groupSize() + startAnswers;
        boolean full = backgroundWaiting + wanted - urgent > maxBackgroundWaiting;
        int made = full ? urgent : job.groupSize();
        int[] prompt = renderer.render(job.turns());
        List<PlannedAnswer> answers = new ArrayList<>();
        for (int index = 0; index < made; index++) {
            SampleRequest request = new SampleRequest(
                    RolloutIds.of(job.groupId(), index),
                    prompt,
                    draws.get(index).sampling(),
                    seeds.answer(index),
                    index < urgent ? Priority.INTERACTIVE : Priority.BACKGROUND);
            boolean displayed = index < job.displayedCount();
            answers.add(new PlannedAnswer(index, request, draws.get(index).arm(), displayed, prompt.length));
        }
        for (int number = 0; !full && number < startAnswers; number++) {
            answers.add(start(job, number, prompt, seeds));
        }
        return new GroupPlan(job, answers, wanted - answers.size());
    }

    private static PlannedAnswer start(PromptJob job, int number, int[] prompt, Seeds seeds) {
        int index = job.groupSize() + number;
        SampleRequest request = new SampleRequest(
                RolloutIds.of(job.groupId(), index), prompt, job.sampling(), seeds.start(number), Priority.BACKGROUND);
        return new PlannedAnswer(index, request, StartAnswers.ARM, false, prompt.length);
    }
}
