package io.thumbstream.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LearnerSettingsTest {
    @Test
    void shouldLeaveTheHashOfARunAloneWhenItMovesToAnotherDevice() {
        LearnerSettings usual = LearnerSettings.defaults();
        LearnerSettings moved = on("cuda:1");

        assertThat(usual.device()).isEqualTo("auto");
        assertThat(moved.device()).isEqualTo("cuda:1");
        assertThat(moved.policyHash()).isEqualTo(usual.policyHash());
        assertThat(moved.rewardHash()).isEqualTo(usual.rewardHash());
        assertThat(moved.withEnabled(true, false).device()).isEqualTo("cuda:1");
        assertThat(moved.forRecordedVotes().device()).isEqualTo("cuda:1");
    }

    @Test
    void shouldRefuseADeviceThatNoMachineHas() {
        assertThatThrownBy(() -> on("gpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("device is 'gpu'");
    }

    private static LearnerSettings on(String device) {
        LearnerSettings usual = LearnerSettings.defaults();
        return new LearnerSettings(
                usual.modelName(),
                usual.policyEnabled(),
                usual.policy(),
                usual.policyRun(),
                usual.policyThreads(),
                device,
                usual.rewardEnabled(),
                usual.reward(),
                usual.rewardRun(),
                usual.pauseOnStall(),
                usual.logProbAlarm(),
                usual.retry(),
                usual.shutdown());
    }
}
