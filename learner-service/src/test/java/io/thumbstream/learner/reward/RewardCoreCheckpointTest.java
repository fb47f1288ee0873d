package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equal records and seeds give equal weights, bit for bit, with or without a checkpoint between them. */
class RewardCoreCheckpointTest {
    private final CoreBench bench = new CoreBench();
    private final RewardCore core = bench.open("by-label-kind", 5);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void shouldGiveTheSameWeightsWhenRecordsAndSeedAreTheSame() {
        List<InputRecord<RewardLabel>> records = bench.stream(3, 80);
        RewardCore twin = bench.open("by-label-kind", 5);
        RewardCore other = bench.open("by-label-kind", 6);

        assertThat(CoreBench.run(core, records, 1)).isEqualTo(CoreBench.run(twin, records, 1));
        assertThat(twin.digest()).isEqualTo(core.digest());
        assertThat(CoreBench.run(other, records, 1)).isNotEmpty();
        assertThat(other.digest()).as("another seed").isNotEqualTo(core.digest());
    }

    @Test
    void shouldGoOnBitForBitWhenRestoredFromASnapshot() {
        List<InputRecord<RewardLabel>> before = bench.stream(3, 40);
        List<InputRecord<RewardLabel>> after = bench.stream(4, 40);
        assertThat(CoreBench.run(core, before, 1)).isNotEmpty();
        core.snapshot(folder);
        RewardCore restored = bench.open("by-label-kind", 99);

        restored.restore(folder, bench.lookup(position -> true));

        assertThat(restored.digest()).isEqualTo(core.digest());
        assertThat(CoreBench.run(restored, after, 41)).isEqualTo(CoreBench.run(core, after, 41));
        assertThat(restored.digest()).isEqualTo(core.digest());
    }

    /** Shifts by person and label policies hang on what was learned before. */
    @Test
    void shouldGoOnBitForBitWhenTheObjectiveRemembers() throws IOException {
        TechniqueChoice remembering = new TechniqueChoice(
                "by-label-kind",
                new ObjectMapper()
                        .readTree("{\"pair\": {\"label-policy\": \"strength\", \"warm-up\": 5},"
                                + " \"binary\": {\"shift\": \"rater\", \"class-balance\": true, \"udm\": true}}"));
        RewardCore first = bench.open(remembering, 5);
        assertThat(CoreBench.run(first, bench.stream(3, 40), 1)).isNotEmpty();
        first.snapshot(folder);
        RewardCore restored = bench.open(remembering, 99);
        List<InputRecord<RewardLabel>> after = bench.stream(4, 40);

        restored.restore(folder, bench.lookup(position -> true));

        assertThat(CoreBench.run(restored, after, 41)).isEqualTo(CoreBench.run(first, after, 41));
        assertThat(restored.digest()).isEqualTo(first.digest());
    }

    @Test
    void shouldLeaveOutLabelsThatRetentionRemovedWhenRestored() {
        for (int i = 0; i < 2 * CoreBench.BATCH; i++) {
            core.accept(bench.logged("l" + i, 1, Labels.thumb("answer " + i, 1, "ann")));
        }
        core.snapshot(folder);
        RewardCore restored = bench.open("by-label-kind", 5);

        restored.restore(folder, bench.lookup(position -> position.offset() == 2));

        assertThat(restored.plan(CoreBench.context(1)).map(StepPlan::inputs).map(CoreBench::ids))
                .hasValue(List.of("l2"));
    }

    @Test
    void shouldExportWhatItScoresWith() throws IOException {
        assertThat(CoreBench.run(core, bench.stream(3, 20), 1)).isNotEmpty();
        List<ScoreInput> asked = List.of(new ScoreInput("user: where", "sorry"), new ScoreInput("", ""));
        core.export(folder);

        try (var exported = RewardModelFiles.load(folder)) {
            assertThat(exported.scores(asked)).isDeepEqualTo(core.scores(asked));
        }
    }

    @Test
    void shouldNameTheDirectoryWhenACheckpointIsDamaged() throws IOException {
        core.snapshot(folder);
        Files.writeString(folder.resolve(RewardModelFiles.WEIGHTS), "damaged");

        assertThatThrownBy(() -> bench.open("by-label-kind", 5).restore(folder, bench.lookup(position -> true)))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(folder.toString());
    }
}
