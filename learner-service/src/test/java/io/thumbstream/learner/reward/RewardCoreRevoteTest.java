package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.trust.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: what a person's revisions teach is bounded, and live, replayed and restored learners agree about it. */
class RewardCoreRevoteTest {
    private static final int WORDS = 100;

    private final CoreBench bench = new CoreBench();
    private final RewardCore core = bench.open("by-label-kind", 5);
    private final List<StepPlan<RewardLabel>> taken = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    /** Takes steps until none is planned, and keeps them. */
    private void learn() {
        Optional<StepPlan<RewardLabel>> plan = core.plan(CoreBench.context(taken.size() + 1L));
        while (plan.isPresent()) {
            taken.add(plan.get());
            assertThat(core.apply(plan.get()).skipped()).isEmpty();
            plan = core.plan(CoreBench.context(taken.size() + 1L));
        }
    }

    private void say(String id, int revision, RewardLabel label) {
        core.accept(bench.logged(id, revision, label));
        learn();
    }

    private void crowd() {
        for (int i = 0; i < 40; i++) {
            core.accept(bench.logged("crowd" + i, 1, Labels.thumb("answer " + i, 1, "user-" + i % 20)));
        }
        learn();
    }

    private void flip() {
        for (int i = 0; i < WORDS; i++) {
            say("v", i + 1, Labels.thumb("answer", i % 2, "flipper"));
        }
    }

    @Test
    void shouldLearnNothingFromAVoteThatIsSentAgain() {
        crowd();
        for (int i = 0; i < CoreBench.BATCH; i++) {
            core.accept(bench.logged("v" + i, 1, Labels.thumb("answer", 1, "ann")));
        }
        learn();
        String weights = core.digest();

        for (int revision = 2; revision < WORDS; revision++) {
            for (int i = 0; i < CoreBench.BATCH; i++) {
                say("v" + i, revision, Labels.thumb("answer", 1, "ann"));
            }
        }

        assertThat(core.digest()).isEqualTo(weights);
        assertThat(core.notable()).isEmpty();
    }

    @Test
    void shouldLearnAVoteOfNobodyAgainWhenItIsSentAgain() {
        say("v", 1, Labels.thumb("answer", 1, ""));
        String weights = core.digest();
        say("v", 2, Labels.thumb("answer", 1, ""));

        assertThat(core.digest()).isNotEqualTo(weights);
    }

    @Test
    void shouldCutWhoKeepsFlippingOneVote() {
        crowd();
        flip();

        assertThat(core.notable()).singleElement().satisfies(verdict -> {
            assertThat(verdict.person()).isEqualTo("flipper");
            assertThat(verdict.reasons()).containsOnlyKeys(Reason.INFLUENCE_CAP);
            assertThat(verdict.factor())
                    .as("at most 20 free votes of 99 thirds and one")
                    .isBetween(0.19, 20.0 / 34 + 1e-9);
        });
    }

    @Test
    void shouldCutWhoGivesMostOfTheOrders() {
        crowd();
        for (int i = 0; i < WORDS; i++) {
            say("order" + i, 1, Labels.best("orderer", "first " + i, "second", "third"));
        }

        assertThat(core.notable()).singleElement().satisfies(verdict -> {
            assertThat(verdict.person()).isEqualTo("orderer");
            assertThat(verdict.reasons()).containsOnlyKeys(Reason.INFLUENCE_CAP);
        });
    }

    @Test
    void shouldFindTheSameFromTheInputsOfTheStepsAlone() {
        crowd();
        flip();
        say("order", 1, Labels.best("flipper", "first", "second", "third"));
        RewardCore replayed = bench.open("by-label-kind", 5);

        for (StepPlan<RewardLabel> plan : taken) {
            assertThat(replayed.apply(plan).skipped()).isEmpty();
        }

        assertThat(replayed.digest()).isEqualTo(core.digest());
        assertThat(replayed.notable()).isEqualTo(core.notable()).hasSize(1);
    }

    @Test
    void shouldGoOnBitForBitWhenRestoredBetweenTwoWords() {
        crowd();
        flip();
        say("w", 1, Labels.thumb("other answer", 1, "flipper"));
        core.accept(bench.logged("w", 2, Labels.thumb("other answer", 0, "flipper")));
        core.snapshot(folder);
        RewardCore restored = bench.open("by-label-kind", 99);
        restored.restore(folder, bench.lookup(position -> true));
        assertThat(restored.notable()).isEqualTo(core.notable()).hasSize(1);

        InputRecord<RewardLabel> back = bench.logged("w", 3, Labels.thumb("other answer", 1, "flipper"));
        for (RewardCore each : List.of(core, restored)) {
            each.accept(back);
            assertThat(each.plan(CoreBench.context(900)))
                    .as("what was learned before the word that was not")
                    .isEmpty();
        }
        List<InputRecord<RewardLabel>> after = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            after.add(bench.logged("w", 4 + i, Labels.thumb("other answer", i % 2, "flipper")));
            after.add(bench.logged("order" + i, 1, Labels.best("flipper", "first " + i, "second", "third")));
        }
        assertThat(CoreBench.run(restored, after, 901)).isEqualTo(CoreBench.run(core, after, 901));
        assertThat(restored.digest()).isEqualTo(core.digest());
        assertThat(restored.notable()).isEqualTo(core.notable());
    }

    @Test
    void shouldReadACheckpointThatDoesNotSayWhatWasSaid() throws IOException {
        crowd();
        flip();
        core.snapshot(folder);
        Path state = folder.resolve("reward-state.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(state));
        without(json.path("labels"), "earlier", "earlierUses");
        without(json.path("trust").path("window"), "said", "present", "taught");
        without(json.path("trust").path("people"), "part");
        Files.writeString(state, json.toString());
        RewardCore restored = bench.open("by-label-kind", 99);

        restored.restore(folder, bench.lookup(position -> true));

        assertThat(restored.digest()).isEqualTo(core.digest());
        assertThat(restored.notable()).isEqualTo(core.notable()).hasSize(1);
        CoreBench.drain(restored, 900);
        assertThat(restored.notable()).as("uses that were left count nothing").isEqualTo(core.notable());
    }

    private static void without(JsonNode entries, String... fields) {
        assertThat(entries.size()).isPositive();
        for (JsonNode entry : entries) {
            for (String field : fields) {
                assertThat(Optional.ofNullable(((ObjectNode) entry).remove(field)))
                        .as(field)
                        .isPresent();
            }
        }
    }
}
