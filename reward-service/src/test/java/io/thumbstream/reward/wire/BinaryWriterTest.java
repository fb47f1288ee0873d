package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stored form is locked: state of an older release must be readable for ever. */
class BinaryWriterTest {
    private static final int MANY = 1_000;

    @Test
    void shouldWriteWhatADataOutputStreamWrites() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream wanted = new DataOutputStream(bytes);
        wanted.writeInt(7);
        wanted.writeInt(-3);
        wanted.writeLong(Long.MIN_VALUE);
        wanted.writeDouble(0.1);
        wanted.writeBoolean(true);
        byte[] text = "größer".getBytes(StandardCharsets.UTF_8);
        wanted.writeInt(text.length);
        wanted.write(text);
        wanted.writeBoolean(false);
        wanted.writeBoolean(true);
        wanted.writeDouble(2.5);
        wanted.writeInt(2);
        wanted.writeInt(5);
        wanted.writeInt(6);
        wanted.writeInt(1);
        wanted.writeFloat(-1.5f);

        byte[] written = new BinaryWriter(7)
                .number(-3)
                .number(Long.MIN_VALUE)
                .number(0.1)
                .flag(true)
                .text("größer")
                .maybeText(null)
                .maybeNumber(2.5)
                .ints(new int[] {5, 6})
                .floats(new float[] {-1.5f})
                .toBytes();

        assertThat(written).isEqualTo(bytes.toByteArray());
    }

    @Test
    void shouldGiveBackValuesThatAreLargerThanItsFirstRoom() {
        int[] ints = new int[MANY];
        float[] floats = new float[MANY];
        for (int i = 0; i < MANY; i++) {
            ints[i] = i * i;
            floats[i] = -i / 3f;
        }
        byte[] blob = new byte[MANY];
        blob[MANY - 1] = 9;
        String text = "é".repeat(MANY);

        BinaryReader in = new BinaryReader(
                new BinaryWriter(1)
                        .ints(ints)
                        .blob(blob)
                        .texts(List.of(text, ""))
                        .floats(floats)
                        .number(4L)
                        .toBytes(),
                1);

        assertThat(in.ints()).isEqualTo(ints);
        assertThat(in.blob()).isEqualTo(blob);
        assertThat(in.texts()).containsExactly(text, "");
        assertThat(in.floats()).isEqualTo(floats);
        assertThat(in.longNumber()).isEqualTo(4);
    }
}
