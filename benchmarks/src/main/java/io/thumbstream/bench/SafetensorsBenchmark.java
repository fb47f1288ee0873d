package io.thumbstream.bench;

import ai.djl.Device;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Weights of the shipped shape (5 MB) to a file, forced to the disk, and back. */
@State(Scope.Thread)
public class SafetensorsBenchmark extends Measured {
    private final CausalLm model = CausalLm.create(LmConfig.base(1024), SEED, Device.cpu());
    private final Map<String, TensorSource> weights = model.parameters().sources();
    private final Path file = fresh();

    private static Path fresh() {
        try {
            return Files.createTempFile("thumbstream-jmh-", ".safetensors");
        } catch (IOException e) {
            throw new UncheckedIOException("no file can be made for temporary files; make room there", e);
        }
    }

    @Setup(Level.Trial)
    public void begin() throws IOException {
        Grad.prepareThread();
        Safetensors.write(file, weights, Map.of());
    }

    @Benchmark
    public void write() throws IOException {
        Safetensors.write(file, weights, Map.of());
    }

    @Benchmark
    public void read() throws IOException {
        model.parameters().read(file);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        model.close();
        Files.delete(file);
    }
}
