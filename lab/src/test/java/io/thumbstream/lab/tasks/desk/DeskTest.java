package io.thumbstream.lab.tasks.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.TextTraining;
import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final long SEED = 13;
    private static final int DRAWS = 4000;
    private static final List<Integer> SHOWN = List.of(3, 0, 5, 1, 4, 2);

    /** Every wish is fulfilled by 2, then 0, then 5. */
    private static final DeskMenu MENU = new DeskMenu(Collections.nCopies(DeskWords.WISHES, List.of(2, 0, 5)));

    private final WordList words = DeskWords.list();

    @Test
    void shouldReadAndWriteEveryWord() {
        assertThat(words.vocabularySize()).isEqualTo(22);
        for (int id = DeskWords.SEPARATOR; id < words.vocabularySize(); id++) {
            assertThat(words.encode(words.decode(new int[] {id}))).containsExactly(id);
        }
        assertThat(words.decode(new int[] {DeskWords.UNDO, DeskWords.END, DeskWords.PAD}))
                .isEqualTo("undo ");
        assertThatThrownBy(() -> words.encode("button0 lever")).hasMessageContaining("'lever'");
    }

    @Test
    void shouldReadAScreenFromItsTokensAndRefuseOthers() {
        DeskScreen screen = screen(2, 0);

        assertThat(words.decode(screen.tokens()))
                .isEqualTo("wish7 button3 button0 button5 button1 button4 button2 | button2 button0 | ");
        assertThat(DeskScreen.of(screen.tokens())).isEqualTo(screen);
        assertThat(DeskScreen.of(screen().tokens())).isEqualTo(screen());
        assertThatThrownBy(() -> DeskScreen.of(words.encode("wish0 button3 | |")))
                .hasMessageContaining("not the tokens");
        assertThatThrownBy(() -> new DeskScreen(0, List.of(0, 0, 1, 2, 3, 4), List.of()))
                .hasMessageContaining("each of 6 buttons once");
        assertThatThrownBy(() -> new DeskScreen(12, SHOWN, List.of())).hasMessageContaining("one of 12 wishes");
    }

    @Test
    void shouldKnowTheRightClickOnTheWayAndAstray() {
        assertThat(MENU.right(screen())).isEqualTo(DeskWords.button(2));
        assertThat(MENU.right(screen(2))).isEqualTo(DeskWords.button(0));
        assertThat(MENU.right(screen(2, 0))).isEqualTo(DeskWords.button(5));
        assertThat(MENU.right(screen(3))).isEqualTo(DeskWords.UNDO);
        assertThat(MENU.right(screen(2, 1))).isEqualTo(DeskWords.UNDO);
        assertThat(MENU.right(screen(2, 0, 5, 5))).isEqualTo(DeskWords.UNDO);
        assertThatThrownBy(() -> MENU.right(screen(2, 0, 5))).hasMessageContaining("is reached");
    }

    @Test
    void shouldTakeOneClickAndNothingElseForRight() {
        int two = DeskWords.button(2);

        assertThat(MENU.right(screen(), new int[] {two, DeskWords.END})).isTrue();
        assertThat(MENU.right(screen(), new int[] {two})).isTrue();
        assertThat(MENU.right(screen(), new int[] {two, two})).isFalse();
        assertThat(MENU.right(screen(), new int[] {DeskWords.END, two})).isFalse();
        assertThat(MENU.right(screen(), new int[0])).isFalse();
        assertThat(MENU.right(screen(), new int[] {DeskWords.UNDO, DeskWords.END}))
                .isFalse();
    }

    @Test
    void shouldDrawScreensOfWhichAQuarterIsAstray() {
        DeskMenu menu = DeskMenu.draw(SEED);
        SeededRandom random = new SeededRandom(SEED);
        int astray = 0;
        Set<Integer> wishes = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            DeskScreen screen = menu.screen(random);
            astray += menu.right(screen) == DeskWords.UNDO ? 1 : 0;
            wishes.add(screen.wish());
            assertThat(screen.tokens()).as("seed %d, screen %d", SEED, i).hasSizeLessThanOrEqualTo(14);
        }

        // the deviation of a share of a quarter is 0.007
        assertThat((double) astray / DRAWS).as("seed %d", SEED).isCloseTo(0.25, within(0.03));
        assertThat(wishes).hasSize(DeskWords.WISHES);
        assertThat(DeskMenu.draw(SEED)).isEqualTo(menu);
        assertThat(DeskMenu.draw(SEED + 1)).isNotEqualTo(menu);
        assertThat(menu.paths()).allSatisfy(path -> assertThat(path).hasSizeBetween(2, 5));
    }

    @Test
    void shouldTakeOverFromWrongClicksAndSeldomFromRightOnes() {
        double fromWrong = share(DeskWords.button(4), 0.6, taken -> true);
        double fromRight = share(DeskWords.button(2), 0.6, taken -> true);

        assertThat(fromWrong).as("seed %d", SEED).isCloseTo(0.95, within(0.02));
        assertThat(fromRight).as("seed %d", SEED).isCloseTo(0.05, within(0.02));
    }

    @Test
    void shouldCorrectRightlyAsOftenAsIsWanted() {
        int right = DeskWords.button(2);
        int wrong = DeskWords.button(4);

        assertThat(share(wrong, 1, taken -> taken == right)).as("seed %d", SEED).isCloseTo(0.95, within(0.02));
        // 0.95 of 0.6
        assertThat(share(wrong, 0.6, taken -> taken == right))
                .as("seed %d", SEED)
                .isCloseTo(0.57, within(0.04));
        assertThat(share(wrong, 0, taken -> taken == right)).as("seed %d", SEED).isZero();
        assertThat(share(wrong, 0, taken -> taken == wrong))
                .as("a correction changes a wrong click, seed %d", SEED)
                .isZero();
        assertThat(share(right, 1, taken -> taken != right)).as("seed %d", SEED).isZero();
    }

    private static double share(int click, double quality, IntPredicate counted) {
        SeededRandom random = new SeededRandom(SEED);
        int count = 0;
        for (int i = 0; i < DRAWS; i++) {
            OptionalInt taken = MENU.takeOver(screen(), new int[] {click, DeskWords.END}, quality, random.child(i));
            count += taken.isPresent() && counted.test(taken.getAsInt()) ? 1 : 0;
        }
        return (double) count / DRAWS;
    }

    @Test
    void shouldLearnFromClicksOfWhichHalfAreRight() {
        SeededRandom random = new SeededRandom(SEED);
        int right = 0;
        for (int i = 0; i < DRAWS; i++) {
            TextTraining.Text text = DeskBase.text(MENU, random);
            assertThat(text.answer()).hasSize(DeskBase.ANSWER).endsWith(DeskWords.END);
            right += MENU.right(DeskScreen.of(text.prompt()), text.answer()) ? 1 : 0;
        }

        assertThat((double) right / DRAWS).as("seed %d", SEED).isCloseTo(0.5, within(0.04));
    }

    private static DeskScreen screen(Integer... clicks) {
        return new DeskScreen(7, SHOWN, List.of(clicks));
    }
}
