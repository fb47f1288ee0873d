package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeardListsTest {
    private static final RolloutEvent TOP = answer(0);
    private static final RolloutEvent SECOND = answer(1);
    private static final RolloutEvent THIRD = answer(2);
    /** Reads time without learning from it. */
    private static final String NOTICED =
            "{name: implicit, copied-weight: 0, regenerated-weight: 0, abandoned-weight: 0, dwell-weight: 0}";

    @Test
    void shouldReadTheSameSignsInTheWayOfTheArm() throws IOException {
        RewardData.Said[] said = {sign(TOP, "copied"), sign(SECOND, "regenerated"), sign(THIRD, "copied")};

        // half of a vote each, and what is copied from the third place weighs three times as much
        assertThat(spoken("[uptake]", said)).extracting(RewardLabel::weight).containsExactly(0.5, 0.5, 1.5);
        assertThat(spoken("[implicit]", said)).extracting(RewardLabel::weight).containsExactly(0.5, 0.5, 0.5);
        assertThat(spoken("[uptake]", said)).extracting(RewardLabel::value).containsExactly(1.0, 0.0, 1.0);
        assertThat(spoken("[thumb]", said)).as("nobody reads signs").isEmpty();

        RewardLabel label = spoken("[proposal]", said).get(0);
        assertThat(label.kind()).isEqualTo(LabelKind.BINARY);
        assertThat(label.items().get(0).response()).isEqualTo("answer 0");
        assertThat(label.userKey()).contains("person-7");
        assertThat(label.at()).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(label.evidence().kind()).isEqualTo(FeedbackKind.IMPLICIT);
        assertThat(label.evidence().propensity()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutWhatHasNoWeight() throws IOException {
        RewardData.Said[] said = {sign(TOP, "abandoned"), sign(SECOND, "dwell")};

        assertThat(heard("[proposal]", said))
                .as("ignored is no opinion, and no silence either")
                .extracting(RewardData.Judgement::id)
                .containsExactly("list.2-no-IMPLICIT");
        assertThat(spoken("[implicit]", said)).hasSize(2);
    }

    @Test
    void shouldHearSilenceOfThoseWhoWereThere() throws IOException {
        RewardData.Said[] said = {thumb(TOP), sign(SECOND, "dwell")};

        assertThat(silent("[thumb]", said)).containsExactly("list.1-no-THUMB", "list.2-no-THUMB");
        assertThat(silent("[monitored, " + NOTICED + "]", said))
                .as("the second was looked at; of signs nothing is asked")
                .containsExactly("list.0-no-IMPLICIT", "list.1-no-THUMB", "list.2-no-IMPLICIT");
        assertThat(silent("[monitored]", said))
                .as("time that nobody reads proves nothing")
                .isEmpty();
        assertThat(silent("[{name: monitored, presence: group}]", said))
                .as("who gives a thumb to one was there for all")
                .containsExactly("list.1-no-THUMB", "list.2-no-THUMB");
        assertThat(silent("[monitored, " + NOTICED + "]", sign(SECOND, "abandoned")))
                .as("to leave proves nothing")
                .doesNotContain("list.1-no-THUMB");
        assertThat(heard("[thumb]", said).get(1).label().evidence().silent()).isTrue();
        assertThat(heard("[thumb]", said).get(1).label().value())
                .as("neither yes nor no")
                .isEqualTo(0.5);
    }

    @Test
    void shouldMakeAChoiceOfEachTwoThatWereOrdered() throws IOException {
        Statement order = new Statement("order", io.thumbstream.reward.event.FeedbackKind.RANKING, null, "2 1 3");
        List<RewardData.Judgement> heard = heard("[ranking]", new RewardData.Said(order, List.of(TOP, SECOND, THIRD)));

        // first before second, first before third, second before third
        assertThat(heard).extracting(RewardData.Judgement::id).containsExactly("order#0", "order#1", "order#2");
        assertThat(heard).extracting(each -> each.label().value()).containsExactly(0.0, 1.0, 1.0);
        assertThat(heard).allSatisfy(each -> {
            assertThat(each.label().kind()).isEqualTo(LabelKind.PAIR);
            assertThat(each.label().weight()).isEqualTo(1 / 3.0, within(1e-12));
        });
    }

    @Test
    void shouldNameTheBestOfThoseThatAreLeftWhereTheArmReadsPlaces() throws IOException {
        Statement order = new Statement("order", io.thumbstream.reward.event.FeedbackKind.RANKING, null, "2 1 3");
        List<RewardData.Judgement> heard =
                heard("[{name: ranking, as: order}]", new RewardData.Said(order, List.of(TOP, SECOND, THIRD)));

        // the second before the other two, then the first before the third
        assertThat(heard).extracting(each -> each.label().kind()).containsExactly(LabelKind.BEST, LabelKind.PAIR);
        assertThat(heard.get(0).label().items())
                .extracting(ScoreInput::response)
                .containsExactly("answer 1", "answer 0", "answer 2");
        assertThat(heard).allSatisfy(each -> assertThat(each.label().weight()).isEqualTo(0.5, within(1e-12)));
    }

    @Test
    void shouldRefuseTwoReadersOfOneKindAndStatementsThatMeanNothing() {
        assertThatThrownBy(() -> reader("[uptake, implicit]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both read IMPLICIT");
        assertThatThrownBy(() -> heard("[uptake]", sign(TOP, "smiled at")))
                .hasMessageContaining("uptake makes nothing of a sound statement");
    }

    private static HeardLists reader(String interpreters) throws IOException {
        List<TechniqueChoice> choices = new ArrayList<>();
        new YAMLMapper().readTree(interpreters).forEach(each -> choices.add(TechniqueChoice.fromTree(each)));
        return new HeardLists(choices);
    }

    private static List<RewardData.Judgement> heard(String interpreters, RewardData.Said... said) throws IOException {
        return reader(interpreters)
                .judgements(List.of(new RewardData.ShownList(List.of(TOP, SECOND, THIRD), List.of(said))));
    }

    private static List<RewardLabel> spoken(String interpreters, RewardData.Said... said) throws IOException {
        return heard(interpreters, said).stream()
                .map(RewardData.Judgement::label)
                .filter(label -> !label.evidence().silent())
                .toList();
    }

    private static List<String> silent(String interpreters, RewardData.Said... said) throws IOException {
        return heard(interpreters, said).stream()
                .filter(each -> each.label().evidence().silent())
                .map(RewardData.Judgement::id)
                .toList();
    }

    private static RewardData.Said sign(RolloutEvent answer, String signal) {
        return new RewardData.Said(
                new Statement(
                        answer.id() + "-" + signal, io.thumbstream.reward.event.FeedbackKind.IMPLICIT, 0.9, signal),
                List.of(answer));
    }

    private static RewardData.Said thumb(RolloutEvent answer) {
        return new RewardData.Said(
                new Statement(answer.id() + "-thumb", io.thumbstream.reward.event.FeedbackKind.THUMB, 1.0, null),
                List.of(answer));
    }

    private static RolloutEvent answer(int place) {
        return new RolloutEvent(
                "list." + place,
                "list",
                place,
                3,
                "asked",
                "answer " + place,
                TokenTrace.empty(),
                0,
                0,
                "stop",
                true,
                1,
                "person-7",
                null,
                1_700_000_000_000_000L,
                new SourceRef("rollouts", 0, place));
    }
}
