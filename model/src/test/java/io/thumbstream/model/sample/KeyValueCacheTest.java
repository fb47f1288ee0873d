package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.ScriptCall;
import io.thumbstream.model.tensor.TorchScriptLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyValueCacheTest {
    private static final int SLOTS = 3;
    /** As if more than 32 positions fitted into memory for layers of zeros alone; and all that a cache holds, added up. */
    private static final String LITTLE_ROOM =
            """
              def moved(self: __torch__.Ops, old: Tensor, room: int) -> Tensor:
                if room > 32 and bool(torch.sum(old) > 0):
                  ops.prim.RaiseException("no room")
                return self.resized(old, room)
              def total(self: __torch__.Ops, cache: List[Tensor]) -> Tensor:
                return torch.sum(cache[0]) + torch.sum(cache[1])
              def write(self: __torch__.Ops, cache: List[Tensor]) -> Tensor:
                return torch.add_(torch.slice(cache[1], 3, 0, 20), 1)
            """;

    private final NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu());
    private final TorchScriptLibrary library =
            TorchScriptLibrary.load(manager, DecodeScript.MOVE.replace("def moved(", "def resized("), LITTLE_ROOM);

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        library.close();
        manager.close();
    }

    @Test
    void goesOnWithWhatItHeldWhenThereIsNoRoomForMore() {
        try (KeyValueCache cache = new KeyValueCache(manager, library, Models.config(), SLOTS)) {
            cache.prepare(20);
            call(cache, "write").close();
            double before = total(cache);

            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> cache.prepare(40))
                    .withMessageContaining("no room");

            assertThat(cache.prepareStep(21)).isEqualTo(32);
            assertThat(total(cache)).isEqualTo(before).isPositive();
        }
    }

    @Test
    void keepsWhatIsWithinBothSizesWhenItShrinks() {
        try (KeyValueCache cache = new KeyValueCache(manager, library, Models.config(), SLOTS)) {
            cache.prepare(32);
            call(cache, "write").close();
            double twenty = total(cache);

            int read = 32;
            for (int i = 0; read == 32; i++) {
                assertThat(i).isLessThan(20);
                read = cache.prepareStep(10);
            }

            assertThat(read).isEqualTo(16);
            assertThat(total(cache)).isEqualTo(twenty * 16 / 20);
        }
    }

    private double total(KeyValueCache cache) {
        try (NDArray sum = call(cache, "total")) {
            return sum.getFloat();
        }
    }

    private NDArray call(KeyValueCache cache, String method) {
        try (ScriptCall call = library.call(method)) {
            return call.tensors(cache.layers()).run(manager);
        }
    }
}
