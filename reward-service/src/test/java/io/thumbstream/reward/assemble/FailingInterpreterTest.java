package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.rollout;
import static io.thumbstream.reward.assemble.Events.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.Interpretation;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Feedback that an interpreter of a plug-in fails at is refused, whether its answer was there or came later; all other feedback counts. */
class FailingInterpreterTest {

    /** Takes every thumb up for approval, and fails at every other. */
    private static final class Picky implements FeedbackInterpreter {
        @Override
        public Set<FeedbackKind> kinds() {
            return Set.of(FeedbackKind.THUMB);
        }

        @Override
        public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
            Double thumb = statement.value();
            if (thumb == null || thumb < 0) {
                throw new NumberFormatException("no thumb that I know");
            }
            RolloutEvent answer = answers.get(0);
            LabelItem item = new LabelItem(answer.id(), answer.prompt(), answer.response(), 4);
            return new Interpretation.Meaning(List.of(item), 1, 1, true);
        }

        @Override
        public Set<Signal> provides() {
            return Set.of(Signal.BINARY_LABEL);
        }
    }

    private final Bench bench = new Bench(JoinerSettings.defaults(), Map.of("picky", new Picky()));

    @Test
    void shouldRefuseWhatCannotBeReadWhenItWaitedForItsAnswer() {
        bench.take(
                        thumb("bad", "g.0", -1, 1, 900),
                        thumb("good", "g.0", 1, 2, 950),
                        rollout("g", 0, 1, 1_000),
                        rollout("h", 0, 1, 1_100),
                        thumb("other", "h.0", 1, 3, 1_200))
                .until(2_000);

        assertThat(bench.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.feedback().id()).isEqualTo("bad");
            assertThat(refused.reason()).isEqualTo("failed");
        });
        assertThat(bench.labels())
                .extracting(label -> String.join(" ", label.feedbackIds()))
                .containsExactly("good", "other");
        assertThat(bench.drafts().get(0).rollouts().get(0).feedbackIds()).containsExactly("good");
    }

    @Test
    void shouldRefuseWhatCannotBeReadWhenItsAnswerIsThere() {
        bench.take(rollout("g", 0, 1, 1_000), thumb("bad", "g.0", -1, 1, 1_100), thumb("good", "g.0", 1, 2, 1_200))
                .until(2_000);

        assertThat(bench.refused())
                .extracting(refused -> refused.feedback().id())
                .containsExactly("bad");
        assertThat(bench.labels()).singleElement().satisfies(label -> assertThat(label.feedbackIds())
                .containsExactly("good"));
    }
}
