package io.thumbstream.launcher.doctor;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import com.sun.management.OperatingSystemMXBean;
import io.thumbstream.launcher.up.ComputeWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at the machine. */
final class MachineProbe {
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

    private MachineProbe() {}

    static Machine look(Path dataDir, ComputeWords.Chosen chosen) {
        Runtime.Version version = Runtime.version();
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                version.feature(),
                version + " in " + System.getProperty("java.home"),
                runtime.availableProcessors(),
                runtime.maxMemory(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
                dataDir,
                free(dataDir),
                chosen,
                engine());
    }

    private static Machine.TensorEngine engine() {
        boolean driver = Files.exists(DRIVER);
        try {
            Engine engine = Engine.getInstance();
            return new Machine.TensorEngine(
                    ComputeWords.library(engine), engine.getVersion(), engine.getGpuCount(), driver, Optional.empty());
        } catch (EngineException e) {
            return new Machine.TensorEngine("", "", 0, driver, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** Room at the nearest directory that exists already. */
    private static long free(Path dataDir) {
        Path there = dataDir.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getNameCount() > 0) {
            there = there.resolve("..").normalize();
        }
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of " + dataDir + " cannot be asked; name another --data-dir", e);
        }
    }
}
