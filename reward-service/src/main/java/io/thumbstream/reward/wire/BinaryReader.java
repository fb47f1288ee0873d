package io.thumbstream.reward.wire;

import io.thumbstream.runtime.error.FatalException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryWriter} wrote. */
final class BinaryReader {
    private final ByteBuffer in;
    private final int version;

    /**
     * @param newest newest version this program can read
     * @throws FatalException when a newer program wrote the value
     */
    BinaryReader(byte[] bytes, int newest) {
        this(bytes, 0, newest);
    }

    /**
     * @param from where the value begins
     * @param newest newest version this program can read
     * @throws FatalException when a newer program wrote the value
     */
    BinaryReader(byte[] bytes, int from, int newest) {
        in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        version = number();
        if (version < 1 || version > newest) {
            throw new FatalException("the joiner's state has format " + version + " and this program reads up to "
                    + newest + "; start the newer program, or remove the state directory and the changelog topic");
        }
    }

    /** Whether anything follows. */
    boolean more() {
        return in.hasRemaining();
    }

    /** That of the value. */
    int version() {
        return version;
    }

    int number() {
        return in.getInt();
    }

    long longNumber() {
        return in.getLong();
    }

    double decimal() {
        return in.getDouble();
    }

    boolean flag() {
        return in.get() != 0;
    }

    byte[] blob() {
        byte[] value = new byte[number()];
        in.get(value);
        return value;
    }

    String text() {
        return new String(blob(), StandardCharsets.UTF_8);
    }

    @Nullable
    String maybeText() {
        return flag() ? text() : null;
    }

    @Nullable
    Double maybeNumber() {
        return flag() ? (Double) decimal() : null;
    }

    int[] ints() {
        int[] values = new int[number()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getInt();
        }
        return values;
    }

    float[] floats() {
        float[] values = new float[number()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getFloat();
        }
        return values;
    }

    <T> List<T> list(Function<BinaryReader, T> each) {
        int size = number();
        if (size < 0) {
            throw new BufferUnderflowException();
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(each.apply(this));
        }
        return values;
    }

    List<String> texts() {
        return list(BinaryReader::text);
    }
}
