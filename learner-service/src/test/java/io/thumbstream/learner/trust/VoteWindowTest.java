package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VoteWindowTest {
    private final VoteWindow window = new VoteWindow(3);

    private double sum(String person) {
        return window.sums().getOrDefault(person, 0.0);
    }

    @Test
    void shouldKeepWhatWasTaughtAndTakeBackTheRestWhenSomethingElseIsSaid() {
        window.count("v", "ann", 2, 1);
        window.learned("v", "yes", 0.25);
        window.count("v", "ann", 1, 0.5);

        assertThat(sum("ann")).as("a quarter of 2, and 1").isCloseTo(1.5, within(1e-12));
        assertThat(window.whole("v")).isEqualTo(0.5);
        window.learned("v", "no", 0.5);
        window.learned("v", "no", 0.5);
        window.learned("v", "no", 0.5);
        window.count("v", "ann", 1, 1);
        assertThat(sum("ann")).as("0.5, 1 and not more, and 1").isCloseTo(2.5, within(1e-12));
    }

    @Test
    void shouldCountAVoteOnceWhenNothingOfItWasTaught() {
        window.count("v", "ann", 1, 1);
        window.count("v", "ann", 1, 1);

        assertThat(sum("ann")).isEqualTo(1);
    }

    @Test
    void shouldTakeNothingOverFromAnotherPerson() {
        window.count("v", "ann", 1, 1);
        window.learned("v", "yes", 1);
        window.count("v", "bob", 1, 1);

        assertThat(window.sums()).containsOnlyKeys("bob").containsEntry("bob", 1.0);
    }

    @Test
    void shouldKnowWhatWasLearnedLast() {
        assertThat(window.says("v", "yes")).isFalse();
        assertThat(window.holds("v")).isFalse();
        window.count("v", "ann", 1, 1);
        assertThat(window.says("v", "any")).as("not known yet").isTrue();

        window.learned("v", "yes", 0.5);
        assertThat(window.says("v", "yes")).isTrue();
        assertThat(window.says("v", "no")).isFalse();
        assertThat(window.holds("v")).isTrue();
        window.learned("never counted", "yes", 1);
        assertThat(window.holds("never counted")).isFalse();
    }

    @Test
    void shouldTakeBackOnce() {
        window.count("v", "ann", 1, 1);
        window.learned("v", "yes", 0.25);

        assertThat(window.takeBack("v")).isTrue();
        assertThat(sum("ann")).isEqualTo(0.25);
        assertThat(window.takeBack("v")).as("there is nothing left to take").isFalse();
        assertThat(window.takeBack("unknown")).isFalse();
        assertThat(sum("ann")).isEqualTo(0.25);
    }

    /** As the newest, because it is taught now; the limit on bursts is that of when it was given. */
    @Test
    void shouldCountOnTopWhatIsLearnedAgainAfterAllItsUses() {
        window.count("v", "ann", 1, 0.5);
        window.count("w", "bob", 1, 1);
        window.learned("v", "yes", 0.5);
        assertThat(window.again("v", 0.5)).as("half is yet to be taught").isFalse();
        window.learned("v", "yes", 0.5);
        for (int use = 0; use < 2; use++) {
            assertThat(window.again("v", 0.5)).as("use %d", use).isTrue();
            window.learned("v", "yes", 0.5);
        }

        assertThat(sum("ann")).as("1 and half twice").isEqualTo(2);
        assertThat(window.whole("v")).isEqualTo(0.5);
        assertThat(window.save()).extracting(VoteWindow.Counted::id).containsExactly("w", "v");
        assertThat(window.again("unknown", 1)).isFalse();
        window.count("v", "ann", 1, 1);
        assertThat(sum("ann")).as("another word, on top of all").isEqualTo(3);
    }

    @Test
    void shouldForgetTheOldestAndHoldLongerWhatIsSaidAnew() {
        window.count("a", "ann", 1, 1);
        window.count("b", "bob", 1, 1);
        window.count("c", "cid", 1, 1);
        window.count("a", "ann", 1, 1);
        window.count("d", "dan", 1, 1);

        assertThat(window.sums()).containsOnlyKeys("cid", "ann", "dan");
        assertThat(window.whole("b")).isEqualTo(1);
    }

    @Test
    void shouldGoOnTheSameWhenRestored() {
        window.count("v", "ann", 2, 0.5);
        window.learned("v", "yes", 0.25);
        VoteWindow twin = new VoteWindow(3);
        twin.count("forgotten", "eve", 1, 1);
        twin.restore(window.save());

        assertThat(twin.save()).isEqualTo(window.save());
        window.count("v", "ann", 1, 1);
        twin.count("v", "ann", 1, 1);
        assertThat(twin.save()).isEqualTo(window.save());
    }
}
