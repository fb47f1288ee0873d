package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.tasks.lexicon.LexiconAspects;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Remark;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A writer beside the policy, people who correct answers, aspects, and how well rewards follow true worth. */
class BedVariantsTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 6);
    private static final String ASKED = "domain2 topic1 topic4 topic6 |";
    private static final String GOOD = "t1w0 t4w1 t6w2 style2 t1w3 t4w4 t6w5 style2";
    private static final String FAIR = "t4w1 t1w0 filler3 filler4 style2";
    private static final String BAD = "filler1 filler2";

    private final Bed bed;
    private final int[] prompt;

    BedVariantsTest() throws IOException {
        bed = Bed.of(settings("{seed: 4, aspects: {good: 0.25}}"));
        prompt = bed.words().encode(ASKED);
    }

    private static BedSettings settings(String keys) throws IOException {
        return SettingsBinder.overlay(BedSettings.defaults(), new YAMLMapper().readTree(keys), "bed");
    }

    @Test
    void shouldWriteBetterAnswersTheMoreDraftsThereAre() {
        double one = 0;
        double many = 0;
        for (int i = 0; i < 20; i++) {
            List<AnswerGroup> groups = List.of(group("g" + i, "person-1", GOOD, BAD));
            one += written(groups, 1).get(0) / 20;
            many += written(groups, 64).get(0) / 20;
        }

        assertThat(many).as("seed %d", SEED).isGreaterThan(one + 0.1);
    }

    /** Worth of what a writer of so many drafts puts beside the answers of the one group. */
    private List<Double> written(List<AnswerGroup> groups, int drafts) {
        BedWriter writer = new BedWriter(new BedSettings.Writer(2, drafts));
        List<AnswerGroup> beside = writer.beside(groups, bed, new SeededRandom(SEED));
        List<RolloutEvent> answers = beside.get(0).answers();

        assertThat(beside.get(0).displayed()).isEqualTo(groups.get(0).displayed());
        assertThat(answers).hasSize(4).startsWith(groups.get(0).answers().toArray(RolloutEvent[]::new));
        for (RolloutEvent answer : answers.subList(2, 4)) {
            int[] tokens = answer.trace().tokens();
            assertThat(answer.oldestPolicyVersion()).isEqualTo(-1);
            assertThat(tokens).hasSizeBetween(5, 24).endsWith(ChatFormat.END_ID);
            assertThat(bed.words().encode(answer.response())).isEqualTo(Arrays.copyOf(tokens, tokens.length - 1));
        }
        assertThat(writer.beside(groups, bed, new SeededRandom(SEED))).isEqualTo(beside);
        return answers.subList(2, 4).stream()
                .map(answer -> bed.worth(prompt, answer.trace().tokens()))
                .toList();
    }

    @Test
    void shouldLeaveGroupsAloneWithoutAWriter() {
        List<AnswerGroup> groups = List.of(group("g", "person-1", GOOD, BAD));

        assertThat(new BedWriter(BedSettings.Writer.NONE).beside(groups, bed, new SeededRandom(SEED)))
                .isSameAs(groups);
    }

    @Test
    void shouldCorrectWhatFewPeopleAreShownAndTeachIt() {
        BedCorrections corrections = new BedCorrections(new BedSettings.Editing(0.05, 2), bed.words());
        BedPeople people = new BedPeople(new BedSettings.Feedback(1, 0, 0, 0, 0), bed, corrections);
        RolloutEvent corrected = group("h", "person-95", FAIR, BAD).answers().get(0);
        RolloutEvent other = group("g", "person-94", FAIR, BAD).answers().get(0);

        String text = people.say(FeedbackKind.EDIT, List.of(corrected), new SeededRandom(SEED))
                .map(statement -> String.valueOf(statement.text()))
                .orElseThrow();
        assertThat(people.say(FeedbackKind.EDIT, List.of(other), new SeededRandom(SEED)))
                .as("five in a hundred correct")
                .isEmpty();
        int[] tokens = bed.words().encode(text);
        assertThat(IntStream.range(0, tokens.length)
                        .filter(i -> tokens[i] != bed.words().encode(FAIR)[i])
                        .count())
                .isBetween(1L, 2L);
        assertThat(bed.worth(prompt, tokens))
                .isGreaterThan(bed.worth(prompt, bed.words().encode(FAIR)));

        RolloutGroup taught =
                corrections.with(told("h"), List.of(edit("h.0", text))).value();
        assertThat(taught.rollouts()).hasSize(3);
        GroupRollout last = taught.rollouts().get(2);
        assertThat(last.fromElsewhere()).isTrue();
        assertThat(last.label()).contains(new BinaryLabel(1, 1));
        assertThat(last.reward()).isEqualTo(0.75);
        assertThat(Arrays.copyOf(last.tokens(), last.tokens().length - 1)).isEqualTo(tokens);
        assertThat(last.tokens()).endsWith(ChatFormat.END_ID);
        InputRecord<RolloutGroup> untouched = told("g");
        assertThat(corrections.with(untouched, List.of())).isSameAs(untouched);
        assertThat(new BedCorrections(BedSettings.Editing.NONE, bed.words())
                        .with(untouched, List.of(edit("g.0", text))))
                .as("where nobody corrects, edits are take-overs")
                .isSameAs(untouched);
    }

    private static Remark edit(String id, String text) {
        return new Remark(id, FeedbackKind.EDIT, null, text);
    }

    private InputRecord<RolloutGroup> told(String id) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (double reward : new double[] {0.25, 0.75}) {
            rollouts.add(new GroupRollout(
                    id + "." + rollouts.size(), prompt, new int[2], new float[2], 0, reward, Optional.empty()));
        }
        RolloutGroup group = new RolloutGroup(id, 1, rollouts, Instant.EPOCH);
        return new InputRecord<>(new Position("experience", 0, 1), id, 1, group);
    }

    @Test
    void shouldRelateRewardsToWhatTrueWorthWouldEarn() {
        List<AnswerGroup> groups =
                List.of(group("g", "person-1", GOOD, FAIR, BAD), group("h", "person-1", BAD, GOOD, FAIR));
        RewardFidelity plain = new RewardFidelity(List.of());
        RewardFidelity clipped = new RewardFidelity(List.of(TechniqueChoice.of("prior-clipped")));

        assertThat(plain.of(groups, scores(groups, 10, 1), bed)).isEqualTo(1, within(1e-9));
        assertThat(plain.of(groups, scores(groups, -2, 0), bed)).isEqualTo(-1, within(1e-9));
        assertThat(plain.of(groups, scores(groups, 0, 3), bed))
                .as("nothing is told apart")
                .isZero();
        assertThat(clipped.of(groups, scores(groups, 10, -5), bed)).isEqualTo(1, within(1e-9));
        // scores far below zero are clipped alike, whatever is worth more
        assertThat(clipped.of(groups, scores(groups, 10, -50), bed)).isZero();
    }

    /** {@code slope U + shift} of every answer, by two members who are one apart. */
    private List<double[][]> scores(List<AnswerGroup> groups, double slope, double shift) {
        return groups.stream()
                .map(group -> group.answers().stream()
                        .mapToDouble(answer ->
                                slope * bed.worth(prompt, answer.trace().tokens()) + shift)
                        .mapToObj(score -> new double[] {score - 0.5, score + 0.5})
                        .toArray(double[][]::new))
                .toList();
    }

    @Test
    void shouldKnowAspectsOfAnswers() throws IOException {
        List<RolloutEvent> answers =
                group("g", "person-1", GOOD, FAIR, BAD, BAD).answers();

        assertThat(bed.parts(prompt, bed.words().encode(GOOD)))
                .containsOnlyKeys(LexiconAspects.TOPICS, LexiconAspects.STYLE);
        // the good answer has 6 and 2 of 8 words, the fair one 2 and 1 of 5
        assertThat(ArmMeasure.both(answers, bed)).isEqualTo(0.25, within(1e-12));
        assertThat(Bed.of(settings("{seed: 4}")).parts(prompt, prompt)).isEmpty();
    }

    @Test
    void shouldRefuseWhatNobodyCanDo() {
        assertThatThrownBy(() -> settings("{writer: {answers: 1, drafts: 0}}")).hasMessageContaining("drafts 0");
        assertThatThrownBy(() -> settings("{editing: {share: 1.5}}")).hasMessageContaining("share 1.5");
        assertThatThrownBy(() -> settings("{aspects: {good: 0.7}}")).hasMessageContaining("good is 0.7");
        for (String more : List.of("writer: {answers: 1}", "editing: {share: 0.1}", "aspects: {good: 0.3}")) {
            for (String task : List.of("chain", "desk")) {
                assertThatThrownBy(() -> settings("{task: " + task + ", " + more + "}"))
                        .as(more)
                        .hasMessageContaining("on task " + task)
                        .hasMessageContaining("take task lexicon");
            }
        }
        String twice =
                """
                bed: {editing: {share: 0.1}}
                arms:
                  old: {}
                  new: {demonstrations: true}
                claim: {arm: new, baseline: old, kind: better, metric: final-gold}
                """;
        assertThatThrownBy(() -> Trial.read("twice", new YAMLMapper().readTree(twice)))
                .hasMessageContaining("arm new")
                .hasMessageContaining("leave out demonstrations");
    }

    private AnswerGroup group(String id, String person, String... answers) {
        List<RolloutEvent> events = new ArrayList<>();
        for (int index = 0; index < answers.length; index++) {
            int[] tokens = bed.words().encode(answers[index]);
            events.add(new RolloutEvent(
                    id + "." + index,
                    id,
                    index,
                    answers.length,
                    ASKED,
                    answers[index],
                    new TokenTrace(prompt, tokens, new float[tokens.length]),
                    0,
                    0,
                    "stop",
                    true,
                    1,
                    person,
                    null,
                    0,
                    new SourceRef("rollouts", 0, index)));
        }
        return new AnswerGroup(id, events);
    }
}
