package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reward model thinks of answers, as labels that nobody gave. */
class OwnAnswersTest {
    private static final String MODEL = "reward/support";
    private static final RolloutEvent FIRST = Events.rollout("g", 0, 2, 1_000);
    private static final RolloutEvent SECOND = Events.rollout("g", 1, 2, 1_100);
    private static final Duration SOON = Duration.ofMillis(700);

    private final Path stateDir;

    OwnAnswersTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    private static Output.Draft draft(int revision, @Nullable ScoreState first, @Nullable ScoreState second) {
        return new Output.Draft(
                new GroupState("g", 2, 2, 1_100_000, revision),
                List.of(
                        new RolloutState(FIRST, false, List.of(), first),
                        new RolloutState(SECOND, false, List.of(), second)),
                1,
                1_100_000);
    }

    @Test
    void shouldSayOfEachAnswerHowProbableApprovalIsAndWhichVersionSaysSo() {
        List<Label> labels = OwnAnswers.of(draft(1, new ScoreState(0, 0.5, 3), new ScoreState(-1.5, 0.5, 3)), MODEL);

        assertThat(labels).extracting(Label::getLabelId).containsExactly("g/own/0", "g/own/1");
        assertThat(labels.get(0).getValue()).isEqualTo(0.5);
        assertThat(labels.get(1).getValue()).isEqualTo(1 / (1 + Math.exp(1.5)), within(1e-12));
        assertThat(labels).allSatisfy(label -> {
            assertThat(label.getObservation()).isEqualTo(Observation.IMPUTED);
            assertThat(label.getInterpreter()).isEqualTo("reward/support@3");
            assertThat(label.getUserKey()).isEmpty();
            assertThat(label.getFeedbackIds()).isEmpty();
            assertThat(label.getItems()).hasSize(1);
        });
        assertThat(labels.get(1).getItems().get(0).getResponse()).isEqualTo(SECOND.response());
        assertThat(labels.get(1).getItems().get(0).getPolicyVersion()).isEqualTo(SECOND.oldestPolicyVersion());
    }

    @Test
    void shouldSayNothingOfLaterRevisionsNorOfGroupsThatLackAScore() {
        ScoreState score = new ScoreState(1, 0, 3);

        assertThat(OwnAnswers.of(draft(2, score, score), MODEL)).isEmpty();
        assertThat(OwnAnswers.of(draft(1, score, null), MODEL)).isEmpty();
    }

    @Test
    void shouldStayInsideZeroAndOneHoweverSureTheModelIs() {
        List<Label> labels = OwnAnswers.of(draft(1, new ScoreState(900, 0, 3), new ScoreState(-900, 0, 3)), MODEL);

        assertThat(labels).extracting(Label::getValue).allMatch(value -> value > 0 && value < 1);
    }

    @Test
    void shouldComeOutOfTheTopologyOnlyWhenAskedFor() {
        RewardPipeline plain = TopologyBench.chain().pipeline();
        RewardPipeline telling = new RewardPipeline(plain.model(), plain.chain(), plain.credit(), true);
        assertThat(labels("own-told", telling)).extracting(Label::getLabelId).containsExactly("g/own/0", "g/own/1");
        assertThat(labels("own-untold", plain)).isEmpty();
    }

    private List<Label> labels(String name, RewardPipeline pipeline) {
        try (TopologyBench bench = new TopologyBench(stateDir.resolve(name), name, pipeline)) {
            bench.scorer.swap(TopologyBench.byLength(7));
            bench.send(rollout("g", 0, 2, START));
            bench.send(rollout("g", 1, 2, START.plusMillis(50)));
            bench.sleep(SOON);

            assertThat(bench.experience.readValuesToList())
                    .extracting(Experience::getRevision)
                    .containsExactly(1);
            return bench.labels.readValuesToList();
        }
    }
}
