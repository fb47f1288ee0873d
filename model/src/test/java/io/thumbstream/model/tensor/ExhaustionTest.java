package io.thumbstream.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Semantics locked here: an allocation that failed is told from every other failure, however deep it lies. */
class ExhaustionTest {
    /** 256 TiB of floats: more than any process can address here, whatever the system lends out. */
    private static final long TOO_MANY = 1L << 46;

    @Test
    void shouldRecogniseAnArrayThatTheNativeLibraryCannotHave() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Throwable failure =
                    catchThrowable(() -> manager.zeros(new Shape(TOO_MANY)).close());

            assertThat(failure).isNotNull();
            assertThat(Exhaustion.within(failure)).as("%s", failure).contains(failure);
        }
    }

    @Test
    void shouldFindTheCauseBelowOtherFailures() {
        OutOfMemoryError heap = new OutOfMemoryError("Cannot reserve 4 bytes of direct buffer memory");
        assertThat(Exhaustion.within(new CompletionException(new IllegalStateException("another part", heap))))
                .containsSame(heap);
        EngineException card = new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
        assertThat(Exhaustion.within(card)).containsSame(card);
    }

    @Test
    void shouldLeaveOtherFailuresAlone() {
        assertThat(Exhaustion.within(new EngineException("The size of tensor a (3) must match")))
                .isEmpty();
        assertThat(Exhaustion.within(new IllegalStateException("out of memory of what was said")))
                .isEmpty();
    }
}
