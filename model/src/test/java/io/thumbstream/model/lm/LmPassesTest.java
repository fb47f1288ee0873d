package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class LmPassesTest {
    @Test
    void shouldLeaveNoWeightsBehindWhenThereIsNoRoomForTheTables() {
        LmConfig endless = new LmConfig(8, 8, 1, 2, 2, 8, 1 << 30, 10_000, 1e-6, false); // 2^32 cosines
        ParamSet weights = new ParamSet(Device.cpu());
        weights.add("any", new Shape(2), new float[] {1, 2});
        NDArray any = weights.get("any");
        assertThat(any.toFloatArray()).containsExactly(1, 2);

        assertThatThrownBy(() -> LmPasses.of(endless, weights, Precision.FLOAT32))
                .isInstanceOf(RuntimeException.class);

        assertThatThrownBy(any::toFloatArray).isInstanceOf(IllegalStateException.class);
    }
}
