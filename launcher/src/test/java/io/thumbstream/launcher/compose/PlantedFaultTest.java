package io.thumbstream.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.loop.LearnerPair;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of fault is planted in learners that are sound otherwise, and found; without one nothing is found. */
class PlantedFaultTest {
    private static final int STEPS = 4;
    private static final long SEED = 11;

    private final Path home;

    PlantedFaultTest(@TempDir Path home) {
        this.home = home;
    }

    private Outcome run(Function<ThumbstreamSettings, LearnerPair> start) throws IOException {
        return run("{reward: {transforms: [], credit: terminal}, learner: {policy: {objective: ppo-clip}}}", start);
    }

    private Outcome run(String yaml, Function<ThumbstreamSettings, LearnerPair> start) throws IOException {
        ObjectNode settings = (ObjectNode) new YAMLMapper().readTree(yaml);
        TinyStream stream = TinyStream.create(home.resolve("base"), SEED, 2 * STEPS);
        return new CompositionRun(stream, STEPS, home, start).run(new Composition(1, settings, List.of("terminal")));
    }

    private static Function<ThumbstreamSettings, LearnerPair> learners(Optional<Outcome.Kind> planted) {
        if (planted.filter(Outcome.Kind.UNEXPLAINED::equals).isPresent()) {
            return settings -> {
                throw new ConfigException("something does not fit");
            };
        }
        FakeLearners.Shelf shelf = new FakeLearners.Shelf();
        return settings -> new FakeLearners(planted, shelf);
    }

    @Test
    void shouldFindNothingInSoundLearners() throws IOException {
        Outcome outcome = run(learners(Optional.empty()));

        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.started()).isTrue();
        assertThat(outcome.policySteps()).isEqualTo(STEPS);
        assertThat(outcome.rewardSteps()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Outcome.Kind.class)
    void shouldFindTheFaultThatIsPlantedAndNoOther(Outcome.Kind kind) throws IOException {
        Outcome outcome = run(learners(Optional.of(kind)));

        assertThat(outcome.faults())
                .extracting(Outcome.Fault::kind)
                .isNotEmpty()
                .containsOnly(kind);
        assertThat(new CompositionTally(List.of(outcome)).figures())
                .filteredOn(figure -> figure.name()
                        .equals("compositions-"
                                + kind.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .singleElement()
                .satisfies(figure -> {
                    assertThat(figure.value()).isEqualTo(1);
                    assertThat(figure.met()).isEqualTo(!kind.isFault());
                });
    }

    @Test
    void shouldCallAnObjectiveStarvedThatPassesLabelsOver() throws IOException {
        Outcome outcome = run(
                "{reward: {transforms: [], credit: terminal}, learner: {policy: {objective: bco}}}",
                learners(Optional.of(Outcome.Kind.WITHOUT_SIGNAL)));

        assertThat(outcome.faults()).extracting(Outcome.Fault::kind).containsExactly(Outcome.Kind.STARVED);
    }

    @Test
    void shouldTakeARefusalThatNamesATechniqueForAnAnswer() throws IOException {
        Outcome outcome = run(settings -> {
            throw new ConfigException("credit 'terminal' needs TOKEN_REWARD");
        });

        assertThat(outcome.started()).isFalse();
        assertThat(outcome.faults()).isEmpty();
    }
}
