package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CacheRoomTest {
    private static final int CONTEXT = 500;

    private final CacheRoom room = new CacheRoom(CONTEXT);

    @Test
    void hasRoomForWhatIsNeededRoundedUp() {
        assertThat(room.positions()).isEqualTo(16);
        assertThat(room.atLeast(17)).isEqualTo(32);
        assertThat(room.step(33)).isEqualTo(48);
        assertThat(room.atLeast(5)).isEqualTo(48);
    }

    @Test
    void growsByAnEighthAtLeastSoThatLongAnswersAreSeldomCopied() {
        room.atLeast(320);

        assertThat(room.step(321)).isEqualTo(368);
    }

    @Test
    void neverHasMoreThanTheContext() {
        room.atLeast(480);

        assertThat(room.step(481)).isEqualTo(CONTEXT);
        assertThat(room.step(CONTEXT)).isEqualTo(CONTEXT);
        assertThatIllegalArgumentException().isThrownBy(() -> room.atLeast(CONTEXT + 1));
    }

    @Test
    void aContextBelowTheFirstRoomIsTheRoom() {
        assertThat(new CacheRoom(4).positions()).isEqualTo(4);
    }

    @Test
    void shrinksOnlyWhenAnswersHaveBeenShortForSomeSteps() {
        room.atLeast(64);
        for (int i = 0; i < 8; i++) {
            assertThat(room.step(40)).isEqualTo(64);
        }

        assertThat(room.step(40)).isEqualTo(48);
    }

    @Test
    void aLongAnswerBetweenShortOnesKeepsTheRoom() {
        room.atLeast(64);
        for (int i = 0; i < 40; i++) {
            assertThat(room.step(i % 8 == 0 ? 50 : 20)).isEqualTo(64);
        }
    }

    @Test
    void roomThatCouldNotBeHadIsGivenBack() {
        room.atLeast(64);
        room.atLeast(200);

        room.backTo(64);

        assertThat(room.positions()).isEqualTo(64);
    }
}
