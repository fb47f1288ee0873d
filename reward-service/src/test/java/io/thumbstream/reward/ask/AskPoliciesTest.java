package io.thumbstream.reward.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AskPoliciesTest {
    private static final long SEED = 20261127;
    private static final Offset<Double> CLOSE = within(1e-12);

    static Stream<String> names() {
        return AskPolicies.CATALOG.names().stream();
    }

    /** What holds for every entry of the catalogue. */
    @ParameterizedTest
    @MethodSource("names")
    void shouldBeFiniteAndTheSameForBothOrdersOfTwoAnswers(String name) {
        AskPolicy policy = AskPolicies.CATALOG.create(name);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 1000; i++) {
            double lead = random.nextDouble(-1000, 1000);
            double disagreement = random.nextDouble(0, 100);
            double urgency = policy.urgency(new AskCandidate(lead, disagreement));

            assertThat(urgency).as("seed %d", SEED).isFinite().isNotNegative();
            assertThat(policy.urgency(new AskCandidate(-lead, disagreement)))
                    .as("seed %d", SEED)
                    .isEqualTo(urgency, within(1e-9));
        }
        assertThat(policy.provides()).containsExactly(Signal.FEEDBACK_PROBABILITY);
    }

    @Test
    void shouldAskAboutEveryPairAlikeAtRandom() {
        AskPolicy random = AskPolicies.CATALOG.create("random-asking");

        assertThat(random.urgency(new AskCandidate(0, 0))).isEqualTo(1);
        assertThat(random.urgency(new AskCandidate(-7, 3))).isEqualTo(1);
        assertThat(random.needs()).isEmpty();
    }

    @Test
    void shouldAskLessTheFartherScoresLieApart() {
        AskPolicy margin = AskPolicies.CATALOG.create("margin-asking");

        assertThat(margin.urgency(new AskCandidate(0, 9))).isEqualTo(1);
        // a width of 0.5: e times less often at 0.5, e^2 times at 1
        assertThat(margin.urgency(new AskCandidate(0.5, 0))).isEqualTo(0.36787944117144233, CLOSE);
        assertThat(margin.urgency(new AskCandidate(-1, 0))).isEqualTo(0.1353352832366127, CLOSE);
        assertThat(margin.needs()).containsExactly(Signal.SCORE);
    }

    @Test
    void shouldAskMostWhereMembersDisagreeAboutPairsThatAreOpen() {
        AskPolicy info = AskPolicies.CATALOG.create("info-asking");

        // sigma(0) = 1/2, sigma(log 3) = 3/4
        assertThat(info.urgency(new AskCandidate(0, 2))).isEqualTo(0.25 * 2, CLOSE);
        assertThat(info.urgency(new AskCandidate(Math.log(3), 2))).isEqualTo(0.1875 * 2, CLOSE);
        assertThat(info.urgency(new AskCandidate(0, 0))).isZero();
        assertThat(info.needs()).containsExactlyInAnyOrder(Signal.SCORE, Signal.SCORE_VARIANCE);
    }

    @Test
    void shouldReadLeadAndDisagreementFromTheScoresOfMembers() {
        // leads 1 and 3: mean 2, variance 1
        assertThat(AskCandidate.of(new double[] {2, 3}, new double[] {1, 0})).isEqualTo(new AskCandidate(2, 1));
        assertThat(AskCandidate.of(new double[] {2}, new double[] {5})).isEqualTo(new AskCandidate(-3, 0));
        assertThatThrownBy(() -> AskCandidate.of(new double[] {1, 2}, new double[] {1}))
                .hasMessageContaining("2 and 1 members");
        assertThatThrownBy(() -> new AskCandidate(Double.NaN, 0)).hasMessageContaining("lead is NaN");
        assertThatThrownBy(() -> new AskCandidate(0, -1)).hasMessageContaining("-1.0");
    }

    @Test
    void shouldRefuseAWidthThatIsNone() {
        assertThatThrownBy(() -> AskPolicies.CATALOG.create(
                        "margin-asking", JsonNodeFactory.instance.objectNode().put("width", 0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("width is 0.0");
    }
}
