package io.thumbstream.model.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OffHeapTest {
    private static final int BYTES = 32 << 20;

    @Test
    void givesMemoryBackAtOnce() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
        long with = direct();

        OffHeap.free(buffer);

        assertThat(with - direct()).isGreaterThanOrEqualTo(BYTES);
    }

    @Test
    void refusesWhatDoesNotOwnItsMemory() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16);

        assertThatIllegalArgumentException().isThrownBy(() -> OffHeap.free(buffer.slice()));
        assertThatIllegalArgumentException().isThrownBy(() -> OffHeap.free(ByteBuffer.allocate(16)));
        OffHeap.free(buffer);
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
