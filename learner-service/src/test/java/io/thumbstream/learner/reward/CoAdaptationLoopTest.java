package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.runtime.catalog.TechniqueChoice;
import org.junit.jupiter.api.Test;

/** When a round ends and what becomes of the next, by hand. */
class CoAdaptationLoopTest {
    private static CoAdaptationLoop.Settings rounds(double gate, int leastAudits, double mostGap) {
        return new CoAdaptationLoop.Settings(
                true,
                TechniqueChoice.of("checkpoint-contrast-builder"),
                4,
                gate,
                3,
                0.5,
                leastAudits,
                mostGap,
                CoAdaptationLoop.Restart.CONTINUE);
    }

    private static CoAdaptationLoop loop(double gate, int leastAudits, double mostGap) {
        return new CoAdaptationLoop(rounds(gate, leastAudits, mostGap));
    }

    private static void pairs(CoAdaptationLoop loop, double... foreseen) {
        for (double each : foreseen) {
            loop.pair(each);
        }
    }

    @Test
    void shouldLearnNothingOfItsOwnBeforeARoundWasForeseen() {
        CoAdaptationLoop loop = loop(0, 0, 1);
        pairs(loop, 0.9, 0.9, 0.9);

        assertThat(loop.endRound()).isFalse();
        assertThat(loop.state().open()).isFalse();
        assertThat(loop.state().round()).isZero();

        loop.pair(0.1);

        assertThat(loop.endRound()).as("an open round begins").isTrue();
        assertThat(loop.state().round()).isEqualTo(1);
        assertThat(loop.state().lastRight()).isEqualTo(0.75);
        assertThat(loop.state().pairs()).isZero();
    }

    @Test
    void shouldOpenByTheShareOfPairsForeseenRightAndCloseAgain() {
        CoAdaptationLoop loop = loop(0.75, 0, 1);
        pairs(loop, 0.9, 0.8, 0.4, 0.3);
        assertThat(loop.endRound()).as("two of four").isFalse();

        pairs(loop, 0.9, 0.8, 0.6, 0.3);
        assertThat(loop.endRound()).as("three of four").isTrue();

        // a pair that is foreseen as even is not foreseen right
        pairs(loop, 0.9, 0.8, 0.5, 0.3);
        assertThat(loop.endRound()).isFalse();
        assertThat(loop.state().open()).isFalse();
        assertThat(loop.state().fallBacks()).as("the gate is no fall-back").isZero();
    }

    @Test
    void shouldFallBackWhenTooFewPeopleSpoke() {
        CoAdaptationLoop loop = loop(0, 2, 1);
        loop.audit(LabelKind.BINARY, 0.5, 1);
        pairs(loop, 1, 1, 1, 1);

        assertThat(loop.endRound()).isFalse();
        assertThat(loop.state().fallBacks()).isEqualTo(1);

        loop.audit(LabelKind.BINARY, 0.5, 1);
        loop.audit(LabelKind.BINARY, 0.5, 1);
        pairs(loop, 1, 1, 1, 1);
        assertThat(loop.endRound()).as("audits of the last round count no more").isTrue();
    }

    /** Four thumbs foreseen at 0.8 of which one is up: (3.2 - 1 - sqrt(4 0.16)) / 4 = (2.2 - 0.8) / 4 = 0.35. */
    @Test
    void shouldFallBackWhenPeopleApproveOfLessThanForeseen() {
        CoAdaptationLoop strict = loop(0, 4, 0.34);
        CoAdaptationLoop mild = loop(0, 4, 0.36);
        for (CoAdaptationLoop loop : new CoAdaptationLoop[] {strict, mild}) {
            loop.audit(LabelKind.BINARY, 0.8, 1);
            loop.audit(LabelKind.BINARY, 0.8, 0);
            loop.audit(LabelKind.BINARY, 0.8, 0);
            loop.audit(LabelKind.BINARY, 0.8, 0);
            pairs(loop, 1, 1, 1, 1);
        }

        assertThat(strict.endRound()).isFalse();
        assertThat(strict.state().lastGap()).isEqualTo(0.35, within(1e-12));
        assertThat(strict.state().fallBacks()).isEqualTo(1);
        assertThat(mild.endRound()).isTrue();
    }

    @Test
    void shouldNotFallBackWhenPeopleApproveOfMore() {
        CoAdaptationLoop loop = loop(0, 1, 0);
        for (int i = 0; i < 20; i++) {
            loop.audit(LabelKind.BINARY, 0.3, 1);
        }
        pairs(loop, 1, 1, 1, 1);

        assertThat(loop.endRound()).isTrue();
        assertThat(loop.state().lastGap()).isNegative();
    }

    /** The second answers are foreseen, by 0.9 and 0.7, and chosen once: (1.6 - 1 - sqrt(0.09 + 0.21)) / 2. */
    @Test
    void shouldCountAPairInFavourOfTheAnswerThatWasForeseen() {
        CoAdaptationLoop loop = loop(0, 0, 1);
        loop.audit(LabelKind.PAIR, 0.1, 0);
        loop.audit(LabelKind.PAIR, 0.3, 1);
        pairs(loop, 1, 1, 1, 1);

        assertThat(loop.endRound()).isTrue();
        assertThat(loop.state().lastGap()).isEqualTo((0.6 - Math.sqrt(0.3)) / 2, within(1e-12));
    }

    @Test
    void shouldGoOnFromWhatItRemembered() {
        CoAdaptationLoop loop = loop(0, 0, 1);
        pairs(loop, 0.9, 0.2, 0.9);
        CoAdaptationLoop restored = loop(0, 0, 1);
        restored.restore(loop.state());
        loop.pair(0.9);
        restored.pair(0.9);

        assertThat(restored.endRound()).isEqualTo(loop.endRound()).isTrue();
        assertThat(restored.state()).isEqualTo(loop.state());
    }

    @Test
    void shouldAllowSoManyOwnPairsBesidePeoplesLabels() {
        assertThat(rounds(0, 0, 1).beside(16)).isEqualTo(16);
        assertThat(share(0.8).beside(16)).isEqualTo(4);
        assertThat(share(0.6).beside(16))
                .as("16 of 26 are more than 0.6, of 27 less")
                .isEqualTo(10);
        assertThat(share(1).beside(16)).isZero();
        assertThat(share(0.5).beside(0)).isZero();
    }

    private static CoAdaptationLoop.Settings share(double least) {
        CoAdaptationLoop.Settings off = CoAdaptationLoop.Settings.off();
        return new CoAdaptationLoop.Settings(
                true, off.pairs(), 4, 0, 3, least, 0, 1, CoAdaptationLoop.Restart.CONTINUE);
    }

    @Test
    void shouldBeOffByDefaultAndRefuseWhatMakesNoSense() {
        assertThat(RewardCoreSettings.defaults().coAdaptation()).isEqualTo(CoAdaptationLoop.Settings.off());
        assertThat(CoAdaptationLoop.Settings.off().enabled()).isFalse();
        assertThatThrownBy(() -> share(0)).hasMessageContaining("min-real-share is 0.0");
        assertThatThrownBy(() -> rounds(1.1, 0, 1)).hasMessageContaining("gate is 1.1");
        assertThatThrownBy(() -> rounds(0, -1, 1)).hasMessageContaining("least-audits is -1");
        assertThatThrownBy(() -> new CoAdaptationLoop.Settings(
                        true,
                        TechniqueChoice.of("no-such-builder"),
                        4,
                        0,
                        3,
                        0.5,
                        0,
                        1,
                        CoAdaptationLoop.Restart.CONTINUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-builder");
    }
}
