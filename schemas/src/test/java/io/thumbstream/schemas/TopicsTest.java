package io.thumbstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.schemas.TopicSpec.Cleanup;
import io.thumbstream.schemas.TopicSpec.Key;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TopicsTest {

    static List<TopicSpec<?>> topics() {
        return Topics.all();
    }

    @Test
    void shouldCoPartitionEverythingKeyedByGroupWhenCreated() {
        List<TopicSpec<?>> grouped =
                Topics.all().stream().filter(spec -> spec.key() == Key.GROUP_ID).toList();

        assertThat(grouped)
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(
                        "thumbstream.prompts.v1",
                        "thumbstream.rollouts.v1",
                        "thumbstream.rollout-chunks.v1",
                        "thumbstream.feedback.v1",
                        "thumbstream.labels.v1",
                        "thumbstream.experience.v1",
                        "thumbstream.label-requests.v1");
        assertThat(grouped).allSatisfy(spec -> {
            assertThat(spec.partitions()).isEqualTo(Topics.DEFAULT_PARTITIONS);
            assertThat(spec.newTopic(7, (short) 1).numPartitions()).isEqualTo(7);
        });
    }

    @Test
    void shouldCreateADeadLetterTopicBesideEveryTopic() {
        List<String> names = Topics.newTopics().stream().map(NewTopic::name).toList();

        assertThat(names).doesNotHaveDuplicates().hasSize(2 * Topics.all().size());
        assertThat(Topics.all()).allSatisfy(spec -> assertThat(names).contains(spec.name(), Topics.dlq(spec)));
        assertThat(Topics.dlq(Topics.FEEDBACK)).isEqualTo("thumbstream.feedback.v1.dlq");
    }

    @Test
    void shouldKeepTheNewestManifestForEverWhenTopicsAreCompacted() {
        assertThat(Topics.all())
                .filteredOn(spec -> spec.cleanup() == Cleanup.COMPACT)
                .extracting(TopicSpec::name)
                .containsExactly(
                        "thumbstream.policy-versions.v1",
                        "thumbstream.reward-versions.v1",
                        "thumbstream.quarantine.v1");
        assertThat(Topics.FEEDBACK.configs()).containsEntry("retention.ms", "-1");
        assertThat(Topics.ROLLOUT_CHUNKS.configs()).containsEntry("retention.ms", "1800000");
    }

    @Test
    void shouldHaveTheBrokerSayWhenWhatPeopleDoWasWritten() {
        assertThat(Topics.all())
                .filteredOn(spec -> "LogAppendTime".equals(spec.configs().get("message.timestamp.type")))
                .extracting(TopicSpec::name)
                .containsExactly("thumbstream.rollouts.v1", "thumbstream.feedback.v1");
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldDocumentEveryFieldWhenASchemaIsOnTheWire(TopicSpec<?> spec) {
        assertThat(spec.schema().getFullName()).isEqualTo(spec.type().getName());
        assertDocumented(spec.schema(), spec.name());
    }

    @Test
    void shouldFindTopicsByFullName() {
        assertThat(Topics.find("thumbstream.drift.v1")).contains(Topics.DRIFT);
        assertThat(Topics.find("drift")).isEmpty();
    }

    @Test
    void shouldRefuseASpecWhenNameOrPartitionsAreWrong() {
        TopicSpec<?> d = Topics.DRIFT;
        assertThatThrownBy(() -> new TopicSpec<>(
                        "drift",
                        Topics.DRIFT.type(),
                        d.schema(),
                        d.key(),
                        1,
                        d.cleanup(),
                        d.retention(),
                        "producer",
                        d.stamp(),
                        d.compatibility(),
                        "x"))
                .hasMessageContaining("topic name drift");
        assertThatThrownBy(() -> new TopicSpec<>(
                        d.name(),
                        Topics.DRIFT.type(),
                        d.schema(),
                        d.key(),
                        0,
                        d.cleanup(),
                        d.retention(),
                        "producer",
                        d.stamp(),
                        d.compatibility(),
                        "x"))
                .hasMessageContaining("0 partitions");
    }

    private static void assertDocumented(Schema schema, String path) {
        switch (schema.getType()) {
            case RECORD -> {
                assertThat(schema.getDoc()).as("doc of %s", path).isNotBlank();
                schema.getFields().forEach(field -> {
                    assertThat(field.doc())
                            .as("doc of %s.%s", path, field.name())
                            .isNotBlank();
                    assertDocumented(field.schema(), path + "." + field.name());
                });
            }
            case ENUM ->
                assertThat(schema.getEnumDefault())
                        .as("default symbol of %s", path)
                        .isNotNull();
            case ARRAY -> assertDocumented(schema.getElementType(), path + "[]");
            case UNION -> schema.getTypes().forEach(branch -> assertDocumented(branch, path));
            default -> {}
        }
    }
}
