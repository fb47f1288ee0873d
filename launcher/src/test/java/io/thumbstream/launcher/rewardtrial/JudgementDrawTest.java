package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.config.SettingsBinder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementDrawTest {
    private static final String MARK = "filler0 ";

    @ParameterizedTest
    @ValueSource(longs = {1, 77})
    void shouldDrawTheSameFromTheSameSeedAndNothingTheSameFromAnother(long seed) throws IOException {
        DataSettings settings = settings("{pairs: 60, thumbs: 60, held-out: 10, noise: 0.25}");
        RewardData data = JudgementDraw.draw(settings, seed);
        RewardData other = JudgementDraw.draw(settings, seed + 1);

        assertThat(JudgementDraw.draw(settings, seed)).as("seed %d", seed).isEqualTo(data);
        assertThat(data.training()).as("seed %d", seed).hasSize(120).doesNotHaveDuplicates();
        assertThat(other.training()).as("seed %d", seed).doesNotContainAnyElementsOf(data.training());
        assertThat(other.heldOut()).as("seed %d", seed).doesNotContainAnyElementsOf(data.heldOut());
        assertThat(data.shifted()).hasSize(10).doesNotContainAnyElementsOf(data.heldOut());
        assertThat(data.training().stream().map(RewardData.Judgement::id)).doesNotHaveDuplicates();
        // pairs and thumbs come mixed, not one kind after the other
        assertThat(data.training().subList(0, 60).stream()
                        .map(each -> each.label().kind()))
                .contains(LabelKind.PAIR, LabelKind.BINARY);
    }

    @Test
    void shouldKeepEverythingElseWhenMorePairsAreHeldOut() throws IOException {
        RewardData few = JudgementDraw.draw(settings("{pairs: 20, held-out: 5}"), 3);
        RewardData more = JudgementDraw.draw(settings("{pairs: 20, held-out: 9}"), 3);

        assertThat(more.training()).isEqualTo(few.training());
        assertThat(more.heldOut().subList(0, 5)).isEqualTo(few.heldOut());
    }

    @Test
    void shouldFlipTheShareAskedForAndGetTheRestRightMoreOftenThanNot() throws IOException {
        RewardData clean = JudgementDraw.draw(settings("{pairs: 3000, held-out: 1}"), 5);
        RewardData noisy = JudgementDraw.draw(settings("{pairs: 3000, held-out: 1, noise: 0.25}"), 5);

        assertThat(share(clean.training(), RewardData.Judgement::flipped)).isZero();
        assertThat(share(noisy.training(), RewardData.Judgement::flipped)).isEqualTo(0.25, within(0.03));
        // the same dice, so a flipped judgement is the clean one turned round
        int turned = 0;
        for (int i = 0; i < clean.training().size(); i++) {
            RewardData.Judgement before = clean.training().get(i);
            RewardData.Judgement after = noisy.training().get(i);
            assertThat(after.label().items()).isEqualTo(before.label().items());
            assertThat(after.label().value() != before.label().value()).isEqualTo(after.flipped());
            turned += after.flipped() ? 1 : 0;
        }
        assertThat(turned).isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.92})
    void shouldPointUpTheShareOfThumbsAskedFor(double share) throws IOException {
        RewardData data = JudgementDraw.draw(
                settings("{pairs: 0, thumbs: 4000, held-out: 1, crowd: {leniency: 1, up-share: " + share + "}}"), 6);

        assertThat(share(data.training(), each -> each.label().value() == 1)).isEqualTo(share, within(0.025));
    }

    @Test
    void shouldFindWhatMakesTheMeanTheShare() {
        // log-odds 1 and -1 are symmetric, so nothing is to be added for one half
        assertThat(JudgementDraw.added(new double[] {1, -1}, 0.5)).isEqualTo(0, within(1e-9));
        // of equal log-odds 2 for a share of 0.75: log 3 - 2
        assertThat(JudgementDraw.added(new double[] {2, 2, 2}, 0.75)).isEqualTo(Math.log(3) - 2, within(1e-9));
    }

    @Test
    void shouldPlantAMarkThatAgreesInTrainingAndNotWhereItCounts() throws IOException {
        RewardData data = JudgementDraw.draw(
                settings("{pairs: 2000, held-out: 1500, planted: {fault: mark, agrees: 0.9}, shift: none}"), 8);

        for (RewardData.Judgement judgement : data.training()) {
            assertThat(judgement.label().items().stream().filter(JudgementDrawTest::marked))
                    .hasSize(1);
        }
        assertThat(share(data.training(), each -> marked(chosen(each.label())))).isEqualTo(0.9, within(0.03));
        assertThat(share(data.heldOut(), pair -> marked(pair.better().input()))).isEqualTo(0.9, within(0.03));
        assertThat(share(data.shifted(), pair -> marked(pair.better().input()))).isEqualTo(0.5, within(0.05));
        for (RewardData.Twin twin : data.twins()) {
            assertThat(marked(twin.marked())).isTrue();
            assertThat(marked(twin.plain())).isFalse();
            assertThat(behindFront(twin.marked())).isEqualTo(behindFront(twin.plain()));
        }
    }

    @Test
    void shouldPlantALengthThatAgreesInTrainingAndNotWhereItCounts() throws IOException {
        RewardData data = JudgementDraw.draw(
                settings("{pairs: 1000, held-out: 1000, planted: {fault: length, agrees: 0.9}, shift: none}"), 9);

        assertThat(share(data.training(), each -> words(chosen(each.label())) > words(other(each.label()))))
                .isEqualTo(0.9, within(0.04));
        assertThat(share(data.heldOut(), JudgementDrawTest::betterIsLonger)).isEqualTo(0.9, within(0.04));
        assertThat(share(data.shifted(), JudgementDrawTest::betterIsLonger)).isEqualTo(0.5, within(0.06));
        assertThat(data.twins()).isEmpty();
    }

    @Test
    void shouldShowTheMarkMoreOftenToLenientPeople() throws IOException {
        String crowd = "{pairs: 0, thumbs: 2000, held-out: 1, crowd: {leniency: 3, neutral: %s}}";
        RewardData confounded = JudgementDraw.draw(settings(String.format(crowd, "5")), 10);
        RewardData hardly = JudgementDraw.draw(settings(String.format(crowd, "0.001")), 10);

        // who is lenient by more than nothing sees it nearly always and approves, so marked answers are approved of
        assertThat(upsOfMarked(confounded, true) - upsOfMarked(confounded, false))
                .isGreaterThan(0.3);
        assertThat(upsOfMarked(hardly, true) - upsOfMarked(hardly, false)).isEqualTo(0, within(0.1));
    }

    @Test
    void shouldJudgePopularPairsAgainAndAgainAndTheOthersOnce() throws IOException {
        RewardData data =
                JudgementDraw.draw(settings("{pairs: 1000, held-out: 1, popular: {share: 0.5, pairs: 5}}"), 11);
        Map<List<ScoreInput>, Long> times = data.training().stream()
                .collect(Collectors.groupingBy(each -> each.label().items(), Collectors.counting()));
        List<Long> often = times.values().stream().filter(each -> each > 1).toList();

        assertThat(often).hasSize(5).allSatisfy(each -> assertThat(each).isGreaterThan(50));
        assertThat(often.stream().mapToLong(Long::longValue).sum()).isBetween(440L, 560L);
    }

    @Test
    void shouldMeasureOnAnswersThatDiffer() throws IOException {
        RewardData length = JudgementDraw.draw(settings("{pairs: 100, held-out: 100, shift: length}"), 12);
        RewardData domain = JudgementDraw.draw(settings("{pairs: 100, held-out: 100, shift: domain}"), 12);
        RewardData policy = JudgementDraw.draw(settings("{pairs: 100, held-out: 400, shift: policy}"), 12);

        assertThat(length.heldOut())
                .allSatisfy(pair -> assertThat(words(pair.better().input())).isBetween(4, 12));
        assertThat(length.shifted())
                .allSatisfy(pair -> assertThat(words(pair.worse().input())).isBetween(15, 23));
        assertThat(domain.training())
                .allSatisfy(each -> assertThat(chosen(each.label()).prompt()).matches("domain[0-3] .*"));
        assertThat(domain.shifted())
                .allSatisfy(pair -> assertThat(pair.better().input().prompt()).matches("domain[4-7] .*"));
        assertThat(worth(policy.shifted())).isGreaterThan(worth(policy.heldOut()) + 0.02);
        assertThat(policy.heldOut()).allSatisfy(pair -> assertThat(pair.better().worth())
                .isGreaterThan(pair.worse().worth()));
    }

    /** Judgements are those of a world where all are given, less those that nobody gives. */
    @Test
    void shouldLetTheUnhappyGiveMoreThumbsAndKeepWhatTheySay() throws IOException {
        String thumbs = "{pairs: 0, thumbs: 4000, held-out: 1, noise: 0.1, crowd: {up-share: 0.6}%s}";
        RewardData all = JudgementDraw.draw(settings(String.format(thumbs, "")), 13);
        RewardData some =
                JudgementDraw.draw(settings(String.format(thumbs, ", answering: {happy: 0.1, unhappy: 0.3}")), 13);
        Map<String, Double> said = all.training().stream()
                .collect(Collectors.toMap(
                        RewardData.Judgement::id, each -> each.label().value()));

        assertThat(some.training()).allSatisfy(each -> assertThat(Objects.requireNonNull(said.get(each.id())))
                .isEqualTo(each.label().value()));
        double ups = share(all.training(), each -> each.label().value() == 1) * 4000;
        double given = some.training().stream()
                .filter(each -> each.label().value() == 1)
                .count();
        // about 2,320 ups and 1,680 downs: four deviations of the shares that are given are 0.025 and 0.045
        assertThat(given / ups).isEqualTo(0.1, within(0.026));
        assertThat((some.training().size() - given) / (4000 - ups)).isEqualTo(0.3, within(0.045));
        // 0.6 of thumbs are meant up, and a tenth of either is turned round
        assertThat(some.approval().orElseThrow()).isEqualTo(0.6 * 0.9 + 0.4 * 0.1, within(1e-12));
        assertThat(all.approval()).isEmpty();
    }

    @Test
    void shouldLeaveARecordOfSilenceWhereToldTo() throws IOException {
        String thumbs = "{pairs: 0, thumbs: 400, held-out: 1, answering: {happy: 0.1, unhappy: 0.3, silent: %s}}";
        RewardData without = JudgementDraw.draw(settings(String.format(thumbs, false)), 13);
        RewardData with = JudgementDraw.draw(settings(String.format(thumbs, true)), 13);

        assertThat(with.training()).hasSize(400);
        assertThat(with.training())
                .filteredOn(each -> !each.label().evidence().silent())
                .extracting(RewardData.Judgement::id)
                .containsExactlyInAnyOrderElementsOf(without.training().stream()
                        .map(RewardData.Judgement::id)
                        .toList());
        assertThat(with.training())
                .filteredOn(each -> each.label().evidence().silent())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.label().value())
                        .as("neither yes nor no")
                        .isEqualTo(0.5));
    }

    @Test
    void shouldChangeWhatIsSaidOfPairsAndNotThePairsWherePeopleRepeatThemselves() throws IOException {
        String pairs = "{pairs: 3000, held-out: 5%s}";
        RewardData all = JudgementDraw.draw(settings(String.format(pairs, "")), 14);
        RewardData sure =
                JudgementDraw.draw(settings(String.format(pairs, ", asking: {share: 0.1, repeats: 0.97}")), 14);

        assertThat(sure.heldOut()).isEqualTo(all.heldOut());
        assertThat(sure.training().stream().map(each -> each.label().items()).toList())
                .isEqualTo(all.training().stream()
                        .map(each -> each.label().items())
                        .toList());
        assertThat(sure.training()).isNotEqualTo(all.training());
        assertThat(sure.asking().share()).isEqualTo(0.1);
    }

    @Test
    void shouldFindHowSharplyPeopleChooseWhoRepeatThemselves() {
        // one pair: q^2 + (1 - q)^2 = 0.82 for q = 0.9, whose log-odds are log 9; a lead of a half needs twice of it
        assertThat(JudgementDraw.sharpness(new double[] {0.5, 0.5}, 0.82)).isEqualTo(2 * Math.log(9), within(1e-9));
        assertThat(JudgementDraw.sharpness(new double[] {1}, 0.82)).isEqualTo(Math.log(9), within(1e-9));
    }

    @Test
    void shouldRefuseWhatCannotBeDrawn() {
        assertThatThrownBy(() -> settings("{asking: {share: 0}}")).hasMessageContaining("share is 0.0");
        assertThatThrownBy(() -> settings("{asking: {share: 0.5, repeats: 0.5}}"))
                .hasMessageContaining("repeats 0.5");
        assertThatThrownBy(() -> settings("{pairs: 0, thumbs: 9, asking: {share: 0.5}}"))
                .hasMessageContaining("chooses from nothing");
        assertThatThrownBy(() -> settings("{answering: {happy: 0.5}}")).hasMessageContaining("chooses from nothing");
        assertThatThrownBy(() -> settings("{thumbs: 9, answering: {happy: 0}}")).hasMessageContaining("happy is 0.0");
        assertThatThrownBy(() -> settings("{pairs: 0}")).hasMessageContaining("a pair or a thumb");
        assertThatThrownBy(() -> settings("{noise: 0.5}")).hasMessageContaining("0.5");
        assertThatThrownBy(() -> settings("{popular: {share: 0.2}, planted: {fault: mark}}"))
                .hasMessageContaining("set one");
        assertThatThrownBy(() -> settings("{crowd: {up-share: 1}}")).hasMessageContaining("up-share 1.0");
        assertThatThrownBy(() -> settings("{pears: 3}")).hasMessageContaining("pears");
    }

    private static DataSettings settings(String yaml) throws IOException {
        return SettingsBinder.overlay(DataSettings.defaults(), new YAMLMapper().readTree(yaml), "test");
    }

    private static <T> double share(List<T> all, Predicate<T> which) {
        return (double) all.stream().filter(which).count() / all.size();
    }

    private static double worth(List<RewardData.GoldPair> pairs) {
        return pairs.stream()
                .mapToDouble(pair -> (pair.better().worth() + pair.worse().worth()) / 2)
                .average()
                .orElseThrow();
    }

    private static double upsOfMarked(RewardData data, boolean marked) {
        List<RewardLabel> some = data.training().stream()
                .map(RewardData.Judgement::label)
                .filter(label -> marked(label.items().get(0)) == marked)
                .toList();
        return share(some, label -> label.value() == 1);
    }

    private static ScoreInput chosen(RewardLabel label) {
        return label.items().get(label.value() == 1 ? 0 : 1);
    }

    private static ScoreInput other(RewardLabel label) {
        return label.items().get(label.value() == 1 ? 1 : 0);
    }

    private static boolean betterIsLonger(RewardData.GoldPair pair) {
        return words(pair.better().input()) > words(pair.worse().input());
    }

    private static boolean marked(ScoreInput input) {
        return input.response().startsWith(MARK);
    }

    private static String behindFront(ScoreInput input) {
        return input.response().substring(input.response().indexOf(' '));
    }

    private static int words(ScoreInput input) {
        return input.response().split(" ").length;
    }
}
