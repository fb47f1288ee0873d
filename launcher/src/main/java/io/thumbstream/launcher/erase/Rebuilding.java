package io.thumbstream.launcher.erase;

import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.launcher.whatif.ArmRun;
import io.thumbstream.launcher.whatif.Rescoring;
import io.thumbstream.learner.LearnerErasure;
import io.thumbstream.learner.engine.Touched;
import io.thumbstream.reward.RewardSettings;
import java.util.Collection;
import java.util.List;

/**
 * Both models without some people: first the reward model, then the rewards it gives to the groups that are left, then the policy.
 *
 * @param groups all recorded groups that can be read
 * @param absent the people, and what they said
 * @param labels their labels, those about answers to them and decisions about them, where they begin
 * @param asked groups of answers to them and decisions about them, where they begin
 */
record Rebuilding(List<RecordedGroup> groups, Absent absent, Touched labels, Touched asked) {
    Rebuilding {
        groups = List.copyOf(groups);
    }

    /** Rebuilds both; the reward model comes first. Nothing that is served changes yet. */
    List<LearnerErasure.Rebuilt> run(LearnerErasure erasure, RewardSettings transforms, Progress progress) {
        Rescoring rescoring = new Rescoring(absent.groups(groups));
        LearnerErasure.Rebuilt reward = erasure.reward(
                absent.labels(), labels, ArmRun.scoring(rescoring), ArmRun.bar(progress, "reward model"));
        Rescoring.Outcome rewards = rescoring.rewards(transforms);
        LearnerErasure.Rebuilt policy = erasure.policy(
                absent.experience(rewards::of), touched(rewards, reward.retired()), ArmRun.bar(progress, "policy"));
        return List.of(reward, policy);
    }

    /**
     * Groups that the people asked for, judged, or had a part in through the reward model that scored them, those whose rewards are
     * others without them, and decisions about the people.
     *
     * @param retired versions of the reward model that learned from them
     */
    Touched touched(Rescoring.Outcome rewards, Collection<Long> retired) {
        return asked.and(Touched.of(groups.stream()
                .filter(group -> absent.in(group) || retired.contains(group.rewardVersion()) || rewards.alters(group))
                .map(RecordedGroup::position)
                .toList()));
    }
}
