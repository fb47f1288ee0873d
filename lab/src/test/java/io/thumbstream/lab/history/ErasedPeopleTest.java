package io.thumbstream.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.history.History.Feedback;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a history with an erased person may lack, and what not. */
class ErasedPeopleTest {
    @Test
    void shouldFindNothingWhenAPersonIsErasedAndNothingCanBeRead() {
        HandMadeHistory history = new HandMadeHistory().withoutBob();

        assertThat(history.findings()).isEmpty();
        assertThat(history.history().ofErased()).as("records of Bob").hasSize(7);
    }

    @Test
    void shouldNotDemandALabelOfAVoteThatWasPassedOverForAnErasedPerson() {
        HandMadeHistory history = new HandMadeHistory().withoutBob();
        history.labels.removeIf(label -> label.id().equals("lh"));

        assertThat(history.findings()).isEmpty();
        assertThat(history.history().passedOver()).containsExactly("bob");
    }

    @Test
    void shouldDemandALabelOfAVoteThatTheErasedPersonGaveAfterwards() {
        HandMadeHistory history = new HandMadeHistory().withoutBob();
        history.accepted.add("bob-again");
        history.feedback.add(new Feedback(
                HandMadeHistory.at("feedback", 1, 2), "bob-again", "user-bob", Set.of("k.0"), Optional.empty()));

        assertThat(history.findings()).extracting(Finding::kind).containsExactly(FindingClass.LOST_VOTE);
    }
}
