package io.thumbstream.reward.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the fields of one stored value in order, after a version byte. */
final class BinaryWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** One write that can fail only by a defect, because it goes to memory. */
    private interface Write {
        void run() throws IOException;
    }

    BinaryWriter(int version) {
        number(version);
    }

    private BinaryWriter put(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BinaryWriter number(int value) {
        return put(() -> out.writeInt(value));
    }

    BinaryWriter number(long value) {
        return put(() -> out.writeLong(value));
    }

    BinaryWriter number(double value) {
        return put(() -> out.writeDouble(value));
    }

    BinaryWriter flag(boolean value) {
        return put(() -> out.writeBoolean(value));
    }

    BinaryWriter blob(byte[] value) {
        return put(() -> {
            out.writeInt(value.length);
            out.write(value);
        });
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
        for (int value : values) {
            number(value);
        }
        return this;
    }

    BinaryWriter floats(float[] values) {
        number(values.length);
        for (float value : values) {
            put(() -> out.writeFloat(value));
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
        return bytes.toByteArray();
    }
}
