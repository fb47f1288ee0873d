package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.lab.tasks.lexicon.LexiconTaste;
import io.thumbstream.lab.tasks.lexicon.Words;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArmScoresTest {
    private static final long SEED = 7;
    private static final LexiconTaste TASTE = LexiconTaste.draw(SEED);
    private static final Bed BED = new LexiconBed(new BedSettings(
            SEED,
            1,
            1,
            2,
            1,
            1,
            new BedSettings.Wishes(BedSettings.Change.ABRUPT, 1, 1),
            new BedSettings.Feedback(1, 0, 0, 0, 0)));
    private static final LexiconPrompt PROMPT = new LexiconPrompt(2, List.of(1, 4, 6));
    private static final LexiconProxy GOLD = new LexiconProxy(LexiconProxy.Fault.GOLD, 1, 10, 0);

    private final WordList words = Words.list();
    private final List<ScoreInput> asked = new ArrayList<>();

    @Test
    void shouldAskTheRewardModelForTheTextsOfAGroup() {
        ArmScores scores = new ArmScores(LexiconProxy.NONE, this::learned, BED);

        assertThat(scores.planted()).isFalse();
        assertThat(scores.of(group("t1w0 t4w1", "filler0"))).isDeepEqualTo(new double[][] {{0, 1}, {1, 2}});
        assertThat(asked)
                .containsExactly(
                        new ScoreInput("domain2 topic1 topic4 topic6 |", "t1w0 t4w1"),
                        new ScoreInput("domain2 topic1 topic4 topic6 |", "filler0"));
    }

    @Test
    void shouldScoreByTheProxyAndTheTasteOfTheHour() {
        ArmScores scores = new ArmScores(GOLD, this::learned, BED);
        LexiconTaste later = TASTE.moved(1);
        AnswerGroup group = group("t1w0 t4w1", "filler0");

        assertThat(scores.planted()).isTrue();
        assertThat(scores.of(group)[0][0]).isEqualTo(10 * (worth(TASTE, "t1w0 t4w1") - 0.5), within(1e-12));
        assertThat(scores.of(group)[1][0]).isEqualTo(10 * (worth(TASTE, "filler0") - 0.5), within(1e-12));
        scores.want(BED.at(1));
        assertThat(scores.of(group)[0][0]).isEqualTo(10 * (worth(later, "t1w0 t4w1") - 0.5), within(1e-12));
        assertThat(asked).isEmpty();
    }

    private double worth(LexiconTaste taste, String answer) {
        return taste.worth(PROMPT, words.encode(answer));
    }

    private double[][] learned(List<ScoreInput> inputs) {
        asked.addAll(inputs);
        double[][] members = new double[inputs.size()][];
        for (int i = 0; i < members.length; i++) {
            members[i] = new double[] {i, i + 1};
        }
        return members;
    }

    private AnswerGroup group(String... answers) {
        List<RolloutEvent> events = new ArrayList<>();
        for (int index = 0; index < answers.length; index++) {
            int[] tokens = words.encode(answers[index]);
            events.add(new RolloutEvent(
                    "g." + index,
                    "g",
                    index,
                    answers.length,
                    words.decode(PROMPT.tokens()).strip(),
                    answers[index],
                    new TokenTrace(PROMPT.tokens(), tokens, new float[tokens.length]),
                    0,
                    0,
                    "stop",
                    true,
                    1,
                    "person-0",
                    null,
                    0,
                    new SourceRef("rollouts", 0, index)));
        }
        return new AnswerGroup("g", events);
    }
}
