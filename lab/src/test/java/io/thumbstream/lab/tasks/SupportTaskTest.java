package io.thumbstream.lab.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportTaskTest {
    private final SupportTask task = SupportTask.load();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldGradeWhatWasPlannedWhenReplyIsRendered(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1000; i++) {
            SupportPrompt prompt = task.samplePrompt(random, i % 5 == 0);
            ReplyPlan plan = task.samplePlan(prompt, random);
            String reply = task.write(prompt, plan, random);
            Grade grade = task.grade(prompt, reply);
            String what = "seed " + seed + " sample " + i + ": " + prompt.text() + " -> " + reply;
            assertThat(grade.style(Attribute.LENGTH)).as(what).isEqualTo(plan.length() - 2.0);
            assertThat(grade.style(Attribute.WARMTH)).as(what).isEqualTo(plan.warmth());
            assertThat(grade.style(Attribute.FORMALITY)).as(what).isEqualTo(sign(plan.formal()));
            assertThat(grade.style(Attribute.STRUCTURE)).as(what).isEqualTo(sign(plan.numbered()));
            assertThat(grade.style(Attribute.APOLOGY)).as(what).isEqualTo(sign(plan.apologises()));
            assertThat(grade.style(Attribute.ASKING)).as(what).isEqualTo(sign(plan.asksBack()));
            assertThat(grade.valueRight()).as(what).isEqualTo(plan.value().equals(prompt.value()));
            assertThat(grade.procedureRight())
                    .as(what)
                    .isEqualTo(plan.steps().equals(prompt.intent().steps()));
            assertThat(grade.malformed()).as(what).isZero();
        }
    }

    @Test
    void shouldRecogniseItsOwnMessagesWhenReadBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1000; i++) {
            SupportPrompt prompt = task.samplePrompt(random, i % 2 == 0);
            assertThat(task.read(prompt.text())).as("seed 7 sample " + i).contains(prompt);
        }
    }

    @Test
    void shouldReadNothingWhenMessageIsNotOfTheTask() {
        assertThat(task.read("What is the capital of France?")).isEmpty();
        assertThat(task.read("Order 9999 has not arrived after two days.")).isEmpty();
    }

    @Test
    void shouldFindWrongFactWhenAnotherValueIsNamedToo() {
        SupportPrompt prompt = task.read("I need the invoice for order 417.").orElseThrow();
        assertThat(task.grade(prompt, "Got it, order 417. Just open the archive.")
                        .valueRight())
                .isTrue();
        assertThat(task.grade(prompt, "Got it, order 417. Or order 440. Just open the archive.")
                        .valueRight())
                .isFalse();
        assertThat(task.grade(prompt, "Got it, order 440. Just open the archive.")
                        .valueRight())
                .isFalse();
    }

    @Test
    void shouldRefuseProcedureWhenStepsAreForeignOrOutOfOrder() {
        SupportPrompt prompt = task.read("I need the invoice for order 417.").orElseThrow();
        assertThat(task.grade(prompt, "Just find the invoice, then open the archive.")
                        .procedureRight())
                .isFalse();
        assertThat(task.grade(prompt, "Just open the map.").procedureRight()).isFalse();
        assertThat(task.grade(prompt, "Hey there!").procedureRight()).isFalse();
    }

    @Test
    void shouldMeasureMalformedShareWhenTextIsBroken() {
        SupportPrompt prompt = task.read("I need the invoice for order 417.").orElseThrow();
        assertThat(task.grade(prompt, "").malformed()).isOne();
        assertThat(task.grade(prompt, "blah blah blah").malformed()).isOne();
        // 12 words and signs, one unknown: 2 * 1 / 12
        assertThat(task.grade(prompt, "Got it, order 417. Just wow open the archive.")
                        .malformed())
                .isCloseTo(2.0 / 12, within(1e-12));
        // a second greeting costs 0.15, the missing end sign 0.2
        assertThat(task.grade(prompt, "Hey there! Hi friend! Got it, order 417. Just open the archive")
                        .malformed())
                .isCloseTo(0.35, within(1e-12));
    }

    @Test
    void shouldKeepTraitsIndependentAndNearUniformWhenPlansAreSampled() {
        SplittableRandom random = new SplittableRandom(11);
        int samples = 20_000;
        double[] sums = new double[Attribute.values().length];
        double[][] products = new double[sums.length][sums.length];
        int wrong = 0;
        for (int i = 0; i < samples; i++) {
            SupportPrompt prompt = task.samplePrompt(random, false);
            Grade grade = task.grade(prompt, task.write(prompt, task.samplePlan(prompt, random), random));
            for (Attribute a : Attribute.values()) {
                sums[a.ordinal()] += grade.style(a) / samples;
                for (Attribute b : Attribute.values()) {
                    products[a.ordinal()][b.ordinal()] += grade.style(a) * grade.style(b) / samples;
                }
            }
            wrong += grade.correctness() < 1 ? 1 : 0;
        }
        for (int a = 0; a < sums.length; a++) {
            assertThat(sums[a]).as("mean of %s", Attribute.values()[a]).isCloseTo(0, within(0.03));
            for (int b = 0; b < a; b++) {
                assertThat(products[a][b])
                        .as("correlation of %s and %s", Attribute.values()[a], Attribute.values()[b])
                        .isCloseTo(0, within(0.03));
            }
        }
        assertThat((double) wrong / samples).isBetween(0.30, 0.35);
    }

    @Test
    void shouldStaySmallWhenCorpusIsCounted() {
        List<Exchange> exchanges = task.corpus(3).limit(20_000).toList();
        assertThat(exchanges).allSatisfy(exchange -> {
            assertThat(PhraseBook.words(exchange.prompt()).size()).isBetween(4, 20);
            assertThat(PhraseBook.words(exchange.reply()).size()).isBetween(9, 47);
        });
        assertThat(exchanges.stream()
                        .flatMap(exchange -> Stream.of(exchange.prompt(), exchange.reply()))
                        .flatMap(text -> PhraseBook.words(text).stream())
                        .distinct()
                        .count())
                .isBetween(300L, 450L);
    }

    @Test
    void shouldRepeatTheCorpusWhenSeedIsTheSame() {
        assertThat(task.corpus(5).limit(50).toList())
                .isEqualTo(task.corpus(5).limit(50).toList())
                .isNotEqualTo(task.corpus(6).limit(50).toList());
    }

    private static double sign(boolean value) {
        return value ? 1 : -1;
    }
}
