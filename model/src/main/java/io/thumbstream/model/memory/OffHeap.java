package io.thumbstream.model.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/**
 * Ends direct and mapped buffers when their owner is done with them.
 *
 * <p>Java leaves that to its garbage collector, which has no reason to run for them: what a model was loaded through would count as memory of
 * the process for minutes.
 */
public final class OffHeap {
    /** {@code sun.misc.Unsafe.invokeCleaner(ByteBuffer)}, the only way before Java 22. */
    private static final MethodHandle FREE = free();

    private OffHeap() {}

    private static MethodHandle free() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.publicLookup()
                    .findVirtual(type, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java lacks the module jdk.unsupported; use a whole JDK or JRE", e);
        }
    }

    /**
     * Gives back the memory of {@code buffer} or ends its mapping. Touching it or any view of it afterwards ends the process.
     *
     * @param buffer direct or mapped, neither a view nor a duplicate
     * @throws IllegalArgumentException when it is another buffer
     */
    public static void free(ByteBuffer buffer) {
        try {
            FREE.invoke(buffer);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a buffer could not be given back", e);
        }
    }
}
