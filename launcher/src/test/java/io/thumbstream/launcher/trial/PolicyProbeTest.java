package io.thumbstream.launcher.trial;

import static io.thumbstream.launcher.trial.ProbeWorld.LONG;
import static io.thumbstream.launcher.trial.ProbeWorld.SHORT;
import static io.thumbstream.launcher.trial.ProbeWorld.WRONG;
import static io.thumbstream.launcher.trial.ProbeWorld.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.result.ResultStore;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How likely fixed answers become, and the metrics that read what was measured of a policy itself. */
class PolicyProbeTest {
    private static final long SEED = 3;
    private static final Offset<Double> CLOSE = within(1e-12);

    private final ProbeWorld world = new ProbeWorld();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    /** Of equals the first: the pairs are long and wrong, then short and wrong; a prompt of right answers alone has none. */
    @Test
    void shouldFollowTheBestAndTheWorstOfFixedAnswers() {
        List<AnswerGroup> groups = List.of(
                world.group("a", WRONG, LONG, SHORT), world.group("b", SHORT, WRONG), world.group("c", LONG, SHORT));
        PairProbe probe = new PairProbe(groups, world.bed(), by(Map.of(LONG, -20.0, SHORT, -12.0, WRONG, -5.0)));
        PairProbe.LogProbs later = by(Map.of(LONG, -23.0, SHORT, -10.0, WRONG, -9.0));

        // -3 and 2, and -4 twice
        assertThat(probe.chosen(later)).isEqualTo(-0.5, CLOSE);
        assertThat(probe.rejected(later)).isEqualTo(-4, CLOSE);
        PairProbe none = new PairProbe(List.of(world.group("c", LONG, SHORT)), world.bed(), by(Map.of()));
        assertThat(none.chosen(later)).as("no pair").isNaN();
        assertThat(none.rejected(later)).as("no pair").isNaN();
    }

    private static PairProbe.LogProbs by(Map<String, Double> logProbs) {
        return answers -> answers.stream()
                .mapToDouble(answer -> Objects.requireNonNull(logProbs.get(answer.response())))
                .toArray();
    }

    @Test
    void shouldLookIntoThePolicyItself() {
        List<AnswerGroup> groups = List.of(world.group("a", LONG, WRONG), world.group("b", SHORT, WRONG));
        List<AnswerGroup> likeliest = List.of(
                world.group("l", LONG), world.group("m", WRONG), world.group("n", WRONG), world.group("o", SHORT));
        List<double[][]> scores = List.of(scores(2, -1), scores(0, 1));
        try (CausalLm first = world.model(SEED);
                CausalLm later = world.model(SEED + 1);
                PolicyProbe probe = new PolicyProbe(first, TechniqueChoice.of("opo"), new RewardFidelity(List.of()))) {
            PolicyInside start = probe.of(first, groups, likeliest, scores, world.bed());
            PolicyInside moved = probe.of(later, groups, likeliest, scores, world.bed());

            assertThat(start.chosen()).isZero();
            assertThat(start.margin()).isZero();
            assertThat(start.greedy()).isEqualTo(0.5, CLOSE);
            double right = change(first, later, LONG);
            double brief = change(first, later, SHORT);
            assertThat(moved.chosen()).as("seed %d", SEED).isEqualTo((right + brief) / 2, within(1e-3));
            assertThat(moved.rejected()).as("seed %d", SEED).isEqualTo(change(first, later, WRONG), within(1e-3));
            assertThat(moved.margin()).isEqualTo(moved.chosen() - moved.rejected(), CLOSE);
            assertThat(moved.signal()).as("seed %d", SEED).isBetween(-1.0, 1.0).isNotEqualTo(start.signal());
        }
    }

    private double change(CausalLm first, CausalLm later, String answer) {
        return logProb(later, answer) - logProb(first, answer);
    }

    private double logProb(CausalLm model, String answer) {
        double sum = 0;
        try (NDManager arrays = NDManager.newBaseManager(Device.cpu());
                StepScope scope = StepScope.open(arrays)) {
            int[][] prompts = {world.prompt()};
            int[][] tokens = {world.tokens(answer)};
            for (float each :
                    model.logProbs(scope.manager(), prompts, tokens).logProbs().toFloatArray()) {
                sum += each;
            }
        }
        return sum;
    }

    @Test
    void shouldReadMetricsFromWhatWasMeasured() {
        ArmCurve curve = curve();

        assertThat(curve.metric(Claim.Metric.FINAL_CHOSEN)).isEqualTo(-3, CLOSE);
        // margins are 1, 2 and 0
        assertThat(curve.metric(Claim.Metric.FINAL_MARGIN)).isEqualTo(1, CLOSE);
        assertThat(curve.metric(Claim.Metric.FINAL_GREEDY)).isEqualTo(0.5, CLOSE);
        // of two measurements that know it
        assertThat(curve.metric(Claim.Metric.GRADIENT_SIGNAL)).isEqualTo(0.3, CLOSE);
        ArmCurve start = new ArmCurve(curve.points().subList(0, 1));
        assertThat(start.metric(Claim.Metric.FINAL_CHOSEN))
                .as("nothing is known")
                .isNaN();
        assertThat(start.metric(Claim.Metric.GRADIENT_SIGNAL)).isNaN();
    }

    @Test
    void shouldSayWhetherARunHoldsAndWhatIsLeftOfItsGain() {
        ArmCurve curve = curve();

        // the last three are worth 0.5 on average, which is not above the start
        assertThat(curve.metric(Claim.Metric.ABOVE_START)).isZero();
        assertThat(new ArmCurve(curve.points().subList(1, 4)).metric(Claim.Metric.ABOVE_START))
                .as("0.5 after 0.25")
                .isEqualTo(1);
        // of a gain of 4 half is left
        assertThat(curve.metric(Claim.Metric.LAST_GAIN)).isEqualTo(0.5, CLOSE);
        assertThat(new ArmCurve(curve.points().subList(1, 3)).metric(Claim.Metric.LAST_GAIN))
                .as("nothing was gained before")
                .isNaN();
        assertThat(new ArmCurve(curve.points().subList(0, 1)).metric(Claim.Metric.LAST_GAIN))
                .isNaN();
    }

    @Test
    void shouldKeepThatSomethingIsNotKnown(@TempDir Path home) throws IOException {
        ResultStore<ArmCurve> store = new ResultStore<>(home, "key", new CurveForm());
        store.save("arm", curve());

        assertThat(store.find("arm")).contains(curve());
    }

    private static ArmCurve curve() {
        return new ArmCurve(List.of(
                point(0.5, 1, PolicyInside.UNKNOWN),
                point(0.25, 3, new PolicyInside(-1, -2, 0.5, 0.25)),
                point(0.5, 5, new PolicyInside(-3, -5, Double.NaN, 0.5)),
                point(0.75, 3, new PolicyInside(-5, -5, 0.1, 0.75))));
    }

    private static ArmCurve.Point point(double worth, double score, PolicyInside inside) {
        return new ArmCurve.Point(0, worth, worth, 0, 1, score, 0, 0, List.of(), new ArmCurve.Beside(0, 0, 0, inside));
    }
}
