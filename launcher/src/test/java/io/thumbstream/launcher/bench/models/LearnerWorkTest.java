package io.thumbstream.launcher.bench.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.launcher.up.Groundwork;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.text.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The measured work with a tiny model: that it is what it claims to be, not how long it takes. */
class LearnerWorkTest {
    private static final int WORDS = 938;
    private static final long SEED = 7;

    private final Path home;

    LearnerWorkTest(@TempDir Path home) {
        this.home = home;
    }

    @BeforeEach
    void prepare() throws IOException {
        Groundwork.engine();
        String unusedDigest = SupportModel.copyTo(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kto", "bco", "dpo"})
    void shouldLearnFromLabelsAndPairs(String objective) {
        assertThat(afterTwoSteps(objective))
                .as("two threads compute the same step, seed %d", SEED)
                .isEqualTo(afterTwoSteps(objective));
    }

    private static String afterTwoSteps(String objective) {
        try (PolicyWork work =
                new PolicyWork(tiny(), BenchSettings.policy("rloo", objective, PolicyWork.GROUPS), 2, SEED)) {
            String before = work.digest();
            work.step();
            String after = work.digest();
            assertThat(after).isNotEqualTo(before);
            work.step();
            assertThat(work.digest()).isNotEqualTo(after);
            return work.digest();
        }
    }

    @Test
    void shouldLearnFromChoicesWithATransformer() throws IOException {
        try (HfTokenizer tokenizer = tokenizer();
                RewardWork work = new RewardWork(tiny(), "bradley-terry", home, tokenizer, SEED)) {
            String before = work.digest();
            work.step();
            String after = work.digest();
            assertThat(after).isNotEqualTo(before);
            work.step();
            assertThat(work.digest()).isNotEqualTo(after);
        }
    }

    @Test
    void shouldFillEveryRowOfTheRewardModel() throws IOException {
        List<ScoreInput> answers = RewardWork.answers(SEED);
        assertThat(answers).hasSize(16).isEqualTo(RewardWork.answers(SEED));
        try (HfTokenizer tokenizer = tokenizer()) {
            ChatFormat format = new ChatFormat(tokenizer);
            assertThat(answers).allSatisfy(answer -> {
                assertThat(format.promptIds(List.of(Turn.user(answer.prompt()))).length)
                        .isGreaterThanOrEqualTo(128);
                assertThat(format.responseIds(answer.response()).length).isLessThan(128);
            });
        }
    }

    @Test
    void shouldSampleGroupsRewardThemAndLearnFromThem() throws IOException {
        try (HfTokenizer tokenizer = tokenizer();
                GrpoWork work = new GrpoWork(tiny(), 1, tokenizer, SEED)) {
            List<RolloutGroup> groups = work.sample();
            assertThat(groups).hasSize(8).allSatisfy(LearnerWorkTest::checkGroup);

            String before = work.digest();
            work.round();
            String after = work.digest();
            assertThat(after).isNotEqualTo(before);
            work.round();
            assertThat(work.digest()).isNotEqualTo(after);
        }
    }

    private static void checkGroup(RolloutGroup group) {
        int[] prompt = group.rollouts().get(0).promptTokens();
        assertThat(prompt).hasSize(32);
        assertThat(group.rollouts()).hasSize(8).allSatisfy(answer -> {
            assertThat(answer.promptTokens()).isEqualTo(prompt);
            assertThat(answer.tokens()).as("no answer ends early").hasSize(64);
            assertThat(answer.reward()).isEqualTo(lowShare(answer));
        });
    }

    private static double lowShare(GroupRollout answer) {
        return Arrays.stream(answer.tokens()).filter(token -> token < WORDS / 2).count() / 64.0;
    }

    private HfTokenizer tokenizer() throws IOException {
        return HfTokenizer.load(home.resolve(BpeVocabulary.FILE));
    }

    private static CausalLm tiny() {
        LmConfig config = new LmConfig(WORDS, 8, 1, 2, 2, 16, 128, 10_000, 1e-6, false);
        return CausalLm.create(config, SEED, Device.cpu());
    }
}
