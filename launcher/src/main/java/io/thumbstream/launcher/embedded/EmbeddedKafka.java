package io.thumbstream.launcher.embedded;

import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka broker with its controller in this process, listening on the loopback interface only.
 *
 * <p>Topics and records live in the data directory and survive restarts. Tuned for small memory and fast restarts: short broker
 * session, few internal partitions, small cleaner buffer. No automatic topic creation.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final String CONTROLLER = "CONTROLLER";
    private static final String NODE = "1";

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts on free ports. */
    public static EmbeddedKafka start(Path dataDir) {
        return start(dataDir, 0, 0);
    }

    /**
     * Starts and returns when the broker serves requests.
     *
     * @param dataDir directory of this broker alone; created and formatted when new
     * @param port client port; 0 takes any free one
     * @param controllerPort internal port; 0 takes any free one
     * @throws ConfigException when a port is in use or the directory cannot be used
     */
    public static EmbeddedKafka start(Path dataDir, int port, int controllerPort) {
        int[] ports = Ports.resolve("embedded broker", port, controllerPort);
        sayWhyItHalts(dataDir);
        long began = System.nanoTime();
        format(dataDir);
        KafkaRaftServer server;
        try {
            server = new KafkaRaftServer(new KafkaConfig(properties(dataDir, ports[0], ports[1]), false), Time.SYSTEM);
            server.startup();
        } catch (RuntimeException e) {
            throw new ConfigException("the embedded broker cannot start in " + dataDir + " (" + e.getMessage()
                    + "); check that no other process uses the directory and that it is writable");
        }
        String bootstrapServers = Ports.LOOPBACK + ":" + ports[0];
        LOG.atInfo()
                .addKeyValue("bootstrap", bootstrapServers)
                .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
                .log("embedded broker is up");
        return new EmbeddedKafka(server, bootstrapServers);
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops the broker and waits until its data is on disk. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Kafka ends the whole process when it can write no more; its log alone does not tell a person what to do. */
    private static void sayWhyItHalts(Path dataDir) {
        Exit.setHaltProcedure((status, message) -> {
            LOG.atError()
                    .addKeyValue("directory", dataDir)
                    .log(
                            "the embedded broker gave up and ends this process, most often because its disk is full: make room"
                                    + " there and start again");
            Runtime.getRuntime().halt(status);
        });
    }

    private static void format(Path dataDir) {
        if (Files.exists(dataDir.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(dataDir);
            new Formatter()
                    .setPrintStream(quiet)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setNodeId(Integer.parseInt(NODE))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(CONTROLLER)
                    .addDirectory(dataDir.toString())
                    .setMetadataLogDirectory(dataDir.toString())
                    .setHasDynamicQuorum(false)
                    .run();
        } catch (IOException e) {
            throw new ConfigException(
                    "the broker's directory " + dataDir + " cannot be created; choose a writable one");
        } catch (Exception e) {
            throw new FatalException(
                    "the broker's directory " + dataDir + " cannot be formatted; remove it if it is new", e);
        }
    }

    private static Properties properties(Path dataDir, int port, int controllerPort) {
        String client = "PLAINTEXT://" + Ports.LOOPBACK + ":" + port;
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", NODE);
        p.put("controller.quorum.voters", NODE + "@" + Ports.LOOPBACK + ":" + controllerPort);
        p.put("listeners", client + "," + CONTROLLER + "://" + Ports.LOOPBACK + ":" + controllerPort);
        p.put("advertised.listeners", client);
        p.put("controller.listener.names", CONTROLLER);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        p.put("log.dirs", dataDir.toString());
        p.put("auto.create.topics.enable", "false");
        smallProfile(p);
        return p;
    }

    /** One replica of everything, little memory, and a session short enough that a killed broker is back in seconds. */
    private static void smallProfile(Properties p) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            p.put(topic + ".replication.factor", "1");
            p.put(topic + ".num.partitions", "4");
        }
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("log.cleaner.dedupe.buffer.size", "8388608");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("broker.session.timeout.ms", "4000");
        p.put("broker.heartbeat.interval.ms", "500");
        promptGroups(p);
    }

    /**
     * Members live in this process or beside it: nobody waits for more to join, an assignment is known after half a second,
     * and a killed process does not hold its partitions for the usual 45 s.
     */
    private static void promptGroups(Properties p) {
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.streams.initial.rebalance.delay.ms", "0");
        for (String kind : new String[] {"group.consumer.", "group.streams."}) {
            p.put(kind + "min.heartbeat.interval.ms", "500");
            p.put(kind + "heartbeat.interval.ms", "500");
            p.put(kind + "min.session.timeout.ms", "10000");
            p.put(kind + "session.timeout.ms", "10000");
        }
    }
}
