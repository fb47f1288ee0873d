package io.thumbstream.lab.trace;

import java.time.Instant;
import java.util.List;

/**
 * Everything a run left in the topics that a trace needs; every list in the order of the log.
 *
 * @param votes feedback
 * @param labels labels
 * @param rewardSteps steps of the reward learner
 * @param rewardVersions versions of the reward model
 * @param experience scored groups
 * @param policySteps steps of the policy learner
 * @param policyVersions versions of the policy
 * @param answers answers that a person could see
 */
public record RunLog(
        List<VoteRecord> votes,
        List<LabelRecord> labels,
        List<StepRecord> rewardSteps,
        List<VersionRecord> rewardVersions,
        List<ScoredRecord> experience,
        List<StepRecord> policySteps,
        List<VersionRecord> policyVersions,
        List<AnswerRecord> answers) {
    public RunLog {
        votes = List.copyOf(votes);
        labels = List.copyOf(labels);
        rewardSteps = List.copyOf(rewardSteps);
        rewardVersions = List.copyOf(rewardVersions);
        experience = List.copyOf(experience);
        policySteps = List.copyOf(policySteps);
        policyVersions = List.copyOf(policyVersions);
        answers = List.copyOf(answers);
    }

    /** The same log with the votes accepted at {@code from} or later only; everything else stays. */
    public RunLog votesSince(Instant from) {
        return new RunLog(
                votes.stream().filter(vote -> !vote.at().isBefore(from)).toList(),
                labels,
                rewardSteps,
                rewardVersions,
                experience,
                policySteps,
                policyVersions,
                answers);
    }
}
