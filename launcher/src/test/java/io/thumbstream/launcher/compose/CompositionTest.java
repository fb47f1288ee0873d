package io.thumbstream.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.technique.ExtensionPoint;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositionTest {
    private static final long SEED = 11;
    private static final int STEPS = 4;
    /** Draws until two start; most are refused. */
    private static final int MOST = 200;

    private final Path home;

    CompositionTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldDrawTheSameForTheSameNumberAndOthersForAnother() {
        CompositionDraw draw = new CompositionDraw(SEED);

        assertThat(draw.draw(3)).isEqualTo(new CompositionDraw(SEED).draw(3)).isNotEqualTo(draw.draw(4));
        assertThat(new CompositionDraw(SEED + 1).draw(3)).isNotEqualTo(draw.draw(3));
    }

    @Test
    void shouldDrawEveryTechniqueSoonerOrLater() {
        CompositionDraw draw = new CompositionDraw(SEED);
        TreeSet<String> drawn = new TreeSet<>();
        for (long number = 1; number <= 300; number++) {
            drawn.addAll(draw.draw(number).techniques());
        }

        // what no setting chooses is used by trials alone and cannot be drawn
        for (ExtensionPoint point : ExtensionPoint.all().stream()
                .filter(each -> !each.keys().isEmpty())
                .toList()) {
            assertThat(drawn).as(point.kind()).containsAll(point.catalog().names());
        }
    }

    @Test
    void shouldDrawOtherModesAndAnswersOfTheFirstPolicy() {
        CompositionDraw draw = new CompositionDraw(SEED);
        TreeSet<String> drawn = new TreeSet<>();
        TreeSet<String> beside = new TreeSet<>();
        for (long number = 1; number <= 300; number++) {
            ObjectNode settings = draw.draw(number).settings();
            settings.findValues("source").forEach(source -> drawn.add(source.asText()));
            settings.findValues("estimator").forEach(estimator -> drawn.add(estimator.asText()));
            beside.add(settings.at("/generator/start-answers/per-group").asText());
        }

        assertThat(drawn).contains("on-policy", "start-policy", "k2", "k3");
        assertThat(beside).containsExactly("0", "2");
    }

    @Test
    void shouldSayWhateverAnInterpreterReads() throws IOException {
        List<RolloutEvent> shown =
                TinyStream.create(home.resolve("base"), SEED, 1).round(0).get(0).displayed();
        Map<FeedbackKind, FeedbackInterpreter> readers = new TreeMap<>();
        Interpreters.CATALOG.names().stream().map(Interpreters.CATALOG::create).forEach(reader -> reader.kinds()
                .forEach(kind -> readers.put(kind, reader)));

        readers.forEach((kind, reader) -> {
            List<RolloutEvent> about = shown.subList(0, Math.min(reader.mostTargets(), shown.size()));
            List<Statement> said = LongStream.range(0, 20)
                    .mapToObj(seed -> new Statements().say(kind, about, new SeededRandom(seed)))
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(said).as("%s", kind).hasSizeGreaterThan(4);
            assertThat(said).allSatisfy(statement -> assertThat(
                            reader.interpret(statement, about).meanings())
                    .as("%s", statement)
                    .isNotEmpty());
        });
        assertThat(readers).containsKeys(FeedbackKind.RANKING, FeedbackKind.SPAN);
    }

    @Test
    void shouldHoldByAnswersOfTheFirstPolicyAndLearnTheSameAgain() throws IOException {
        ObjectNode settings = (ObjectNode)
                new YAMLMapper()
                        .readTree(
                                """
                        generator: {start-answers: {per-group: 2}}
                        learner:
                          policy:
                            groups-per-step: 2
                            max-wait: 0s
                            stabilizers: [{name: divergence-penalty, source: start-policy}]
                          reward: {core: {batch: 4, max-wait: 0s}}
                        """);
        CompositionRun run = new CompositionRun(
                TinyStream.create(home.resolve("base"), SEED, 3 * STEPS), STEPS, home, Clock.systemUTC());

        Outcome outcome = run.run(new Composition(1, settings, List.of("divergence-penalty")));

        assertThat(outcome.refusal()).isEmpty();
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.policySteps()).isEqualTo(STEPS);
    }

    @Test
    void shouldStartOrRefuseAndLearnTheSameAgain() throws IOException {
        CompositionDraw draw = new CompositionDraw(SEED);
        CompositionRun run = new CompositionRun(
                TinyStream.create(home.resolve("base"), SEED, 3 * STEPS), STEPS, home, Clock.systemUTC());
        List<Outcome> outcomes = new ArrayList<>();
        for (long number = 1;
                number <= MOST && outcomes.stream().filter(Outcome::started).count() < 2;
                number++) {
            outcomes.add(run.run(draw.draw(number)));
        }

        assertThat(outcomes).as("seed %d", SEED).allSatisfy(outcome -> assertThat(outcome.faults())
                .as("%s", outcome.composition())
                .isEmpty());
        assertThat(outcomes).anyMatch(Outcome::started).anyMatch(outcome -> !outcome.started());
        assertThat(outcomes.stream().filter(Outcome::started))
                .allSatisfy(outcome -> assertThat(outcome.policySteps()).isEqualTo(STEPS));
    }

    @Test
    void shouldLetTermsThatNeedATransformerLearnTheSameAgain() throws IOException {
        ObjectNode settings = (ObjectNode)
                new YAMLMapper()
                        .readTree(
                                """
                        learner:
                          policy: {groups-per-step: 2, max-wait: 0s}
                          reward:
                            trunk: transformer
                            core: {batch: 4, max-wait: 0s, terms: [text-generation-term, view-contrast-term]}
                        """);
        CompositionRun run = new CompositionRun(
                TinyStream.create(home.resolve("base"), SEED, 3 * STEPS), STEPS, home, Clock.systemUTC());

        Outcome outcome = run.run(new Composition(1, settings, List.of("text-generation-term", "view-contrast-term")));

        assertThat(outcome.refusal()).isEmpty();
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.policySteps()).isEqualTo(STEPS);
        assertThat(outcome.rewardSteps()).isPositive();
    }

    @Test
    void shouldReadWithBothTrunks() {
        CompositionDraw draw = new CompositionDraw(SEED);
        List<String> trunks = LongStream.rangeClosed(1, 20)
                .mapToObj(number ->
                        draw.draw(number).settings().at("/learner/reward/trunk").asText())
                .distinct()
                .toList();

        assertThat(trunks).containsExactlyInAnyOrder("ngram", "transformer");
    }

    @Test
    void shouldCallARefusalWithoutANameUnexplained() {
        Composition composition = new CompositionDraw(SEED).draw(1);

        assertThat(Outcome.refused(composition, List.of("something is wrong")).has(Outcome.Kind.UNEXPLAINED))
                .isTrue();
        assertThat(Outcome.refused(
                                composition,
                                List.of("policy objective '"
                                        + composition.techniques().get(0) + "': no"))
                        .has(Outcome.Kind.UNEXPLAINED))
                .isFalse();
    }

    @Test
    void shouldDrawOnUntilEnoughStartedOrHardlyAnyDoes() {
        Composition composition = new CompositionDraw(SEED).draw(1);
        Outcome started = new Outcome(composition, List.of(), 2, 1, List.of());
        Outcome refused = Outcome.refused(composition, List.of("no"));

        assertThat(ComposeCommand.more(List.of(refused), 1, 0)).isFalse();
        assertThat(ComposeCommand.more(List.of(refused), 2, 0)).isTrue();
        assertThat(ComposeCommand.more(List.of(refused), 1, 1)).isTrue();
        assertThat(ComposeCommand.more(List.of(refused, started), 1, 1)).isFalse();
        assertThat(ComposeCommand.more(Collections.nCopies(19, refused), 1, 1)).isTrue();
        assertThat(ComposeCommand.more(Collections.nCopies(20, refused), 1, 1)).isFalse();
    }

    @Test
    void shouldCountWhatIsBrokenByItsKind() {
        Composition composition = new CompositionDraw(SEED).draw(1);
        Outcome broken = new Outcome(
                composition,
                List.of(),
                2,
                1,
                List.of(
                        new Outcome.Fault(Outcome.Kind.LEAKED, "3 arrays"),
                        new Outcome.Fault(Outcome.Kind.REPLAY_DIFFERS, "a instead of b")));
        Map<String, Boolean> met = new TreeMap<>();
        new CompositionTally(List.of(broken)).figures().forEach(figure -> met.put(figure.name(), figure.met()));

        assertThat(met)
                .containsEntry("compositions-leaked", false)
                .containsEntry("compositions-replay-differs", false)
                .containsEntry("compositions-resume-differs", true)
                .containsEntry("compositions-crashed", true)
                .containsEntry("compositions-started", true);
    }
}
