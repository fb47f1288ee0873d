package io.thumbstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every 16-bit pattern against the definition of its format. */
class WideningTest {
    private static final int PATTERNS = 1 << 16;

    @TempDir
    Path directory = Path.of("set by the test framework");

    @ParameterizedTest
    @CsvSource({"F16,5,10", "BF16,8,7"})
    void shouldGiveTheExactNumberWhenAPatternIsFinite(String type, int exponentBits, int fractionBits)
            throws IOException {
        int special = (1 << exponentBits) - 1;
        int[] finite = IntStream.range(0, PATTERNS)
                .filter(bits -> (bits >> fractionBits & special) != special)
                .toArray();
        try (Safetensors file = Safetensors.open(write(type, finite))) {
            FloatBuffer values = file.floats("a", finite.length);
            for (int i = 0; i < finite.length; i++) {
                float expected = (float) number(finite[i], exponentBits, fractionBits);
                assertThat(Float.floatToRawIntBits(values.get(i)))
                        .as("pattern %x", finite[i])
                        .isEqualTo(Float.floatToRawIntBits(expected));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "F16,7c00,Infinity",
        "F16,fc00,-Infinity",
        "F16,7c01,NaN",
        "F16,fe00,NaN",
        "BF16,7f80,Infinity",
        "BF16,ff80,-Infinity",
        "BF16,7fc0,NaN",
        "BF16,7f81,NaN"
    })
    void shouldNameTensorAndElementWhenAPatternIsNotFinite(String type, String bits, String text) throws IOException {
        Path path = write(type, new int[] {0, 0, Integer.parseInt(bits, 16)});
        try (Safetensors file = Safetensors.open(path)) {
            assertThatThrownBy(() -> file.floats("a", 3))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("tensor a holds " + text + " at element 2");
        }
    }

    /** The value by IEEE 754, whose products are exact in double precision. */
    private static double number(int bits, int exponentBits, int fractionBits) {
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
        int bias = (1 << exponentBits - 1) - 1;
        double fraction = (bits & (1 << fractionBits) - 1) / (double) (1 << fractionBits);
        return exponent == 0
                ? sign * fraction * Math.pow(2, 1.0 - bias)
                : sign * (1 + fraction) * Math.pow(2, exponent - bias);
    }

    private Path write(String type, int[] patterns) throws IOException {
        String header = "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[" + patterns.length + "],\"data_offsets\":[0,"
                + 2 * patterns.length + "]}}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + text.length + 2 * patterns.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        for (int pattern : patterns) {
            bytes.putShort((short) pattern);
        }
        return Files.write(directory.resolve("a.safetensors"), bytes.array());
    }
}
