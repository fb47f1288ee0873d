package io.thumbstream.reward.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses on what was corrected, gains on what was praised, and the sum in any case. */
class EventCreditTest {
    private static final TokenMark EDIT = new TokenMark(3, 3, false);

    @Test
    void shouldPutALossOnTheTokensUpToTheFirstOneThatWasChanged() {
        assertThat(create(2, 1).assign(-1, 6, List.of(EDIT))).containsExactly(0f, 0f, -0.5f, -0.5f, 0f, 0f);
        assertThat(create(9, 1).assign(-1, 6, List.of(EDIT)))
                .as("no token before the first")
                .containsExactly(-0.25f, -0.25f, -0.25f, -0.25f, 0f, 0f);
    }

    @Test
    void shouldLeaveTheRestOnTheLastToken() {
        assertThat(create(2, 0.5).assign(-1, 6, List.of(EDIT))).containsExactly(0f, 0f, -0.25f, -0.25f, 0f, -0.5f);
        assertThat(create(1, 0.5).assign(-1, 4, List.of(EDIT)))
                .as("the changed token is the last one")
                .containsExactly(0f, 0f, 0f, -1f);
        assertThat(create(2, 0).assign(-1, 6, List.of(EDIT))).containsExactly(0f, 0f, 0f, 0f, 0f, -1f);
    }

    @Test
    void shouldPutEverythingOnTheLastTokenWhenNobodySteppedIn() {
        assertThat(create(2, 1).assign(-1, 3)).containsExactly(0f, 0f, -1f);
        assertThat(create(2, 1).assign(-1, 3, List.of())).containsExactly(0f, 0f, -1f);
    }

    @Test
    void shouldNeverPraiseWhatWasCorrectedNorBlameWhatWasMarkedGood() {
        TokenMark good = new TokenMark(0, 1, true);

        assertThat(create(1, 1).assign(1, 5, List.of(EDIT))).containsExactly(0f, 0f, 0f, 0f, 1f);
        assertThat(create(1, 1).assign(1, 5, List.of(EDIT, good))).containsExactly(0.5f, 0.5f, 0f, 0f, 0f);
        assertThat(create(1, 1).assign(-1, 5, List.of(EDIT, good))).containsExactly(0f, 0f, 0f, -1f, 0f);
        assertThat(create(1, 1).assign(-1, 5, List.of(good))).containsExactly(0f, 0f, 0f, 0f, -1f);
    }

    @Test
    void shouldCountATokenThatSeveralPointedAtOnce() {
        List<TokenMark> marks = List.of(EDIT, EDIT, new TokenMark(2, 3, false));

        assertThat(create(1, 1).assign(-1, 5, marks)).containsExactly(0f, 0f, -0.5f, -0.5f, 0f);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldKeepTheSumWhateverWasPointedAt(long seed) {
        SeededRandom random = new SeededRandom(seed);
        for (int round = 0; round < 200; round++) {
            int tokens = 1 + random.nextInt(60);
            List<TokenMark> marks = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                int first = random.nextInt(tokens);
                marks.add(new TokenMark(first, first + random.nextInt(9), random.nextBoolean()));
            }
            double reward = 4 * random.nextDouble() - 2;
            double sum = 0;
            for (float token :
                    create(1 + random.nextInt(10), random.nextDouble()).assign(reward, tokens, marks)) {
                sum += token;
            }
            assertThat(sum).as("seed %d, round %d", seed, round).isCloseTo(reward, within(1e-5));
        }
    }

    @Test
    void shouldSayThatItIsNotCausalAndWhatItNeeds() {
        CreditAssigner credit = CreditAssigners.CATALOG.create("at-event");

        assertThat(credit.causal()).isFalse();
        assertThat(credit.needs()).contains(Signal.EVENT_POSITION);
        assertThat(credit.assign(1, 0, List.of(EDIT))).isEmpty();
    }

    @Test
    void shouldLetOthersGoByWithoutMarks() {
        assertThat(CreditAssigners.CATALOG.create("terminal").assign(-1, 5, List.of(EDIT)))
                .containsExactly(0f, 0f, 0f, 0f, -1f);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"window, 0, window is 0", "share, 1.5, share is 1.5", "share, -0.5, share is -0.5"})
    void shouldRefuseSettingsOutOfRange(String key, double value, String problem) {
        var settings = JsonNodeFactory.instance.objectNode();
        if (key.equals("window")) {
            settings.put(key, (int) value);
        } else {
            settings.put(key, value);
        }
        assertThatThrownBy(() -> CreditAssigners.CATALOG.create("at-event", settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    private static CreditAssigner create(int window, double share) {
        return CreditAssigners.CATALOG.create(
                "at-event",
                JsonNodeFactory.instance.objectNode().put("window", window).put("share", share));
    }
}
