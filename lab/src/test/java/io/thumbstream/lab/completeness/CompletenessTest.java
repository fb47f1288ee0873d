package io.thumbstream.lab.completeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.completeness.FeedbackRecord.Answer;
import io.thumbstream.lab.completeness.FeedbackRecord.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Kind THUMB = new Kind("thumb", Duration.ofSeconds(20), false);
    private static final Kind PAIR = new Kind("pair", Duration.ofSeconds(20), true);

    private final List<Answer> answers = new ArrayList<>();
    private final List<Vote> votes = new ArrayList<>();

    /**
     * By hand, window 20 s, the record ends at 100 s: a is voted on after 10 s, b after 30 s, c (shown at 90 s) is open, d (shown at
     * 60 s) never voted on within the 40 s it was watched. With a vote are 1/4 by 10 s, and 1 - 3/4 * 1/2 = 5/8 by 30 s, when only b
     * and d are at risk.
     */
    @Test
    void shouldCountEarlyLateOpenAndSilentAnswersWhenTheRecordEnds() {
        answer("a", 0);
        answer("b", 70);
        answer("c", 90);
        answer("d", 60);
        vote("1", "thumb", 10, "a");
        vote("2", "thumb", 100, "b");

        KindCompleteness thumb = of(THUMB, 2);

        assertThat(thumb.answers()).isEqualTo(4);
        assertThat(thumb.votes()).isEqualTo(2);
        assertThat(thumb.late()).isEqualTo(1);
        assertThat(thumb.open()).isEqualTo(1);
        assertThat(thumb.horizonSeconds()).isEqualTo(30);
        assertThat(thumb.atWindow()).hasValueCloseTo(0.25 / 0.625, within(1e-12));
        assertThat(thumb.ages()).extracting(KindCompleteness.Age::seconds).containsExactly(1.0, 2.0, 5.0, 10.0, 20.0);
        assertThat(thumb.ages()).extracting(KindCompleteness.Age::atRisk).containsExactly(4L, 4L, 4L, 4L, 2L);
        assertThat(thumb.ages()).extracting(KindCompleteness.Age::votes).containsExactly(0L, 0L, 0L, 1L, 1L);
        assertThat(thumb.ages().get(0).share()).hasValue(0);
    }

    @Test
    void shouldCallSilenceUnobservedAndNotZero() {
        answer("a", 0);
        answer("b", 100);

        KindCompleteness thumb = of(THUMB, 1);

        assertThat(thumb.votes()).isZero();
        assertThat(thumb.atWindow()).isEmpty();
        assertThat(thumb.ages()).allSatisfy(age -> assertThat(age.share()).isEmpty());
    }

    @Test
    void shouldHaveNothingToSayAboutAnEmptyRecord() {
        Completeness nothing = Completeness.of(new FeedbackRecord(List.of(), List.of()), List.of(THUMB, PAIR), 1);

        assertThat(nothing.votes()).isZero();
        assertThat(nothing.kinds()).hasSize(2).allSatisfy(kind -> assertThat(kind.answers())
                .isZero());
    }

    @Test
    void shouldLeaveTheWindowOpenWhenNoAnswerWasWatchedThatLong() {
        answer("a", 0);
        answer("b", 15);
        vote("1", "thumb", 5, "a");

        KindCompleteness thumb = of(THUMB, 1);

        assertThat(thumb.atWindow()).isEmpty();
        assertThat(thumb.ages().get(2).share()).hasValue(1);
    }

    @Test
    void shouldCountTheSameVoteOnceAndTheFirstOfSeveral() {
        answer("a", 0);
        vote("1", "thumb", 8, "a");
        vote("1", "thumb", 8, "a");
        vote("2", "thumb", 3, "a");

        Completeness found = Completeness.of(new FeedbackRecord(answers, votes), List.of(THUMB), 1);

        assertThat(found.votes()).isEqualTo(2);
        assertThat(found.kinds().get(0).votes()).isEqualTo(1);
        assertThat(found.kinds().get(0).ages().get(2).votes()).as("by 5 s").isEqualTo(1);
    }

    @Test
    void shouldNotCountVotesAboutAnswersThatAreNotThere() {
        answer("a", 0);
        vote("1", "thumb", 8, "gone");
        vote("2", "thumb", 8);

        Completeness found = Completeness.of(new FeedbackRecord(answers, votes), List.of(THUMB), 1);

        assertThat(found.unmatched()).isEqualTo(2);
        assertThat(found.kinds().get(0).votes()).isZero();
    }

    @Test
    void shouldWaitForAChoiceFromTheLaterAnswerOfAGroup() {
        answer("a", 0);
        answer("b", 4);
        answers.add(new Answer("single", "other", START));
        vote("1", "pair", 10, "a", "b");

        KindCompleteness pair = of(PAIR, 1);

        assertThat(pair.answers()).as("groups with two answers").isEqualTo(1);
        assertThat(pair.votes()).isEqualTo(1);
        assertThat(pair.ages()).extracting(KindCompleteness.Age::votes).containsExactly(0L, 0L, 0L, 1L, 1L);
        assertThat(pair.horizonSeconds()).isEqualTo(6);
    }

    @Test
    void shouldTakeAVoteThatIsOlderThanItsAnswerAsAtOnce() {
        answer("a", 10);
        vote("1", "thumb", 9, "a");

        assertThat(of(THUMB, 1).ages().get(0).votes()).isEqualTo(1);
    }

    private KindCompleteness of(Kind kind, int leastAtRisk) {
        return Completeness.of(new FeedbackRecord(answers, votes), List.of(kind), leastAtRisk)
                .kinds()
                .get(0);
    }

    private void answer(String id, long second) {
        answers.add(new Answer(id, "g", START.plusSeconds(second)));
    }

    private void vote(String id, String kind, long second, String... targets) {
        votes.add(new Vote(id, kind, "g", List.of(targets), START.plusSeconds(second)));
    }
}
