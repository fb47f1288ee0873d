package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconTaste;
import io.thumbstream.lab.tasks.lexicon.Words;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.config.SettingsBinder;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListDrawTest {
    private static final String MARK = "filler0 ";
    private static final long SEED = Long.getLong("thumbstream.seed", 6);

    @ParameterizedTest
    @ValueSource(strings = {"thumbs", "signs", "orders"})
    void shouldDrawTheSameFromTheSameSeedAndLeaveTheRestAlone(String by) throws IOException {
        String keys = "{pairs: 20, thumbs: 20, held-out: 5%s}";
        DataSettings settings = settings(String.format(keys, ", lists: {count: 10, shown: 3, by: " + by + "}"));
        RewardData data = JudgementDraw.draw(settings, SEED);
        RewardData without = JudgementDraw.draw(settings(String.format(keys, "")), SEED);

        assertThat(JudgementDraw.draw(settings, SEED)).as("seed %d", SEED).isEqualTo(data);
        assertThat(JudgementDraw.draw(settings, SEED + 1).lists())
                .as("seed %d", SEED)
                .doesNotContainAnyElementsOf(data.lists());
        assertThat(data.lists()).hasSize(10).allSatisfy(list -> {
            assertThat(list.answers()).extracting(RolloutEvent::index).containsExactly(0, 1, 2);
            assertThat(list.answers()).extracting(RolloutEvent::prompt).containsOnly(prompt(list));
            assertThat(list.answers()).extracting(RolloutEvent::response).doesNotHaveDuplicates();
        });
        assertThat(without.lists()).isEmpty();
        assertThat(data.withLists(List.of(), data.leaning())).isEqualTo(without);
    }

    @Test
    void shouldPutMarkedAnswersOnTop() throws IOException {
        List<RewardData.ShownList> lists = lists("count: 400, shown: 4, marked-first: true", "");
        int marked = 0;
        for (RewardData.ShownList list : lists) {
            List<Boolean> marks = list.answers().stream()
                    .map(answer -> answer.response().startsWith(MARK))
                    .toList();
            int own = (int) marks.stream().filter(mark -> mark).count();
            assertThat(marks.subList(0, own)).as("seed %d", SEED).doesNotContain(false);
            marked += own;
        }

        // four standard errors of 1,600 tosses are 0.05
        assertThat(marked / 1600.0).as("seed %d", SEED).isEqualTo(0.5, within(0.05));
        assertThat(lists("count: 20", "")).allSatisfy(list -> assertThat(list.answers())
                .noneMatch(answer -> answer.response().startsWith(MARK)));
    }

    @Test
    void shouldLookLessTheLowerAnAnswerStandsAndNotWhereNobodyIsThere() throws IOException {
        String keys = "count: 2000, shown: 4, by: thumbs, bias: 1, away: 0.5";
        List<RewardData.ShownList> lists = lists(keys, ", answering: {happy: 0.5, unhappy: 0.5}");

        for (int place = 0; place < 4; place++) {
            // four standard errors of 2,000 tosses are at most 0.045
            assertThat(share(lists, place, "dwell"))
                    .as("seed %d, place %d", SEED, place)
                    .isEqualTo(0.5 / (1 + place), within(0.045));
        }
        long looked = count(lists, "dwell");
        long thumbs = lists.stream()
                .flatMap(list -> list.said().stream())
                .filter(said -> said.statement().text() == null)
                .count();
        assertThat((double) thumbs / looked)
                .as("seed %d, of %d looks", SEED, looked)
                .isEqualTo(0.5, within(0.045));
    }

    @Test
    void shouldCopyRejectOrLeave() throws IOException {
        String keys = "count: 4000, shown: 1, by: signs, away: 0.6, left: %s";
        String people = ", crowd: {up-share: 0.3}, answering: {happy: 1, unhappy: 0.5}";
        List<RewardData.ShownList> lists = lists(String.format(keys, true), people);

        // 0.4 are there; of them 0.3 copy, half of the others reject; four standard errors are at most 0.028
        assertThat(share(lists, 0, "copied")).as("seed %d", SEED).isEqualTo(0.12, within(0.028));
        assertThat(share(lists, 0, "regenerated")).as("seed %d", SEED).isEqualTo(0.14, within(0.028));
        assertThat(lists).allSatisfy(list -> assertThat(list.said()).hasSize(1));
        List<RewardData.ShownList> unnoticed = lists(String.format(keys, false), people);
        assertThat(count(unnoticed, "abandoned")).isZero();
        assertThat(count(unnoticed, "copied")).isEqualTo(count(lists, "copied"));
    }

    @Test
    void shouldKnowHowMuchPeopleAcceptWhereAnswersAreShownOneByOne() throws IOException {
        RewardData alone = JudgementDraw.draw(
                settings("{pairs: 0, held-out: 1, crowd: {up-share: 0.1}, lists: {count: 500, shown: 1}}"), SEED);
        RewardData more = JudgementDraw.draw(settings("{pairs: 0, held-out: 1, lists: {count: 5, shown: 2}}"), SEED);

        assertThat(alone.leaning().orElseThrow())
                .as("few accept, seed %d", SEED)
                .isLessThan(-1);
        assertThat(more.leaning()).isEmpty();
        assertThat(alone.approval()).as("everybody speaks").isEmpty();
    }

    @Test
    void shouldOrderAsPeopleChooseAndTurnOrdersRound() throws IOException {
        for (double noise : new double[] {0, 0.25}) {
            List<RewardData.ShownList> lists = lists("count: 2000, shown: 2, by: orders", ", noise: " + noise);
            double better = 0;
            double expected = 0;
            for (RewardData.ShownList list : lists) {
                double lead =
                        worth(list.answers().get(0)) - worth(list.answers().get(1));
                boolean first = "1 2".equals(list.said().get(0).statement().text());
                better += first == lead > 0 ? 1 : 0;
                double chosen = JudgementDraw.sigma(10 * Math.abs(lead));
                expected += chosen + noise * (1 - 2 * chosen);
            }

            // four standard errors of 2,000 tosses are at most 0.045
            assertThat(better / 2000).as("seed %d, noise %f", SEED, noise).isEqualTo(expected / 2000, within(0.045));
        }
    }

    @Test
    void shouldPlaceEveryAnswerOnce() throws IOException {
        assertThat(lists("count: 50, shown: 5, by: orders", "")).allSatisfy(list -> {
            assertThat(list.said()).hasSize(1);
            assertThat(list.said().get(0).about()).isEqualTo(list.answers());
            assertThat(String.valueOf(list.said().get(0).statement().text()).split(" "))
                    .containsExactlyInAnyOrder("1", "2", "3", "4", "5");
        });
    }

    @Test
    void shouldRefuseListsThatCannotBeDrawn() {
        assertThatThrownBy(() -> settings("{lists: {count: -1}}")).hasMessageContaining("count is -1");
        assertThatThrownBy(() -> settings("{lists: {count: 1, shown: 17}}")).hasMessageContaining("shown 17");
        assertThatThrownBy(() -> settings("{lists: {count: 1, shown: 1, by: orders}}"))
                .hasMessageContaining("2 at least where they are ordered");
        assertThatThrownBy(() -> settings("{lists: {bias: -1}}")).hasMessageContaining("bias is -1");
        assertThatThrownBy(() -> settings("{lists: {away: 1}}")).hasMessageContaining("away 1.0");
        assertThatThrownBy(() -> settings("{lists: {by: words}}")).hasMessageContaining("words");
        assertThatThrownBy(() -> settings("{shift: none, grid: far, lists: {count: 1, marked-first: true}}"))
                .hasMessageContaining("goes with no grid");
        assertThatThrownBy(() -> settings("{pairs: 0, lists: {count: 0}}")).hasMessageContaining("or a list to learn");
    }

    private static List<RewardData.ShownList> lists(String keys, String others) throws IOException {
        return JudgementDraw.draw(settings("{pairs: 0, held-out: 1" + others + ", lists: {" + keys + "}}"), SEED)
                .lists();
    }

    private static DataSettings settings(String yaml) throws IOException {
        return SettingsBinder.overlay(DataSettings.defaults(), new YAMLMapper().readTree(yaml), "test");
    }

    private static String prompt(RewardData.ShownList list) {
        return list.answers().get(0).prompt();
    }

    /** Share of lists of whose answer at a place this sign was noticed. */
    private static double share(List<RewardData.ShownList> lists, int place, String signal) {
        long noticed = lists.stream()
                .filter(list -> list.said().stream()
                        .anyMatch(said -> signal.equals(said.statement().text())
                                && said.about().get(0).index() == place))
                .count();
        return (double) noticed / lists.size();
    }

    private static long count(List<RewardData.ShownList> lists, String signal) {
        return IntStream.range(0, lists.get(0).answers().size())
                .mapToLong(place -> Math.round(share(lists, place, signal) * lists.size()))
                .sum();
    }

    private static double worth(RolloutEvent answer) {
        WordList words = Words.list();
        LexiconPrompt prompt = LexiconPrompt.of(words.encode(answer.prompt()));
        return LexiconTaste.draw(1).worth(prompt, words.encode(answer.response()));
    }
}
