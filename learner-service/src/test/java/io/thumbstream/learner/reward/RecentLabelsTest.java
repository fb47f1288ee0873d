package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.engine.InputRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentLabelsTest {
    private static final int USES = 3;
    private static final int PAIR_USES = 2;

    private final RecentLabels labels = new RecentLabels(4, USES, PAIR_USES);
    private long offset;

    private void accept(String id, int revision, RewardLabel label) {
        labels.accept(Labels.record(offset++, id, revision, label));
    }

    private void thumb(String id) {
        accept(id, 1, Labels.thumb("answer " + id, 1, "ann"));
    }

    private List<String> fresh() {
        return ids(labels.fresh(100));
    }

    private List<String> all() {
        return ids(List.copyOf(labels.all()));
    }

    private static List<String> ids(List<RecentLabels.Entry> entries) {
        return entries.stream()
                .map(RecentLabels.Entry::record)
                .map(InputRecord::id)
                .toList();
    }

    @Test
    void shouldGiveNewLabelsOldestFirstUntilEachWasLearned() {
        List.of("a", "b", "c").forEach(this::thumb);
        assertThat(ids(labels.fresh(2))).containsExactly("a", "b");

        labels.used("a");

        assertThat(fresh()).containsExactly("b", "c");
    }

    @Test
    void shouldReplaceWhenARevisionIsHigher() {
        thumb("a");
        thumb("b");
        labels.used("a");
        accept("a", 2, Labels.thumb("answer a", 0, "ann"));

        assertThat(all()).containsExactly("b", "a");
        assertThat(fresh()).containsExactly("b", "a");
        RecentLabels.Entry changed = labels.fresh(2).get(1);
        assertThat(changed.record().value().value()).isZero();
        assertThat(changed.used()).isZero();
        assertThat(changed.tested()).as("its prediction was made before").isTrue();
    }

    @Test
    void shouldIgnoreWhenARevisionIsNotHigher() {
        accept("a", 2, Labels.thumb("answer a", 0, "ann"));
        accept("a", 2, Labels.thumb("answer a", 1, "ann"));
        accept("a", 1, Labels.thumb("answer a", 1, "ann"));

        assertThat(labels.fresh(2))
                .singleElement()
                .satisfies(entry -> assertThat(entry.record().value().value()).isZero());
    }

    @Test
    void shouldNeverGiveAWithdrawnLabelAgain() {
        thumb("a");
        thumb("b");
        labels.used("a");
        labels.used("b");
        assertThat(ids(labels.reuse(2, 1))).containsExactlyInAnyOrder("a", "b");

        accept("a", 2, Labels.weighing(Labels.thumb("answer a", 1, "ann"), 0));

        assertThat(fresh()).isEmpty();
        assertThat(labels.reuse(2, 1)).isEmpty();
        assertThat(ids(labels.reuse(1, 1))).containsExactly("b");
        accept("a", 1, Labels.thumb("answer a", 1, "ann"));
        assertThat(fresh()).as("a mark stays against the older revision").isEmpty();
    }

    @Test
    void shouldGiveALabelAfreshWhenItIsRestoredAfterWithdrawal() {
        thumb("a");
        accept("a", 2, Labels.weighing(Labels.thumb("answer a", 1, "ann"), 0));
        accept("a", 3, Labels.thumb("answer a", 1, "ann"));

        assertThat(fresh()).containsExactly("a");
    }

    @Test
    void shouldStopReuseWhenALabelHadItsShare() {
        thumb("single");
        accept("pair", 1, Labels.pair("first", "second", 1, "ann"));
        labels.used("single");
        labels.used("pair");
        assertThat(ids(labels.reuse(2, 5))).containsExactlyInAnyOrder("single", "pair");

        labels.used("single");
        labels.used("pair");
        assertThat(labels.reuse(2, 5)).isEmpty();
        assertThat(ids(labels.reuse(1, 5))).containsExactly("single");

        labels.used("single");
        assertThat(labels.reuse(1, 5)).isEmpty();
    }

    @Test
    void shouldLearnPlacesOfOrdersAsOftenAsPairs() {
        accept("place", 1, Labels.best("ann", "first", "second", "third"));
        labels.used("place");
        assertThat(ids(labels.reuse(1, 5))).containsExactly("place");

        labels.used("place");
        assertThat(labels.reuse(1, 5)).isEmpty();
    }

    @Test
    void shouldDrawTheSameWithoutRepetitionWhenTheSeedIsTheSame() {
        List.of("a", "b", "c", "d").forEach(this::thumb);
        List.of("a", "b", "c", "d").forEach(labels::used);

        assertThat(ids(labels.reuse(3, 7))).doesNotHaveDuplicates().isEqualTo(ids(labels.reuse(3, 7)));
        assertThat(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L))
                .extracting(seed -> ids(labels.reuse(3, seed)))
                .as("other seeds draw otherwise")
                .anyMatch(drawn -> !drawn.equals(ids(labels.reuse(3, 7))));
    }

    @Test
    void shouldForgetTheOldestLearnedWhenFull() {
        List.of("a", "b", "c", "d").forEach(this::thumb);
        labels.used("a");
        labels.used("b");
        thumb("e");
        thumb("f");

        assertThat(all()).containsExactly("c", "d", "e", "f");
        assertThat(labels.reuse(1, 1)).as("a and b are gone").isEmpty();
    }

    @Test
    void shouldKeepWhatWasNeverLearnedWhenFull() {
        List.of("a", "b", "c", "d", "e", "f").forEach(this::thumb);

        assertThat(fresh()).containsExactly("a", "b", "c", "d", "e", "f");
        labels.used("a");
        labels.used("b");
        assertThat(all()).containsExactly("c", "d", "e", "f");
    }

    @Test
    void shouldDoNothingWhenAForgottenLabelWasUsed() {
        thumb("a");
        labels.used("never seen");

        assertThat(all()).containsExactly("a");
        assertThat(fresh()).containsExactly("a");
    }

    @Test
    void shouldBeEmptyWhenCleared() {
        thumb("a");
        labels.used("a");
        labels.clear();

        assertThat(labels.all()).isEmpty();
        assertThat(labels.reuse(1, 1)).isEmpty();
    }

    @Test
    void shouldRehearseWhatWasLearnedHoweverOften() {
        List.of("a", "b", "c").forEach(this::thumb);
        for (int i = 0; i < USES + 1; i++) {
            labels.used("a");
        }
        labels.used("b");

        assertThat(labels.rehearse(0, 1)).isEmpty();
        assertThat(ids(labels.rehearse(2, 1))).containsExactlyInAnyOrder("a", "b");
        assertThat(labels.rehearse(3, 1)).as("c was never learned").isEmpty();
    }

    @Test
    void shouldGiveEverythingAsNewOnceMoreWhenItBeginsAgain() {
        List.of("a", "b", "c").forEach(this::thumb);
        labels.used("a");
        labels.used("b");
        accept("b", 2, Labels.weighing(Labels.thumb("answer b", 1, "ann"), 0));

        labels.again();

        assertThat(fresh()).containsExactly("a", "c");
        assertThat(labels.fresh(2)).extracting(RecentLabels.Entry::tested).containsExactly(true, false);
        assertThat(labels.reuse(1, 1)).as("none was learned since").isEmpty();
    }

    @Test
    void shouldGiveAVoteThatIsSentAgainOnlyTheUsesThatAreLeft() {
        thumb("a");
        labels.used("a");
        labels.used("a");
        accept("a", 2, Labels.thumb("answer a", 1, "ann"));

        assertThat(fresh()).isEmpty();
        assertThat(labels.reuse(1, 5)).singleElement().satisfies(entry -> {
            assertThat(entry.record().revision()).isEqualTo(2);
            assertThat(entry.used()).isEqualTo(2);
        });
        labels.used("a");
        accept("a", 3, Labels.thumb("answer a", 1, "ann"));
        assertThat(fresh()).isEmpty();
        assertThat(labels.reuse(1, 5)).as("three of three uses").isEmpty();
    }

    @Test
    void shouldNotForgetTheUsesOfAVoteWhenAnotherWordWasNeverLearnedOrItWasWithdrawn() {
        thumb("a");
        for (int i = 0; i < USES; i++) {
            labels.used("a");
        }
        accept("a", 2, Labels.thumb("answer a", 0, "ann"));
        accept("a", 3, Labels.thumb("answer a", 1, "ann"));
        assertThat(fresh()).as("flipped there and back").isEmpty();

        accept("a", 4, Labels.weighing(Labels.thumb("answer a", 1, "ann"), 0));
        accept("a", 5, Labels.thumb("answer a", 1, "ann"));
        assertThat(fresh()).as("withdrawn and given again").isEmpty();
        assertThat(labels.reuse(1, 5)).isEmpty();
    }

    @Test
    void shouldGiveAVoteAllItsUsesWhenSomethingElseWasLearnedInBetween() {
        thumb("a");
        labels.used("a");
        accept("a", 2, Labels.thumb("answer a", 0, "ann"));
        labels.used("a");
        accept("a", 3, Labels.thumb("answer a", 1, "ann"));

        assertThat(labels.fresh(1)).singleElement().satisfies(entry -> assertThat(entry.used())
                .isZero());
    }

    @Test
    void shouldGiveEveryRevisionAfreshWhenNobodyIsKnown() {
        accept("a", 1, Labels.thumb("answer a", 1, ""));
        labels.used("a");
        accept("a", 2, Labels.thumb("answer a", 1, ""));

        assertThat(fresh()).containsExactly("a");
    }
}
