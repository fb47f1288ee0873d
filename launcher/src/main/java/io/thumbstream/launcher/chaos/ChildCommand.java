package io.thumbstream.launcher.chaos;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.serve.ServedPart;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Command lines of a part and of an erasure: this program's Java and class path, with a heap that fits. */
public final class ChildCommand {
    /** Heaps in MiB. With what PyTorch and RocksDB take beside them, six parts need about 3 GiB. */
    private static final Map<ServedPart, Integer> HEAPS = Map.of(
            ServedPart.BROKER, 320,
            ServedPart.REGISTRY, 96,
            ServedPart.LEARNER, 448,
            ServedPart.GENERATOR, 320,
            ServedPart.REWARD, 320,
            ServedPart.GATEWAY, 192,
            ServedPart.DRIFT, 192);

    /** Holds the texts of all rollouts. */
    private static final int ERASE_HEAP = 512;

    private ChildCommand() {}

    /**
     * The command of {@code part}.
     *
     * @param settings file with all settings
     */
    public static List<String> of(ServedPart part, Path settings) {
        return of(part, settings, List.of());
    }

    /** The same with further options. */
    static List<String> of(ServedPart part, Path settings, List<String> options) {
        List<String> command = java(HEAPS.getOrDefault(part, 256));
        command.addAll(List.of("serve", part.key(), "--config", settings.toString()));
        command.addAll(List.of("--parent", Long.toString(ProcessHandle.current().pid())));
        command.addAll(options);
        return command;
    }

    /**
     * The command that erases a person.
     *
     * @param settings file with all settings
     * @param options who, and how far
     */
    static List<String> erase(Path settings, List<String> options) {
        List<String> command = java(ERASE_HEAP);
        command.addAll(List.of("erase", "--config", settings.toString()));
        command.addAll(options);
        return command;
    }

    private static List<String> java(int heapMiB) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMiB + "m");
        command.add("-XX:MaxDirectMemorySize=128m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:ReservedCodeCacheSize=240m");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(ChildCommand::inherited)
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Thumbstream.class.getName()));
        return command;
    }

    /** Switches of the native engine and of the home directory, and the archive of loaded classes with silence about it. */
    private static boolean inherited(String argument) {
        return argument.startsWith("-Dai.djl.")
                || argument.startsWith("-Dthumbstream.home=")
                || argument.startsWith("-Xlog:")
                || argument.startsWith("-XX:SharedArchiveFile=");
    }
}
