package io.thumbstream.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.lm.ParamSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every element is handed out once and in order, whatever the size of a piece, and nothing is left behind. */
class PiecesTest {
    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest(name = "{0} at most, {1} pieces")
    @CsvSource({"1, 24", "5, 5", "6, 4", "23, 2", "24, 1", "100, 1"})
    void shouldHandOutEveryElementOnceAndInOrder(long most, int pieces) {
        NDArray array = counting();
        array.setRequiresGradient(true);
        int held = root.getManagedArrays().size();
        List<float[]> found = new ArrayList<>();

        Grad.enabled(() -> Pieces.read(array, most, found::add));

        assertThat(found).hasSize(pieces);
        List<Float> all = new ArrayList<>();
        found.forEach(piece -> {
            assertThat(piece.length).isLessThanOrEqualTo((int) most);
            for (float value : piece) {
                all.add(value);
            }
        });
        assertThat(all).hasSize(24);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i)).as("element %s", i).isEqualTo(i);
        }
        assertThat(root.getManagedArrays()).hasSize(held);
    }

    @Test
    void shouldHandOutANumberAsOnePiece() {
        List<float[]> found = new ArrayList<>();
        Pieces.read(Owned.of(root, new float[] {7}, new Shape()), 1, found::add);

        assertThat(found).hasSize(1);
        assertThat(found.get(0)).containsExactly(7);
    }

    @Test
    void shouldLetAFailureOfTheTakerPass() {
        NDArray array = counting();
        assertThatThrownBy(() -> Pieces.read(array, 5, piece -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    /** One tensor of more than a piece as it is used: written, digested, copied, read back. */
    @Test
    void shouldCopyWriteAndReadATensorOfSeveralPieces() throws IOException {
        int count = (1 << 22) + 3;
        float[] values = new float[count];
        values[0] = 1;
        values[1 << 22] = 2;
        values[count - 1] = 3;
        Path file = directory.resolve("a.safetensors");
        try (ParamSet large = new ParamSet(Device.cpu())) {
            large.add("a", new Shape(count), values);
            Safetensors.write(file, large.sources(), Map.of());
            try (ParamSet copy = large.copy();
                    ParamSet read = large.zeros()) {
                assertThat(copy.get("a").toFloatArray()).isEqualTo(values);
                assertThat(copy.digest()).isEqualTo(large.digest()).isNotEqualTo(read.digest());
                read.read(file);
                assertThat(read.get("a").toFloatArray()).isEqualTo(values);
                assertThat(read.digest()).isEqualTo(large.digest());
                assertThat(copy.get("a").hasGradient()).isFalse();
            }
        }
    }

    private NDArray counting() {
        float[] values = new float[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Owned.of(root, values, new Shape(4, 6));
    }
}
