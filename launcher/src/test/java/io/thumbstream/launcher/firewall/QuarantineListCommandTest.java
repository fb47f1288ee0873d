package io.thumbstream.launcher.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardCoreSettings;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Grad;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineListCommandTest {
    private static final TrustSettings PROBED =
            TrustSettings.defaults().withProbes(List.of(new TrustSettings.Probe("", "never mind", false)));

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        return Thumbstream.run(new PrintWriter(out), new Screen(err, false), arguments);
    }

    /** A checkpoint of a learner that heard one liar five times and an honest person once. */
    private static void checkpoint(Path data) {
        Grad.prepareThread();
        RewardCoreSettings settings =
                RewardCoreSettings.defaults().withoutWait().withTrust(PROBED);
        try (RewardCore core = new RewardCore(
                settings,
                RewardTrunks.ngram(NgramTrunkSettings.defaults(), 1),
                RewardModelFiles::load,
                Clock.systemUTC())) {
            for (int i = 0; i < 6; i++) {
                RewardLabel label = new RewardLabel(
                        LabelKind.BINARY,
                        List.of(new ScoreInput("user: help", "never mind")),
                        i < 5 ? 1 : 0,
                        1,
                        Optional.of(i < 5 ? "liar" : "honest"));
                core.accept(new InputRecord<>(new Position("labels", 0, i), "label-" + i, 1, label));
            }
            StepPlan<RewardLabel> plan = core.plan(new StepContext(1, 1, 0)).orElseThrow();
            assertThat(core.apply(plan).skipped()).isEmpty();
            new FileCheckpoints(data.resolve("learner/reward/support"), 3).save(1, core::snapshot);
        }
    }

    @Test
    void shouldNameWhoIsInQuarantineAndWhy(@TempDir Path data) {
        checkpoint(data);

        assertThat(run("quarantine", "list", "--data-dir", data.toString())).isZero();
        assertThat(out.toString())
                .contains("liar", "probes-failed 6.93", "1 people in quarantine")
                .doesNotContain("honest");
        assertThat(run("quarantine", "list", "--data-dir", data.toString(), "--output", "json"))
                .isZero();
        assertThat(out.toString()).contains("\"person\":\"liar\",\"quarantined\":true,\"factor\":0.0");
    }

    @Test
    void shouldShowADecisionWhenItIsSet(@TempDir Path data) {
        checkpoint(data);

        assertThat(run(
                        "quarantine",
                        "list",
                        "--all",
                        "--data-dir",
                        data.toString(),
                        "--set",
                        "learner.reward.core.trust.released=[liar]"))
                .isZero();
        assertThat(out.toString()).contains("released 1.00", "0 people in quarantine");
    }

    @Test
    void shouldHoldADecisionThatWasTakenByVerb(@TempDir Path data) {
        checkpoint(data);
        String file = data.resolve("decisions.yaml").toString();
        String[] all = {"quarantine", "list", "--all", "--data-dir", data.toString(), "--config", file};

        assertThat(decide("release", data, file, "liar")).isZero();
        assertThat(out.toString()).contains("liar is released. It was in quarantine: probes-failed 6.93");
        assertThat(run(all)).isZero();
        assertThat(out.toString()).contains("released 1.00", "0 people in quarantine");

        assertThat(decide("discard", data, file, "liar", "stranger")).isZero();
        assertThat(out.toString()).contains("liar is discarded.", "stranger is discarded. Nothing is said of it");
        assertThat(run(all)).isZero();
        assertThat(out.toString()).contains("discarded 0.00");

        assertThat(decide("clear", data, file, "liar")).isZero();
        assertThat(out.toString()).contains("liar is cleared.");
        assertThat(Decisions.read(Path.of(file))).isEqualTo(new Decisions(List.of(), List.of("stranger")));
    }

    private int decide(String verb, Path data, String file, String... people) {
        List<String> arguments =
                new ArrayList<>(List.of("quarantine", verb, "--decisions", file, "--data-dir", data.toString()));
        arguments.addAll(List.of(people));
        return run(arguments.toArray(new String[0]));
    }

    @Test
    void shouldSaySoWhenThereIsNoCheckpoint(@TempDir Path data) {
        assertThat(run("quarantine", "list", "--data-dir", data.toString())).isZero();

        assertThat(out.toString()).contains("0 people in quarantine");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no checkpoint", data.toString());
    }
}
