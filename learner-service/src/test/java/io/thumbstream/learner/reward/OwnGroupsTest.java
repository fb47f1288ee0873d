package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which groups of own answers a step may use. */
class OwnGroupsTest {
    private static final int WINDOW = 2;

    private final OwnGroups groups = new OwnGroups(WINDOW);
    private final Map<Position, InputRecord<RewardLabel>> log = new LinkedHashMap<>();

    private void answers(String group, int count, int partition, long round) {
        for (int i = 0; i < count; i++) {
            Position at = new Position("labels", partition, log.size());
            InputRecord<RewardLabel> answer =
                    new InputRecord<>(at, group + "/own/" + i, 1, Labels.own(group, "answer " + i, 0.5, 1));
            log.put(at, answer);
            groups.accept(group, answer, round, false);
        }
    }

    /** As many pairs as a group has answers beyond the first. */
    private static List<RewardTrainer.Identified> pairs(String group, List<InputRecord<RewardLabel>> answers) {
        List<RewardTrainer.Identified> pairs = new ArrayList<>();
        for (int i = 1; i < answers.size(); i++) {
            pairs.add(new RewardTrainer.Identified(group + i, Labels.pair("answer 0", "answer " + i, 1, "")));
        }
        return pairs;
    }

    private List<String> next(int most, long round) {
        return chosen(groups.next(most, round, OwnGroupsTest::pairs));
    }

    private static List<String> chosen(OwnGroups.Choice choice) {
        return choice.answers().stream()
                .map(answer -> answer.value().provenance().group().orElseThrow())
                .distinct()
                .toList();
    }

    @Test
    void shouldTakeTheNewestWholeGroupsWhosePairsFit() {
        answers("a", 2, 0, 0);
        answers("b", 4, 0, 0);
        answers("c", 2, 0, 0);
        answers("open", 2, 0, 0);

        assertThat(next(10, 0)).containsExactly("c", "b", "a");
        assertThat(next(2, 0)).as("the three pairs of b do not fit").containsExactly("c", "a");
        assertThat(next(0, 0)).isEmpty();
        assertThat(groups.next(2, 0, OwnGroupsTest::pairs).pairs()).isEqualTo(2);
    }

    @Test
    void shouldTakeAGroupForWholeWhenItsPartitionHasBegunAnother() {
        answers("left", 2, 0, 0);
        answers("right", 2, 1, 0);
        assertThat(next(10, 0)).isEmpty();

        answers("left-again", 2, 0, 0);

        assertThat(next(10, 0)).containsExactly("left");
    }

    @Test
    void shouldUseAGroupOnceUnlessAllBeginsAnew() {
        answers("a", 2, 0, 0);
        answers("open", 2, 0, 0);
        groups.used("a");
        groups.used("never-heard-of");
        assertThat(next(10, 0)).isEmpty();

        groups.again();

        assertThat(next(10, 0)).containsExactly("a");
    }

    @Test
    void shouldForgetGroupsBehindTheWindowAndThoseWithoutAPair() {
        answers("old", 2, 0, 0);
        answers("single", 1, 0, 1);
        answers("new", 2, 0, 1);
        answers("open", 2, 0, 1);

        assertThat(next(10, WINDOW)).containsExactly("new");
        assertThat(groups.save()).extracting(OwnGroups.Saved::id).containsExactly("new", "open");
    }

    @Test
    void shouldTakeAnAnswerThatComesTwiceForOne() {
        answers("a", 3, 0, 0);
        InputRecord<RewardLabel> first = log.values().iterator().next();
        groups.accept("a", first, 0, false);
        answers("open", 2, 0, 0);

        assertThat(groups.next(10, 0, OwnGroupsTest::pairs).pairs()).isEqualTo(2);
    }

    @Test
    void shouldGoOnFromWhatItSavedWithoutWhatRetentionRemoved() {
        answers("a", 2, 0, 0);
        answers("b", 3, 0, 1);
        answers("c", 2, 0, 1);
        answers("open", 2, 0, 1);
        groups.used("c");
        List<OwnGroups.Saved> saved = groups.save();
        OwnGroups restored = new OwnGroups(WINDOW);

        restored.restore(saved, positions -> {
            Map<Position, InputRecord<RewardLabel>> found = new LinkedHashMap<>();
            positions.stream().filter(at -> at.offset() != 0).forEach(at -> Optional.ofNullable(log.get(at))
                    .ifPresent(record -> found.put(at, record)));
            return found;
        });

        // of a one answer is left, which makes no pair
        assertThat(chosen(restored.next(10, 1, OwnGroupsTest::pairs))).containsExactly("b");
        assertThat(next(10, 1)).containsExactly("b", "a");
    }
}
