package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.assemble.Contribution;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.event.ReferenceTrace;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.ReferenceLogProbs;
import io.thumbstream.schemas.avro.Rollout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rollout says of the reference policy is in every revision of its group, and state without it is read and written as before. */
class ReferenceCarryTest {
    private static final ReferenceLogProbs REFERENCE = ReferenceLogProbs.newBuilder()
            .setLogProbs(List.of(-1.5f, -0.75f, -0.0625f))
            .setPolicyVersion(0)
            .setSha256("abc")
            .setTemperature(0.5)
            .build();
    private static final SourceRef PLACE = new SourceRef("rollouts", 2, 77);
    private static final StateSeal NO_SEAL = new StateSeal(Optional.empty());
    private static final Contribution OF_BOB = new Contribution("g/THUMB/bob", 1.0, 1, true, "bob", 3, 9, List.of("f"));

    private final RolloutEvent plain = EventMapper.rollout(rollout("g", 0, 1, START), PLACE);
    private final RolloutEvent referenced = EventMapper.rollout(told(rollout("g", 0, 1, START)), PLACE);

    private static Rollout told(Rollout rollout) {
        return Rollout.newBuilder(rollout).setReferenceLogProbs(REFERENCE).build();
    }

    @Test
    void shouldTakeTheNumbersAndWhoseTheyAreFromTheRecord() {
        assertThat(plain.trace().reference()).isEmpty();
        assertThat(referenced.trace().reference())
                .contains(new ReferenceTrace(new float[] {-1.5f, -0.75f, -0.0625f}, 0, "abc", 0.5));
        assertThat(referenced).isNotEqualTo(plain);
    }

    @Test
    void shouldKeepThemWithEventsThatWait() {
        assertThat(EventCodec.decode(EventCodec.encode(referenced))).isEqualTo(referenced);
        assertThat(format(EventCodec.encode(referenced))).isEqualTo(2);
    }

    @Test
    void shouldKeepThemWithTheStateOfAnAnswerWhoeverJudgedIt() {
        for (List<Contribution> said : List.of(List.<Contribution>of(), List.of(OF_BOB))) {
            RolloutState state = new RolloutState(referenced, true, said, new ScoreState(1.5, 0.25, 4));

            assertThat(StateCodec.rollout(StateCodec.encode(state, NO_SEAL), NO_SEAL))
                    .isEqualTo(state);
            assertThat(format(StateCodec.encode(state, NO_SEAL))).isEqualTo(3);
        }
    }

    @Test
    void shouldWriteWhatHasNoneInTheFormatThatOlderProgramsRead() {
        RolloutState unjudged = new RolloutState(plain, false, List.of(), null);
        RolloutState judged = new RolloutState(plain, false, List.of(OF_BOB), null);

        assertThat(format(EventCodec.encode(plain))).isEqualTo(1);
        assertThat(format(StateCodec.encode(unjudged, NO_SEAL))).isEqualTo(1);
        assertThat(format(StateCodec.encode(judged, NO_SEAL))).isEqualTo(2);
        assertThat(StateCodec.rollout(StateCodec.encode(judged, NO_SEAL), NO_SEAL))
                .isEqualTo(judged);
    }

    @Test
    void shouldReadWhatAnOlderProgramWrote() {
        byte[] event = body(new BinaryWriter(1).flag(true)).toBytes();
        byte[] state = body(new BinaryWriter(1))
                .flag(false)
                .number(0) // nobody said anything
                .flag(false) // no score
                .toBytes();

        assertThat(EventCodec.decode(event)).isEqualTo(plain);
        assertThat(StateCodec.rollout(state, NO_SEAL)).isEqualTo(new RolloutState(plain, false, List.of(), null));
    }

    @Test
    void shouldBeInEveryRevisionOfTheExperience(@TempDir Path stateDir) {
        try (TopologyBench bench = new TopologyBench(stateDir, "reference")) {
            bench.send(told(rollout("g", 0, 2, START)));
            bench.send(rollout("g", 1, 2, START.plusMillis(50)));
            bench.sleep(Duration.ofMillis(700));
            bench.send(thumb("f", "g", 0, 1, START.plusMillis(900)));
            bench.sleep(Duration.ofMillis(700));

            List<Experience> revisions = bench.experience.readValuesToList();
            assertThat(revisions).hasSizeGreaterThan(1).allSatisfy(revision -> {
                assertThat(revision.getRollouts().get(0).getReferenceLogProbs()).contains(REFERENCE);
                assertThat(revision.getRollouts().get(1).getReferenceLogProbs()).isEmpty();
            });
        }
    }

    private static int format(byte[] stored) {
        return ByteBuffer.wrap(stored).getInt();
    }

    /** The answer without a reference, field by field as the first format has them. */
    private BinaryWriter body(BinaryWriter out) {
        out.text(plain.id())
                .text(plain.groupId())
                .number(plain.index())
                .number(plain.groupSize())
                .text(plain.prompt())
                .text(plain.response())
                .ints(plain.trace().promptTokens())
                .ints(plain.trace().tokens())
                .floats(plain.trace().logProbs())
                .number(plain.oldestPolicyVersion())
                .number(plain.newestPolicyVersion())
                .text(plain.finishReason())
                .flag(plain.displayed())
                .number(plain.feedbackProbability())
                .maybeText(plain.userKey())
                .maybeText(plain.explorationArm())
                .number(plain.timeMicros());
        return out.text("rollouts").number(2).number(77L);
    }
}
