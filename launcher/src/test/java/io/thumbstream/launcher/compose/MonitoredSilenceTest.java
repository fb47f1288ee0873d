package io.thumbstream.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.launcher.loop.Voice;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where everything runs in one process, silence counts and signs rank as they do in the joiner. */
class MonitoredSilenceTest {
    private static final long SEED = 9;

    private final Path home;

    MonitoredSilenceTest(@TempDir Path home) {
        this.home = home;
    }

    private static ThumbstreamSettings settings(String... set) throws IOException {
        return ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(List.of(), Map.of(), List.of(set)))
                .value();
    }

    /** Somebody looks at the first group for long, and nobody says anything of the others. */
    @Test
    void shouldRecordTheSilenceOfWhoWasThereAlone() throws IOException {
        List<AnswerGroup> round = TinyStream.create(home, SEED, 1).round(0);
        String watched = round.get(0).id();
        Voice looks = (kind, about, random) -> kind == io.thumbstream.reward.event.FeedbackKind.IMPLICIT
                        && about.get(0).groupId().equals(watched)
                ? Optional.of(new Statement("s", kind, 0.9, "dwell"))
                : Optional.empty();
        RewardSide monitored =
                side(looks, "reward.interpreters=[monitored, implicit]", "reward.joiner.silence=[thumb]");
        RewardSide plain = side(looks, "reward.interpreters=[thumb, implicit]", "reward.joiner.silence=[thumb]");

        assertThat(evidence(monitored, round))
                .as("seed %d", SEED)
                .extracting(Evidence::kind, Evidence::silent)
                .containsExactly(tuple(FeedbackKind.THUMB, true), tuple(FeedbackKind.IMPLICIT, false));
        assertThat(evidence(plain, round)).filteredOn(Evidence::silent).hasSameSizeAs(round);
        assertThat(monitored.findings()).isEmpty();
    }

    /** An edit comes before the sign in the order of kinds, and counts. */
    @Test
    void shouldNotLetASignTakeThePlaceOfATakeOver() throws IOException {
        List<AnswerGroup> round = TinyStream.create(home, SEED, 1).round(0);
        Voice both = (kind, about, random) -> Optional.of(
                kind == io.thumbstream.reward.event.FeedbackKind.EDIT
                        ? new Statement("e", kind, null, about.get(0).response() + " word0")
                        : new Statement("s", kind, 0.9, "dwell"));
        RewardSide side = side(both, "reward.interpreters=[takeover]", "reward.transforms=[]");
        var unusedLabels = side.labels(round);

        assertThat(side.experience(round, 1, texts -> new double[texts.size()][1]))
                .allSatisfy(group -> assertThat(group.value().rollouts().get(0).label())
                        .map(BinaryLabel::value)
                        .contains(0.0));
        assertThat(side.corrections(round.get(0))).singleElement().satisfies(edit -> assertThat(edit.text())
                .endsWith(" word0"));
    }

    private static RewardSide side(Voice voice, String... set) throws IOException {
        return new RewardSide(settings(set), voice, TinyStream.ASKED, new SeededRandom(SEED));
    }

    private static List<Evidence> evidence(RewardSide side, List<AnswerGroup> round) {
        return side.labels(round).stream()
                .map(record -> record.value().evidence())
                .toList();
    }
}
