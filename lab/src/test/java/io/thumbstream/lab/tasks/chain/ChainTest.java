package io.thumbstream.lab.tasks.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.lab.tasks.chain.ChainVerdict.Step;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTest {
    private static final long SEED = 11;
    /** 7 + 8 + 5 is 20. */
    private static final ChainPrompt SUM = new ChainPrompt(false, List.of(7, 8, 5));

    private static final ChainPrompt PRODUCT = new ChainPrompt(true, List.of(3, 9, 7, 9));

    private final WordList words = ChainWords.list();

    @Test
    void shouldReadAndWriteEveryWord() {
        assertThat(words.vocabularySize()).isEqualTo(17);
        for (int id = ChainWords.SEPARATOR; id < words.vocabularySize(); id++) {
            assertThat(words.encode(words.decode(new int[] {id}))).containsExactly(id);
        }
        assertThat(words.decode(PRODUCT.tokens())).isEqualTo("x 3 9 7 9 | ");
        assertThat(words.decode(new int[] {ChainWords.digit(4), ChainWords.END, ChainWords.PAD}))
                .isEqualTo("4 ");
        assertThatThrownBy(() -> words.encode("4 + bread")).hasMessageContaining("'bread'");
    }

    @Test
    void shouldReadAPromptFromItsTokensAndRefuseOthers() {
        assertThat(ChainPrompt.of(SUM.tokens())).isEqualTo(SUM);
        assertThat(ChainPrompt.of(PRODUCT.tokens())).isEqualTo(PRODUCT);
        assertThat(SUM.answer()).isZero();
        // 3 * 9 is 27, 7 * 7 is 49, 9 * 9 is 81
        assertThat(PRODUCT.answer()).isEqualTo(1);
        assertThatThrownBy(() -> ChainPrompt.of(words.encode("+ 1 2 |"))).hasMessageContaining("not the tokens");
        assertThatThrownBy(() -> ChainPrompt.of(words.encode("1 1 2 3 |"))).hasMessageContaining("not the tokens");
        assertThatThrownBy(() -> ChainPrompt.of(words.encode("+ 1 2 3 4"))).hasMessageContaining("not the tokens");
        assertThatThrownBy(() -> ChainPrompt.of(words.encode("+ 1 = 3 |"))).hasMessageContaining("-1");
        assertThatThrownBy(() -> ChainPrompt.of(words.encode("x 1 2 3 |"))).hasMessageContaining("[1, 2, 3]");
        assertThatThrownBy(() -> new ChainPrompt(false, List.of(1, 2, 3, 4, 5))).hasMessageContaining("three or four");
    }

    @Test
    void shouldFindARightAnswerCleanWhicheverPairComesFirst() {
        assertClean(SUM, "7 + 8 = 5 ; 5 + 5 = 0 ; 0", "7 8, 5 5", Step.USEFUL, Step.USEFUL);
        assertClean(SUM, "8 + 7 = 5 ; 5 + 5 = 0 ; 0", "7 8, 5 5", Step.USEFUL, Step.USEFUL);
        assertClean(SUM, "8 + 5 = 3 ; 7 + 3 = 0 ; 0", "5 8, 3 7", Step.USEFUL, Step.USEFUL);
        assertClean(SUM, "0 ; 7 + 8 = 5 ; 5 + 5 = 0 ; 0", "7 8, 5 5", Step.USELESS, Step.USEFUL, Step.USEFUL);
        assertClean(
                PRODUCT,
                "3 x 7 = 1 ; 9 x 9 = 1 ; 1 x 1 = 1 ; 1",
                "3 7, 9 9, 1 1",
                Step.USEFUL,
                Step.USEFUL,
                Step.USEFUL);
    }

    private void assertClean(ChainPrompt prompt, String answer, String route, Step... steps) {
        ChainVerdict verdict = judge(prompt, answer);
        assertThat(verdict.steps()).as(answer).containsExactly(steps);
        assertThat(verdict.right()).as(answer).isTrue();
        assertThat(verdict.clean()).as(answer).isTrue();
        assertThat(verdict.route()).as(answer).contains(route);
        assertThat(verdict.firstError()).as(answer).isEqualTo(-1);
    }

    @Test
    void shouldTellALuckyAnswerFromAWrongOne() {
        ChainVerdict lucky = judge(SUM, "7 + 8 = 6 ; 6 + 5 = 1 ; 0");
        assertThat(lucky.steps()).containsExactly(Step.INVALID, Step.USEFUL);
        assertThat(lucky.right()).isTrue();
        assertThat(lucky.clean()).isFalse();
        assertThat(lucky.firstError()).isZero();

        ChainVerdict wrong = judge(SUM, "7 + 8 = 5 ; 5 + 5 = 1 ; 1");
        assertThat(wrong.steps()).containsExactly(Step.USEFUL, Step.INVALID);
        assertThat(wrong.right()).isFalse();
        assertThat(wrong.firstError()).isEqualTo(1);

        // without a step nothing is wrong, but nothing was worked out either
        ChainVerdict guessed = judge(SUM, "0");
        assertThat(guessed).isEqualTo(new ChainVerdict(List.of(), true, Optional.empty()));
        // all that is said is right, and one number too many is left
        assertThat(judge(SUM, "7 + 8 = 5 ; 0").clean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7 + 9 = 6", "7 + 7 = 4", "7 x 8 = 6", "7 + 8 = ;", "7 8", "5", "= | +", "7 + 8 = 5 5", ""})
    void shouldLetAStepOfAnotherFormOrWithNumbersThatAreNotThereChangeNothing(String step) {
        ChainVerdict verdict = judge(SUM, step + " ; 7 + 8 = 5 ; 5 + 5 = 0 ; 0");

        assertThat(verdict.firstError()).isZero();
        assertThat(verdict.steps()).endsWith(Step.USEFUL, Step.USEFUL);
        assertThat(verdict.right()).isTrue();
        assertThat(verdict.clean()).isFalse();
    }

    @Test
    void shouldCallNothingRightThatDoesNotEndInTimeOrIsNoAnswer() {
        assertThat(judge(SUM, "0 ; ".repeat(11) + "0").right()).isTrue();
        ChainVerdict late = judge(SUM, "0 ; ".repeat(12) + "0");
        assertThat(late.right()).isFalse();
        assertThat(late.steps()).hasSize(12).containsOnly(Step.USELESS);
        assertThat(ChainVerdict.of(SUM, words.encode("7 + 8 = 5 ; 5 + 5 = 0 ; 0"))
                        .right())
                .isFalse();
        assertThat(judge(SUM, "").right()).isFalse();
        assertThat(judge(SUM, "0 0").right()).isFalse();
        assertThat(judge(SUM, "7 + 8 = 5 ; 5 + 5 = 0 ;").right()).isFalse();
        assertThat(judge(SUM, "= | ; + 0 0").right()).isFalse();
        // what comes behind the end token is no part of the answer
        int[] more = Arrays.copyOf(ended("0"), 3);
        more[2] = ChainWords.digit(3);
        assertThat(ChainVerdict.of(SUM, more).right()).isTrue();
    }

    @Test
    void shouldWriteTextsOfTheStatedShares() {
        SeededRandom random = new SeededRandom(SEED);
        int texts = 4000;
        int clean = 0;
        int lucky = 0;
        int idle = 0;
        for (int i = 0; i < texts; i++) {
            ChainPrompt prompt = ChainPrompt.draw(random);
            int[] answer = ChainBase.answer(prompt, random);
            ChainVerdict verdict = ChainVerdict.of(prompt, answer);
            assertThat(answer)
                    .as("seed %d, text %d", SEED, i)
                    .hasSizeBetween(14, 22)
                    .endsWith(ChainWords.END);
            assertThat(verdict.steps().stream().filter(step -> step == Step.INVALID))
                    .as("seed %d, text %d", SEED, i)
                    .hasSize(verdict.clean() ? 0 : 1);
            clean += verdict.clean() ? 1 : 0;
            lucky += verdict.right() && !verdict.clean() ? 1 : 0;
            idle += verdict.steps().contains(Step.USELESS) ? 1 : 0;
        }
        // four standard errors are 0.032
        assertThat((double) clean / texts).as("seed %d", SEED).isEqualTo(0.45, within(0.032));
        assertThat((double) lucky / texts).as("seed %d", SEED).isEqualTo(0.1, within(0.02));
        assertThat((double) idle / texts).as("seed %d", SEED).isEqualTo(0.1, within(0.02));
    }

    @Test
    void shouldWriteTheSameTextsFromTheSameSeedAndSeveralRoutesOtherwise() {
        ChainPrompt prompt = new ChainPrompt(false, List.of(1, 2, 4, 8));
        Set<String> routes = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int[] answer = ChainBase.answer(prompt, new SeededRandom(SEED).child(i));
            assertThat(ChainBase.answer(prompt, new SeededRandom(SEED).child(i)))
                    .isEqualTo(answer);
            ChainVerdict.of(prompt, answer).route().ifPresent(routes::add);
        }
        // six first pairs with three second ones each
        assertThat(routes).as("seed %d", SEED).hasSizeBetween(12, 18);
    }

    private ChainVerdict judge(ChainPrompt prompt, String answer) {
        return ChainVerdict.of(prompt, ended(answer));
    }

    private int[] ended(String answer) {
        int[] tokens = words.encode(answer);
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = ChainWords.END;
        return ended;
    }
}
