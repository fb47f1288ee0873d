package io.thumbstream.launcher.up;

import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The topics of a data directory without the services: its broker and its registry on free ports, or those of a running system
 * that the settings name.
 */
public final class TopicStore implements AutoCloseable {
    private static final int ANY_PORT = 0;

    private final Parts parts;
    private final KafkaSettings kafka;

    private TopicStore(Parts parts, KafkaSettings kafka) {
        this.parts = parts;
        this.kafka = kafka;
    }

    /**
     * Opens them.
     *
     * @param progress told in a few words what is being started
     * @throws ConfigException when the directory holds no topics or another process uses it
     */
    public static TopicStore open(ThumbstreamSettings settings, Consumer<String> progress) {
        Parts parts = new Parts();
        if (!settings.isEmbedded()) {
            return new TopicStore(parts, settings.sealedKafka());
        }
        Path directory = Path.of(settings.dataDir()).resolve("kafka");
        if (!Files.exists(directory.resolve("meta.properties"))) {
            throw new ConfigException("there are no topics in " + directory.toAbsolutePath()
                    + "; name the --data-dir of a run, or the brokers of a running system with"
                    + " --set kafka.bootstrap-servers=HOST:PORT --set kafka.schema-registry-url=URL");
        }
        try {
            DataDirectory unused = parts.keep(DataDirectory.open(Path.of(settings.dataDir())));
            progress.accept("broker");
            String brokers = parts.keep(EmbeddedKafka.start(directory, ANY_PORT, ANY_PORT))
                    .bootstrapServers();
            progress.accept("schema registry");
            String registry =
                    parts.keep(EmbeddedRegistry.start(brokers, ANY_PORT)).url();
            return new TopicStore(parts, settings.sealedKafka().at(brokers, registry));
        } catch (RuntimeException | Error failed) {
            parts.close();
            throw failed;
        }
    }

    /**
     * The same for who does the work of a part while it is stopped: beside a running broker the part's place in the data directory is held.
     *
     * @param part key of the part
     * @throws ConfigException when that part runs, too
     */
    public static TopicStore openInsteadOf(String part, ThumbstreamSettings settings, Consumer<String> progress) {
        if (settings.isEmbedded()) {
            return open(settings, progress);
        }
        Parts parts = new Parts();
        DataDirectory unused = parts.keep(DataDirectory.openPart(Path.of(settings.dataDir()), part));
        return new TopicStore(parts, settings.sealedKafka());
    }

    /** How to reach them. */
    public KafkaSettings kafka() {
        return kafka;
    }

    @Override
    public void close() {
        parts.close();
    }
}
