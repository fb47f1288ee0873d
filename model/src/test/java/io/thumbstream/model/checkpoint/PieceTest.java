package io.thumbstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.lm.ParamSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceTest {
    @TempDir
    Path directory = Path.of("set by the test framework");

    @Test
    void shouldCountBeyondFourGibibytesWhenATensorIsLarge() {
        long begin = 5_000_000_000L;
        long count = 3_000_000_001L;
        List<Piece> pieces = Piece.of(begin, count, 2, 1 << 30);

        assertThat(pieces).hasSize(3);
        assertThat(pieces.get(2)).isEqualTo(new Piece(1L << 31, begin + (1L << 32), (int) (count - (1L << 31))));
        assertThat(pieces.stream().mapToLong(Piece::elements).sum()).isEqualTo(count);
        assertThat(Piece.of(begin, 0, 4, 7)).isEmpty();
        assertThat(Piece.of(begin, 14, 4, 7)).hasSize(2);
    }

    @Test
    void shouldHandOutEveryValueOnceWhenATensorHasSeveralPieces() throws IOException {
        Path path = directory.resolve("a.safetensors");
        float[] values = new float[23];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.5f;
        }
        Map<String, TensorData> tensors = Map.of("a", TensorData.of(new long[] {23}, values));
        Safetensors.write(path, tensors, Map.of());
        try (Safetensors file = Safetensors.open(path, 5)) {
            List<Float> found = new ArrayList<>();
            file.read("a", new long[] {23}, (first, piece) -> {
                assertThat(first).isEqualTo(found.size());
                assertThat(piece.remaining()).isLessThanOrEqualTo(5);
                while (piece.hasRemaining()) {
                    found.add(piece.get());
                }
            });
            assertThat(found).hasSize(23);
            assertThat(found.get(22)).isEqualTo(11f);
        }
    }

    @Test
    void shouldFillAParameterWhenItsTensorHasSeveralPieces() throws IOException {
        Path path = directory.resolve("a.safetensors");
        float[] values = new float[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = 24 - i;
        }
        Safetensors.write(path, Map.of("a", TensorData.of(new long[] {4, 6}, values)), Map.of());
        try (Safetensors file = Safetensors.open(path, 7);
                ParamSet parameters = new ParamSet(Device.cpu())) {
            parameters.add("a", new Shape(4, 6), file);
            assertThat(parameters.get("a").getShape()).isEqualTo(new Shape(4, 6));
            assertThat(parameters.get("a").toFloatArray()).isEqualTo(values);
        }
    }

    @Test
    void shouldNameTheElementOfTheTensorWhenALaterPieceIsNotFinite() throws IOException {
        Path path = directory.resolve("a.safetensors");
        float[] values = new float[23];
        values[13] = Float.NEGATIVE_INFINITY;
        Safetensors.write(path, Map.of("a", TensorData.of(new long[] {23}, values)), Map.of());
        try (Safetensors file = Safetensors.open(path, 5)) {
            assertThatThrownBy(() -> file.read("a", new long[] {23}, (first, piece) -> {}))
                    .hasMessageContaining("holds -Infinity at element 13");
        }
    }
}
