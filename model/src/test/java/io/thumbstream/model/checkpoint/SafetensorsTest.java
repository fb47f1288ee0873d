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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path directory = Path.of("set by the test framework");

    private Path file = Path.of("unset");

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("model.safetensors");
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("scalar", TensorData.of(new long[0], new float[] {7}));
        tensors.put("matrix", TensorData.of(new long[] {2, 3}, new float[] {1, 2, 3, 4, 5, -6.5f}));
        tensors.put("none", TensorData.of(new long[] {0}, new float[0]));
        Safetensors.write(file, tensors, Map.of("format", "pt"));
    }

    @Test
    void shouldReturnValuesShapesAndMetadataWhenWrittenAndRead() throws IOException {
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.names()).containsExactly("scalar", "matrix", "none");
            assertThat(read.metadata()).containsEntry("format", "pt");
            assertThat(read.shape("matrix")).containsExactly(2, 3);
            assertThat(array(read.floats("matrix", 2, 3))).containsExactly(1, 2, 3, 4, 5, -6.5f);
            assertThat(array(read.floats("scalar"))).containsExactly(7);
            assertThat(array(read.floats("none", 0))).isEmpty();
        }
    }

    /** Where the system lists what a process has mapped; elsewhere there is nothing to see. */
    @Test
    void shouldLeaveNothingMappedWhenClosed() throws IOException {
        Path mappings = Path.of("/proc/self/maps");
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(array(read.floats("scalar"))).containsExactly(7);
            if (Files.exists(mappings)) {
                assertThat(Files.readString(mappings)).contains(file.toString());
            }
        }
        if (Files.exists(mappings)) {
            assertThat(Files.readString(mappings)).doesNotContain(file.toString());
        }
    }

    @Test
    void shouldWriteEqualBytesWhenTensorsAreEqual() throws IOException {
        String before = Digests.ofFile(file);
        write();
        assertThat(Digests.ofFile(file)).isEqualTo(before);
    }

    @Test
    void shouldWidenExactlyWhenElementsAreHalfPrecision() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        // half precision: 1.5, -2, smallest subnormal; bfloat16: 1.5, -2, 3.140625
        for (int bits : new int[] {0x3e00, 0xc000, 0x0001, 0x3fc0, 0xc000, 0x4049}) {
            data.putShort((short) bits);
        }
        raw(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[6,12]}}",
                data.array());
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(array(read.floats("h", 3))).containsExactly(1.5f, -2, 0x1p-24f);
            assertThat(array(read.floats("b", 3))).containsExactly(1.5f, -2, 3.140625f);
        }
    }

    @ParameterizedTest(name = "{0} bytes left")
    @CsvSource({"0", "7", "8", "40", "-1"})
    void shouldNameTheFileAndTheRemedyWhenItIsTruncated(int length) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length));
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("restore the file");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | the header is not JSON",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | does not fit its offsets",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | does not fit its offsets",
                "{'a':{'dtype':'F32','shape':[9223372036854775807,3],'data_offsets':[0,4]}} | does not fit its offsets",
                "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}} | element type 'I64'",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | 8 of",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 bytes too many",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | overlaps"
            })
    void shouldRefuseWhenTheHeaderMakesNoSense(String header, String message) throws IOException {
        raw(header.trim().replace('\'', '"'), new byte[8]);
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseWhenATensorIsAbsentMisshapenOrNotFinite() throws IOException {
        try (Safetensors read = Safetensors.open(file)) {
            assertThatThrownBy(() -> read.floats("other")).hasMessageContaining("there is no tensor other");
            assertThatThrownBy(() -> read.floats("matrix", 3, 2)).hasMessageContaining("[2, 3] instead of [3, 2]");
        }
        Safetensors.write(file, Map.of("a", TensorData.of(new long[] {2}, new float[] {1, Float.NaN})), Map.of());
        try (Safetensors read = Safetensors.open(file)) {
            assertThatThrownBy(() -> read.floats("a", 2)).hasMessageContaining("tensor a holds NaN at element 1");
        }
    }

    @Test
    void shouldReadAllShardsWhenThereIsAnIndex() throws IOException {
        Files.move(file, directory.resolve("model-1.safetensors"));
        Safetensors.write(
                directory.resolve("model-2.safetensors"),
                Map.of("more", TensorData.of(new long[] {1}, new float[] {9})),
                Map.of());
        Path index = directory.resolve("model.safetensors.index.json");
        Files.writeString(
                index,
                "{\"weight_map\":{\"scalar\":\"model-1.safetensors\",\"matrix\":\"model-1.safetensors\","
                        + "\"more\":\"model-2.safetensors\"}}");
        try (Safetensors read = Safetensors.openModel(directory)) {
            assertThat(array(read.floats("more", 1))).containsExactly(9);
            assertThat(array(read.floats("scalar"))).containsExactly(7);
        }
        Safetensors.write(
                directory.resolve("model-2.safetensors"),
                Map.of(
                        "more", TensorData.of(new long[] {1}, new float[] {9}),
                        "scalar", TensorData.of(new long[0], new float[] {8})),
                Map.of());
        assertThatThrownBy(() -> Safetensors.openModel(directory))
                .hasMessageContaining("model-2.safetensors: it holds tensor scalar")
                .hasMessageContaining("places it in model-1.safetensors");
        Files.writeString(index, "{\"weight_map\":{\"more\":\"../elsewhere.safetensors\"}}");
        assertThatThrownBy(() -> Safetensors.openModel(directory)).hasMessageContaining("outside the model directory");
    }

    private void raw(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(text.length).put(text).put(data).array());
    }

    private static float[] array(FloatBuffer values) {
        float[] array = new float[values.remaining()];
        values.duplicate().get(array);
        return array;
    }
}
