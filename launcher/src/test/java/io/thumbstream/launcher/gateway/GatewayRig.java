package io.thumbstream.launcher.gateway;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.gateway.GatewayService;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A real gateway on a real broker and registry, with a {@link FakePipeline} behind it. */
public final class GatewayRig implements AutoCloseable {
    private final EmbeddedKafka broker;
    private final EmbeddedRegistry registry;
    private final FakePipeline pipeline;
    private final GatewayService gateway;

    /** Starts everything and waits until the gateway is ready. */
    public GatewayRig(Path folder) {
        broker = EmbeddedKafka.start(folder.resolve("kafka"));
        registry = EmbeddedRegistry.start(broker.bootstrapServers(), 0);
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers(), registry.url());
        TopicProvisioner.provision(ClientSettings.admin(kafka, "rig"), Topics.newTopics(), Duration.ofSeconds(30));
        pipeline = new FakePipeline(kafka);
        ServiceContext context =
                new ServiceContext(kafka, folder, Clock.systemUTC(), new SeededRandom(1), new SimpleMeterRegistry());
        gateway = new GatewayService(GatewaySettings.defaults().withPort(0), context);
        gateway.start();
        while (!gateway.ready()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** What stands behind the gateway. */
    public FakePipeline pipeline() {
        return pipeline;
    }

    /** The gateway. */
    public GatewayService gateway() {
        return gateway;
    }

    /** Address of a path. */
    public String url(String path) {
        return "http://127.0.0.1:" + gateway.port() + path;
    }

    /** Stops the broker only. */
    public void stopBroker() {
        broker.close();
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        pipeline.close();
        registry.close();
        broker.close();
    }
}
