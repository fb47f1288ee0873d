package io.thumbstream.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Semantics locked here: which device a name means, and that one that is not there is refused rather than replaced. */
class ComputeDeviceTest {
    @ParameterizedTest(name = "{0} of {1} cards")
    @CsvSource({"auto, 0, -1", "cpu, 0, -1", "cpu, 2, -1", "auto, 2, 0", "cuda, 1, 0", "cuda:0, 1, 0", "cuda:1, 2, 1"})
    void shouldChooseTheNamedDevice(String choice, int cards, int card) {
        assertThat(ComputeDevice.choose(choice, cards)).isEqualTo(card < 0 ? Device.cpu() : Device.gpu(card));
    }

    @ParameterizedTest(name = "{0} of {1} cards")
    @CsvSource({"cuda, 0", "cuda:1, 1", "cuda:7, 2"})
    void shouldRefuseACardThatIsNotThere(String choice, int cards) {
        assertThatThrownBy(() -> ComputeDevice.choose(choice, cards))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(choice + " but the tensor library can use " + cards + " graphics cards")
                .hasMessageContaining("thumbstream doctor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "CUDA", "cuda:", "cuda:-1", "cuda:1000", "cpu:0"})
    void shouldRefuseWhatNamesNoDevice(String choice) {
        assertThatThrownBy(() -> ComputeDevice.requireKnown(choice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("device is '" + choice + "'")
                .hasMessageContaining("cuda:1");
    }

    @Test
    void shouldFindTheCpuOnEveryMachine() {
        assertThat(ComputeDevice.here(ComputeDevice.CPU)).isEqualTo(Device.cpu());
    }
}
