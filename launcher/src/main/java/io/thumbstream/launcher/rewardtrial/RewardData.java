package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.lab.evaluate.ShiftGrid;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one seed's arms learn from and are measured on.
 *
 * @param training judgements in the order of their arrival
 * @param heldOut pairs as those learned from, at least 1
 * @param shifted pairs that differ from them, at least 1
 * @param groups answers of which a reward model picks the best, at least 1 group
 * @param twins answers with the mark and without, none where there is no mark
 * @param asking about how many of the pairs among {@code training} people are asked
 * @param approval share of thumbs that would point up if everybody gave one, in [0, 1]; empty where everybody does
 * @param grid pairs by what of them is new, those of which nothing is being held-out ones; empty where there is no grid
 * @param lists lists of answers and what people did with them, learned after {@code training} in this order; none where arms name no interpreters
 * @param leaning log-odds of accepting an answer of worth 0.5; known where answers are shown one by one, as proposals
 */
record RewardData(
        List<Judgement> training,
        List<GoldPair> heldOut,
        List<GoldPair> shifted,
        List<List<Answer>> groups,
        List<Twin> twins,
        DataSettings.Asking asking,
        OptionalDouble approval,
        Map<ShiftGrid.Shift, List<GoldPair>> grid,
        List<ShownList> lists,
        OptionalDouble leaning) {
    RewardData {
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
        shifted = List.copyOf(shifted);
        groups = groups.stream().map(List::copyOf).toList();
        twins = List.copyOf(twins);
        grid = Map.copyOf(grid);
        lists = List.copyOf(lists);
        if (heldOut.isEmpty() || shifted.isEmpty() || groups.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to measure on");
        }
    }

    /** There are no lists. */
    RewardData(
            List<Judgement> training,
            List<GoldPair> heldOut,
            List<GoldPair> shifted,
            List<List<Answer>> groups,
            List<Twin> twins,
            DataSettings.Asking asking,
            OptionalDouble approval,
            Map<ShiftGrid.Shift, List<GoldPair>> grid) {
        this(training, heldOut, shifted, groups, twins, asking, approval, grid, List.of(), OptionalDouble.empty());
    }

    /** There is no grid. */
    RewardData(
            List<Judgement> training,
            List<GoldPair> heldOut,
            List<GoldPair> shifted,
            List<List<Answer>> groups,
            List<Twin> twins,
            DataSettings.Asking asking,
            OptionalDouble approval) {
        this(training, heldOut, shifted, groups, twins, asking, approval, Map.of());
    }

    /** All are asked, and everybody answers. */
    RewardData(
            List<Judgement> training,
            List<GoldPair> heldOut,
            List<GoldPair> shifted,
            List<List<Answer>> groups,
            List<Twin> twins) {
        this(training, heldOut, shifted, groups, twins, DataSettings.Asking.EVERYTHING, OptionalDouble.empty());
    }

    /** The same with lists. */
    RewardData withLists(List<ShownList> shown, OptionalDouble lean) {
        return new RewardData(training, heldOut, shifted, groups, twins, asking, approval, grid, shown, lean);
    }

    /**
     * An answer.
     *
     * @param input as a reward model reads it
     * @param worth its true worth, in [0, 1]
     */
    record Answer(ScoreInput input, double worth) {}

    /**
     * Two answers to one prompt.
     *
     * @param better the one of higher worth
     */
    record GoldPair(Answer better, Answer worse) {}

    /** One answer in two forms that are worth the same. */
    record Twin(ScoreInput marked, ScoreInput plain) {}

    /**
     * What somebody said.
     *
     * @param id unique
     * @param flipped whether it says the opposite of what was meant
     */
    record Judgement(String id, RewardLabel label, boolean flipped) {}

    /**
     * What somebody said of answers of a list, or was noticed to do with them.
     *
     * @param about answers in the order in which the statement names them, at least 1
     */
    record Said(Statement statement, List<RolloutEvent> about) {
        Said {
            about = List.copyOf(about);
        }
    }

    /**
     * Answers to one prompt and what one person did with them.
     *
     * @param answers as they stood, the first on top
     */
    record ShownList(List<RolloutEvent> answers, List<Said> said) {
        ShownList {
            answers = List.copyOf(answers);
            said = List.copyOf(said);
        }
    }
}
