package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.tasks.desk.DeskMenu;
import io.thumbstream.lab.tasks.desk.DeskScreen;
import io.thumbstream.lab.tasks.desk.DeskWords;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskBedTest {
    private static final long SEED = 4;
    private static final int ROUNDS = 400;
    private static final String KEYS = "{task: desk, seed: 4, feedback: {said: 1, noise: 0, right: 0.6}}";
    private static final String TRIAL =
            """
            title: desk
            bed: {task: desk, base-steps: 3, steps: 2, prompts: 2, answers: 4, measured: 2, measure-every: 1,
              feedback: {said: 1, noise: 0, right: 0.6}, proxy: {fault: random}}
            common: {learner: {policy: {groups-per-step: 2, stabilizers: []}}}
            arms:
              imitate: {demonstrations: true, reward: {transforms: []}, learner: {policy: {objective: sft-objective}}}
              blind: {reward: {transforms: []}, learner: {policy: {objective: sft-objective}}}
              punish:
                reward:
                  interpreters: [{name: takeover, present-weight: 1}]
                  transforms: [{name: observed-label-mix, share: 1}]
            claim: {arm: punish, baseline: imitate, kind: better, metric: final-gold}
            """;

    private final DeskMenu menu = DeskMenu.draw(SEED);
    private final Bed bed;
    private final int[] prompt;
    private final int right;
    private final int wrong;

    DeskBedTest() throws IOException {
        bed = Bed.of(settings(KEYS));
        prompt = bed.prompts(new SeededRandom(SEED), 1, 1).get(0);
        right = menu.right(DeskScreen.of(prompt));
        wrong = right == DeskWords.UNDO ? right + 1 : DeskWords.UNDO;
    }

    private static BedSettings settings(String keys) throws IOException {
        return SettingsBinder.overlay(BedSettings.defaults(), new YAMLMapper().readTree(keys), "bed");
    }

    @Test
    void shouldPayTheRightClickAlone() {
        LexiconProxy gold = new LexiconProxy(LexiconProxy.Fault.GOLD, 1, 2, 0);

        assertThat(bed.worth(prompt, clicked(right))).isEqualTo(1);
        assertThat(bed.worth(prompt, clicked(wrong))).isZero();
        assertThat(bed.score(gold, prompt, clicked(right))).isEqualTo(1.0, within(1e-12));
        assertThat(bed.route(prompt, clicked(right))).isEmpty();
        assertThat(bed.at(100)).isEqualTo(bed);
        assertThat(bed.watched()).isTrue();
        assertThat(bed.longest()).isEqualTo(2);
    }

    @Test
    void shouldAskAboutEveryAnswerAndHearOnlyWhoWatches() throws IOException {
        BedPeople people = people();
        AnswerGroup group = group("g", right, wrong, wrong);

        assertThat(people.about(group, 1))
                .containsExactly(
                        List.of(group.answers().get(0)),
                        List.of(group.answers().get(1)),
                        List.of(group.answers().get(2)));
        for (FeedbackKind kind : List.of(FeedbackKind.THUMB, FeedbackKind.PAIR, FeedbackKind.OUTCOME)) {
            assertThat(people.say(kind, group.answers(), new SeededRandom(SEED)))
                    .as(kind.name())
                    .isEmpty();
        }
        assertThat(said(people, FeedbackKind.IMPLICIT, group.answers().get(1), 0))
                .hasValueSatisfying(sign -> assertThat(sign.text()).isEqualTo("dwell"));
    }

    @Test
    void shouldTakeOverMostlyFromWrongClicks() throws IOException {
        BedPeople people = people();
        AnswerGroup group = group("g", right, wrong);
        int edits = 0;
        int corrected = 0;
        int spoiled = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Optional<Statement> edit =
                    said(people, FeedbackKind.EDIT, group.answers().get(1), i);
            edits += edit.isPresent() ? 1 : 0;
            corrected += edit.filter(each -> text(right).equals(each.text())).isPresent() ? 1 : 0;
            spoiled +=
                    said(people, FeedbackKind.EDIT, group.answers().get(0), i).isPresent() ? 1 : 0;
        }

        // deviations of the shares are 0.011, 0.025 and 0.011
        assertThat((double) edits / ROUNDS).as("seed %d", SEED).isCloseTo(0.95, within(0.04));
        assertThat((double) corrected / ROUNDS).as("seed %d", SEED).isCloseTo(0.57, within(0.1));
        assertThat((double) spoiled / ROUNDS).as("seed %d", SEED).isCloseTo(0.05, within(0.04));
    }

    /** On a bed that nobody watches; P(up) of a worthless answer is 0.007. */
    @Test
    void shouldLetTheUnhappySpeakMoreOften() throws IOException {
        Bed chain = Bed.of(settings("{task: chain, seed: 4}"));
        BedPeople people = new BedPeople(new BedSettings.Feedback(0.2, 0, 0, 0, 0, 3, 1, 0), chain);
        int[] sum = chain.words().encode("+ 7 8 5 |");
        RolloutEvent rightly = answer("c", 0, sum, clicked(chain.words().encode("0")[0]));
        RolloutEvent wrongly = answer("c", 1, sum, clicked(chain.words().encode("1")[0]));
        int happy = 0;
        int unhappy = 0;
        for (int i = 0; i < ROUNDS; i++) {
            happy += said(people, FeedbackKind.THUMB, rightly, i).isPresent() ? 1 : 0;
            unhappy += said(people, FeedbackKind.THUMB, wrongly, i).isPresent() ? 1 : 0;
        }

        assertThat((double) happy / ROUNDS).as("seed %d", SEED).isCloseTo(0.2, within(0.08));
        assertThat((double) unhappy / ROUNDS).as("seed %d", SEED).isCloseTo(0.6, within(0.1));
    }

    /** With a first policy of three steps, which knows next to nothing. */
    @Test
    void shouldRunWithDemonstrationsAndWithPunishments(@TempDir Path home) throws IOException {
        Trial trial = Trial.read("desk", new YAMLMapper().readTree(TRIAL));
        assertThat(Objects.requireNonNull(trial.arms().get("imitate")).demonstrations())
                .isTrue();
        assertThat(Objects.requireNonNull(trial.arms().get("punish")).demonstrations())
                .isFalse();
        TrialReport report = TrialRun.run(trial, List.of(6L), home, new Silent());

        assertThat(home.resolve("desk-1-3")).isDirectory();
        ArmCurve imitate =
                Objects.requireNonNull(report.curves().get("imitate")).get(0);
        ArmCurve blind = Objects.requireNonNull(report.curves().get("blind")).get(0);
        assertThat(imitate.points()).hasSize(3);
        assertThat(blind.points().get(2).kl())
                .as("without demonstrations nobody approves of anything, seed 6")
                .isEqualTo(blind.points().get(0).kl(), within(1e-3));
        assertThat(imitate.points().get(2).entropy())
                .as("seed 6")
                .isNotEqualTo(blind.points().get(2).entropy());
    }

    @Test
    void shouldRefuseWhatTheBedHasNot() throws IOException {
        assertThatThrownBy(() -> settings("{task: desk, wishes: {change: abrupt}}"))
                .hasMessageContaining("wishes of task desk do not change");
        assertThatThrownBy(() -> settings("{task: desk, proxy: {fault: angle}}"))
                .hasMessageContaining("ANGLE needs attributes; with task desk");
        assertThatThrownBy(() -> settings("{feedback: {right: 1.5}}")).hasMessageContaining("right 1.5");
        assertThatThrownBy(() -> settings("{feedback: {unhappy: 0}}")).hasMessageContaining("unhappy 0.0");
        String odd = TRIAL.replace("demonstrations: true", "demonstrations: some");
        assertThatThrownBy(() -> Trial.read("desk", new YAMLMapper().readTree(odd)))
                .hasMessageContaining("demonstrations is \"some\"");
    }

    private BedPeople people() throws IOException {
        return new BedPeople(settings(KEYS).feedback(), bed);
    }

    private static Optional<Statement> said(BedPeople people, FeedbackKind kind, RolloutEvent answer, int round) {
        return people.say(
                kind, List.of(answer), new SeededRandom(SEED).child(answer.id()).child(round));
    }

    private String text(int click) {
        return bed.words().decode(new int[] {click}).strip();
    }

    /** A word and the end, which is the same id on every bed. */
    private static int[] clicked(int click) {
        return new int[] {click, DeskWords.END};
    }

    private AnswerGroup group(String id, int... clicks) {
        List<RolloutEvent> events = new ArrayList<>();
        for (int index = 0; index < clicks.length; index++) {
            events.add(answer(id, index, prompt, clicked(clicks[index])));
        }
        return new AnswerGroup(id, events);
    }

    private static RolloutEvent answer(String id, int index, int[] prompt, int[] tokens) {
        return new RolloutEvent(
                id + "." + index,
                id,
                index,
                3,
                "prompt",
                "answer",
                new TokenTrace(prompt, tokens, new float[tokens.length]),
                0,
                0,
                "stop",
                true,
                1,
                "person-0",
                null,
                0,
                new SourceRef("rollouts", 0, index));
    }

    private record Silent() implements Progress {
        @Override
        public void phase(String name, long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void close() {}
    }
}
