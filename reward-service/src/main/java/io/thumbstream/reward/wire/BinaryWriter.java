package io.thumbstream.reward.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the fields of one stored value in order, big-endian, after its version. */
final class BinaryWriter {
    private static final int FIRST_BYTES = 256;

    private ByteBuffer out = ByteBuffer.allocate(FIRST_BYTES);

    BinaryWriter(int version) {
        number(version);
    }

    /** The buffer with room for so many bytes more. */
    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int wanted = Math.max(2 * out.capacity(), Math.addExact(out.position(), bytes));
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), wanted)).position(out.position());
        }
        return out;
    }

    BinaryWriter number(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    BinaryWriter number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    BinaryWriter number(double value) {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    BinaryWriter flag(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
        return this;
    }

    BinaryWriter blob(byte[] value) {
        number(value.length);
        room(value.length).put(value);
        return this;
    }

    BinaryWriter text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    BinaryWriter maybeText(@Nullable String value) {
        flag(value != null);
        return value == null ? this : text(value);
    }

    BinaryWriter maybeNumber(@Nullable Double value) {
        flag(value != null);
        return value == null ? this : number((double) value);
    }

    BinaryWriter ints(int[] values) {
        number(values.length);
        ByteBuffer to = room(values.length * Integer.BYTES);
        for (int value : values) {
            to.putInt(value);
        }
        return this;
    }

    BinaryWriter floats(float[] values) {
        number(values.length);
        ByteBuffer to = room(values.length * Float.BYTES);
        for (float value : values) {
            to.putFloat(value);
        }
        return this;
    }

    <T> BinaryWriter list(List<T> values, BiConsumer<BinaryWriter, T> each) {
        number(values.size());
        values.forEach(value -> each.accept(this, value));
        return this;
    }

    BinaryWriter texts(List<String> values) {
        return list(values, BinaryWriter::text);
    }

    byte[] toBytes() {
        return Arrays.copyOf(out.array(), out.position());
    }
}
