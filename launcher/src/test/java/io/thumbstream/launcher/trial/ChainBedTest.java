package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChainBedTest {
    private static final long SEED = 4;
    private static final String ONE_WAY = "7 + 8 = 5 ; 5 + 5 = 0 ; 0";
    private static final String OTHER_WAY = "8 + 5 = 3 ; 3 + 7 = 0 ; 0";
    private static final String LUCKY = "7 + 8 = 6 ; 6 + 5 = 1 ; 0";
    private static final String WRONG = "7 + 8 = 6 ; 6 + 5 = 1 ; 1";

    private final Bed bed;
    private final int[] prompt;

    ChainBedTest() throws IOException {
        String keys = "{task: chain, seed: 4, feedback: {said: 1, noise: 0}}";
        bed = Bed.of(SettingsBinder.overlay(BedSettings.defaults(), new YAMLMapper().readTree(keys), "bed"));
        prompt = bed.words().encode("+ 7 8 5 |");
    }

    @Test
    void shouldPayWhatIsRightAndKnowItsRoute() {
        LexiconProxy gold = new LexiconProxy(LexiconProxy.Fault.GOLD, 1, 2, 0);

        assertThat(bed.worth(prompt, ended(ONE_WAY))).isEqualTo(1);
        assertThat(bed.worth(prompt, ended(LUCKY))).isEqualTo(1);
        assertThat(bed.worth(prompt, ended(WRONG))).isZero();
        assertThat(bed.score(gold, prompt, ended(ONE_WAY))).isEqualTo(1.0, within(1e-12));
        assertThat(bed.score(gold, prompt, ended(WRONG))).isEqualTo(-1.0, within(1e-12));
        assertThat(bed.route(prompt, ended(ONE_WAY))).contains("7 8, 5 5");
        assertThat(bed.route(prompt, ended(LUCKY))).isEmpty();
        assertThat(bed.at(100)).isEqualTo(bed);
    }

    @Test
    void shouldDrawTheSamePromptsFromTheSameSeed() {
        List<int[]> prompts = bed.prompts(new SeededRandom(SEED), 20, 1);
        List<int[]> again = bed.prompts(new SeededRandom(SEED), 20, 1);

        assertThat(prompts).hasSize(20);
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(prompts.get(i)).as("seed %d, prompt %d", SEED, i).isEqualTo(again.get(i));
        }
        assertThat(prompts.stream().map(Arrays::toString).distinct().count()).isGreaterThan(10);
    }

    @Test
    void shouldCountRoutesOfAPromptOnceAndSurpriseOfEveryToken() {
        List<AnswerGroup> groups =
                List.of(group("a", ONE_WAY, ONE_WAY, OTHER_WAY, LUCKY), group("b", WRONG, WRONG, LUCKY, ONE_WAY));

        // two ways to the first prompt, one to the second
        assertThat(ArmMeasure.routes(groups, bed)).isEqualTo(1.5, within(1e-12));
        // every token of the group's first answer has log-probability -1, of the others -2, -3 and -4; all are equally
        // long
        List<RolloutEvent> answers = groups.get(0).answers();
        assertThat(ArmMeasure.surprise(answers)).isEqualTo(2.5, within(1e-6));
        assertThat(ArmMeasure.surprise(answers.subList(0, 1))).isEqualTo(1.0, within(1e-6));
    }

    @Test
    void shouldHearFromPeopleWhatIsRight() {
        BedPeople people = new BedPeople(new BedSettings.Feedback(1, 0, 0, 0, 0), bed);
        int pleased = 0;
        int misled = 0;
        for (int i = 0; i < 50; i++) {
            AnswerGroup group = group("g" + i, ONE_WAY, WRONG);
            pleased += thumb(people, group.answers().get(0), i) > 0 ? 1 : 0;
            misled += thumb(people, group.answers().get(1), i) > 0 ? 1 : 0;
        }
        // right answers please with probability 0.993, wrong ones with 0.007
        assertThat(pleased).as("seed %d", SEED).isGreaterThan(45);
        assertThat(misled).as("seed %d", SEED).isLessThan(5);
    }

    private static double thumb(BedPeople people, RolloutEvent answer, int index) {
        Statement said = people.say(FeedbackKind.THUMB, List.of(answer), new SeededRandom(SEED).child(index))
                .orElseThrow();
        return Objects.requireNonNull(said.value());
    }

    private AnswerGroup group(String id, String... answers) {
        List<RolloutEvent> events = new ArrayList<>();
        for (int index = 0; index < answers.length; index++) {
            int[] tokens = ended(answers[index]);
            float[] logProbs = new float[tokens.length];
            Arrays.fill(logProbs, -1 - index);
            events.add(new RolloutEvent(
                    id + "." + index,
                    id,
                    index,
                    answers.length,
                    "+ 7 8 5 |",
                    answers[index],
                    new TokenTrace(prompt, tokens, logProbs),
                    0,
                    0,
                    "stop",
                    true,
                    1,
                    "person-0",
                    null,
                    0,
                    new SourceRef("rollouts", 0, index)));
        }
        return new AnswerGroup(id, events);
    }

    private int[] ended(String answer) {
        int[] tokens = bed.words().encode(answer);
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = ChatFormat.END_ID;
        return ended;
    }
}
