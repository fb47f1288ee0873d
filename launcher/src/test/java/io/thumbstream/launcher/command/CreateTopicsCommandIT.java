package io.thumbstream.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.SchemaRegistration;
import io.thumbstream.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CreateTopicsCommandIT {
    @Test
    void shouldPrepareBrokersAndRegistryAsOftenAsItIsAsked(@TempDir Path dir) throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(dir);
                EmbeddedRegistry registry = EmbeddedRegistry.start(broker.bootstrapServers(), 0)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers(), registry.url());

            assertThat(create(kafka)).isZero();
            assertThat(create(kafka)).isZero();

            try (Admin admin = Admin.create(ClientSettings.admin(kafka, "test"));
                    SchemaRegistration schemas = new SchemaRegistration(registry.url(), Map.of())) {
                assertThat(admin.listTopics().names().get())
                        .containsAll(
                                Topics.newTopics().stream().map(NewTopic::name).toList());
                assertThat(schemas.check()).isEmpty();
            }
        }
    }

    private static int create(KafkaSettings kafka) {
        return Thumbstream.run(
                new PrintWriter(new StringWriter()),
                new Screen(new ByteArrayOutputStream(), false),
                "topics",
                "create",
                "--replication-factor",
                "1",
                "--set",
                "kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--set",
                "kafka.schema-registry-url=" + kafka.schemaRegistryUrl());
    }
}
