package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.chaos.PoisonLetters.Found;
import io.thumbstream.launcher.chaos.PoisonLetters.Planted;
import io.thumbstream.launcher.chaos.PoisonMischief.PoisonBytes;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoisonLettersTest {
    private static final Position FIRST = new Position("feedback", 0, 4);
    private static final Position SECOND = new Position("rollouts", 1, 9);
    private static final List<Planted> PLANTED = List.of(new Planted(FIRST, "aa"), new Planted(SECOND, "bb"));
    private static final Letter.Cause CAUSE = new Letter.Cause("reward", "poison", "a.B", "", "a.B at C");

    @Test
    void shouldFindNothingWhenEveryRecordHasItsLetter() {
        List<Found> found = List.of(letter(FIRST, CAUSE, "aa"), letter(SECOND, CAUSE, "bb"));

        assertThat(PoisonLetters.complete(PLANTED, found)).isTrue();
        Evidence evidence = PoisonLetters.judge(PLANTED, found);
        assertThat(missed(evidence)).isEmpty();
        assertThat(evidence.faults()).isEmpty();
    }

    @Test
    void shouldFindARecordThatVanished() {
        List<Found> found = List.of(letter(FIRST, CAUSE, "aa"), new Found(Optional.empty(), CAUSE, "bb"));

        assertThat(PoisonLetters.complete(PLANTED, found)).isFalse();
        Evidence evidence = PoisonLetters.judge(PLANTED, found);
        assertThat(missed(evidence)).containsExactly("poison-without-letter");
        assertThat(evidence.faults()).containsExactly("the unreadable record at rollouts:1:9 has no dead letter");
    }

    @Test
    void shouldFindLettersWithOtherBytesOrWithoutAHeader() {
        List<Letter.Cause> poor = List.of(
                new Letter.Cause("", "poison", "a.B", "", "a.B at C"),
                new Letter.Cause("reward", "", "a.B", "", "a.B at C"),
                new Letter.Cause("reward", "poison", "", "", "a.B at C"),
                new Letter.Cause("reward", "poison", "a.B", "", ""));

        for (Letter.Cause cause : poor) {
            assertThat(missed(PoisonLetters.judge(
                            PLANTED, List.of(letter(FIRST, CAUSE, "aa"), letter(SECOND, cause, "bb")))))
                    .as("%s", cause)
                    .containsExactly("poison-letters-wrong");
        }
        assertThat(missed(
                        PoisonLetters.judge(PLANTED, List.of(letter(FIRST, CAUSE, "aa"), letter(SECOND, CAUSE, "cc")))))
                .containsExactly("poison-letters-wrong");
    }

    @Test
    void shouldFindTwoLettersOfOneServiceButNotOneOfEach() {
        Letter.Cause other = new Letter.Cause("gateway", "undecodable", "a.B", "", "a.B at C");
        List<Found> each = List.of(letter(FIRST, CAUSE, "aa"), letter(FIRST, other, "aa"), letter(SECOND, CAUSE, "bb"));
        List<Found> twice =
                List.of(letter(FIRST, CAUSE, "aa"), letter(FIRST, CAUSE, "aa"), letter(SECOND, CAUSE, "bb"));

        assertThat(missed(PoisonLetters.judge(PLANTED, each))).isEmpty();
        assertThat(missed(PoisonLetters.judge(PLANTED, twice))).containsExactly("poison-letters-repeated");
    }

    @Test
    void shouldShowNothingWhenNothingWasPlanted() {
        assertThat(missed(PoisonLetters.judge(List.of(), List.of()))).containsExactly("poison-planted");
    }

    @Test
    void shouldMakeAllKindsOfPoisonInBothTopics() {
        SeededRandom random = new SeededRandom(5);
        List<byte[]> all =
                IntStream.range(0, 8).mapToObj(i -> PoisonBytes.of(i, random)).toList();

        assertThat(all).extracting(bytes -> bytes.length).containsExactly(40, 40, 40, 40, 3, 3, 5, 5);
        assertThat(all.get(0)[0]).isNotZero();
        assertThat(all.get(2)[0]).isZero();
        assertThat(all.get(2)[1]).as("an id above a billion").isGreaterThan((byte) 0x3a);
        assertThat(all.get(6)).containsExactly(0, 0, 0, 0, 1);
    }

    private static List<String> missed(Evidence evidence) {
        return new Figures(evidence.figures())
                .missed().stream().map(Figure::name).toList();
    }

    private static Found letter(Position source, Letter.Cause cause, String sha256) {
        return new Found(Optional.of(source), cause, sha256);
    }
}
