package io.thumbstream.schemas.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelItem;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.PersonDecision;
import io.thumbstream.schemas.avro.PersonStanding;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.QuarantineDecision;
import io.thumbstream.schemas.avro.QuarantineVerdict;
import io.thumbstream.schemas.avro.Sampling;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: what people said is nowhere in the bytes of a record, and comes back whole while all their keys exist. */
class SealedRecordsTest {
    private static final String REGISTRY = "mock://sealed-records-test";
    private static final Instant AT = Instant.ofEpochSecond(5, 6_000);

    private final Path keys;
    private final AvroSerdes serdes;
    private final AvroSerdes keyless = new AvroSerdes(REGISTRY, Map.of());

    SealedRecordsTest(@TempDir Path folder) {
        this.keys = folder.resolve("keys");
        this.serdes = new AvroSerdes(REGISTRY, Map.of(AvroSerdes.USER_KEYS, keys.toString()));
    }

    @Test
    void shouldHideThePromptAndGiveItBack() {
        Prompt prompt = prompt("ann");
        byte[] bytes = bytes(serdes, Topics.PROMPTS, prompt);

        assertThat(text(bytes)).doesNotContain("secret question").contains("ann");
        assertThat(decode(serdes, Topics.PROMPTS, bytes)).isEqualTo(new Decoded.Value<>(prompt));
    }

    @Test
    void shouldLeaveTheRecordOfNobodyAsItIs() {
        Prompt prompt = prompt(null);
        byte[] bytes = bytes(serdes, Topics.PROMPTS, prompt);

        assertThat(bytes).isEqualTo(bytes(keyless, Topics.PROMPTS, prompt));
        assertThat(decode(keyless, Topics.PROMPTS, bytes)).isEqualTo(new Decoded.Value<>(prompt));
    }

    @Test
    void shouldTellWhoAndWhenButNotWhatWhenThePersonIsErased() {
        Feedback vote = vote("ann");
        byte[] bytes = bytes(serdes, Topics.FEEDBACK, vote);
        new FileVault(keys, Clock.systemUTC()).destroy("ann");
        AvroSerdes later = new AvroSerdes(REGISTRY, Map.of(AvroSerdes.USER_KEYS, keys.toString()));

        Decoded<Feedback> decoded = decode(later, Topics.FEEDBACK, bytes);

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Erased.class, erased -> {
            Feedback envelope = (Feedback) erased.envelope();
            assertThat(envelope.getUserKey()).contains("ann");
            assertThat(envelope.getServerTime()).isEqualTo(AT);
            assertThat(envelope.getValue()).isEmpty();
            assertThat(envelope.getText()).isEmpty();
        });
        assertThat(decode(later, Topics.FEEDBACK, bytes(later, Topics.FEEDBACK, vote)))
                .as("what is still on its way is not kept either")
                .isInstanceOf(Decoded.Erased.class);
    }

    @Test
    void shouldLoseALabelWhenEitherOfItsPeopleIsErased() {
        for (String erased : List.of("asker", "voter")) {
            Label label = label("voter", "asker");
            byte[] bytes = bytes(serdes, Topics.LABELS, label);
            assertThat(text(bytes)).doesNotContain("secret question").doesNotContain("edited answer");
            assertThat(decode(serdes, Topics.LABELS, bytes)).isEqualTo(new Decoded.Value<>(label));

            Path copy = keys.resolveSibling("keys-" + erased);
            AvroSerdes own = new AvroSerdes(REGISTRY, Map.of(AvroSerdes.USER_KEYS, copy.toString()));
            byte[] again = bytes(own, Topics.LABELS, label);
            new FileVault(copy, Clock.systemUTC()).destroy(erased);

            assertThat(decode(
                            new AvroSerdes(REGISTRY, Map.of(AvroSerdes.USER_KEYS, copy.toString())),
                            Topics.LABELS,
                            again))
                    .isInstanceOfSatisfying(Decoded.Erased.class, found -> {
                        Label envelope = (Label) found.envelope();
                        assertThat(envelope.getItems()).isEmpty();
                        assertThat(envelope.getValue()).isNaN();
                        assertThat(envelope.getLabelId()).isEqualTo("l1");
                    });
        }
    }

    @Test
    void shouldOpenNothingWhenTheRecordNamesAnotherPersonOrThereAreNoKeys() {
        byte[] bytes = bytes(serdes, Topics.FEEDBACK, vote("ann"));
        byte[] other = text(bytes).replace("ann", "bob").getBytes(StandardCharsets.ISO_8859_1);
        bytes(serdes, Topics.FEEDBACK, vote("bob"));

        assertThat(decode(serdes, Topics.FEEDBACK, other))
                .as("sealed with a key that is not bob's")
                .isInstanceOf(Decoded.Erased.class);
        assertThat(decode(keyless, Topics.FEEDBACK, bytes))
                .isInstanceOfSatisfying(Decoded.Poison.class, poison -> assertThat(poison.cause())
                        .hasMessageContaining("sealed")
                        .hasMessageContaining(AvroSerdes.USER_KEYS));
    }

    @Test
    void shouldForgetWhatWasDecidedAndFoundWhenThePersonIsErased() {
        QuarantineDecision decision = decision();
        QuarantineVerdict verdict = verdict();
        byte[] decided = bytes(serdes, Topics.QUARANTINE_DECISIONS, decision);
        byte[] found = bytes(serdes, Topics.QUARANTINE, verdict);
        assertThat(text(decided)).contains("ann").doesNotContain("known well");
        assertThat(text(found)).contains("ann").doesNotContain("probes-failed");
        assertThat(decode(serdes, Topics.QUARANTINE_DECISIONS, decided)).isEqualTo(new Decoded.Value<>(decision));
        assertThat(decode(serdes, Topics.QUARANTINE, found)).isEqualTo(new Decoded.Value<>(verdict));

        new FileVault(keys, Clock.systemUTC()).destroy("ann");
        AvroSerdes later = new AvroSerdes(REGISTRY, Map.of(AvroSerdes.USER_KEYS, keys.toString()));

        assertThat(decode(later, Topics.QUARANTINE_DECISIONS, decided))
                .isInstanceOfSatisfying(Decoded.Erased.class, erased -> {
                    QuarantineDecision envelope = (QuarantineDecision) erased.envelope();
                    assertThat(envelope.getDecisionId()).isEqualTo("d1");
                    assertThat(envelope.getDecision()).isEmpty();
                    assertThat(envelope.getWhy()).isEmpty();
                });
        assertThat(decode(later, Topics.QUARANTINE, found)).isInstanceOfSatisfying(Decoded.Erased.class, erased -> {
            QuarantineVerdict envelope = (QuarantineVerdict) erased.envelope();
            assertThat(envelope.getStanding()).isEmpty();
            assertThat(envelope.getReasons()).isEmpty();
            assertThat(envelope.getFactor()).isNaN();
        });
    }

    @Test
    void shouldFindPersonalFieldsExactlyInTopicsThatNameAPerson() {
        for (TopicSpec<?> topic : Topics.all()) {
            boolean hasPerson = topic.schema().getField("userKey") != null;
            assertThat(PersonalFields.of(topic.type(), topic.schema()).any())
                    .as(topic.name())
                    .isEqualTo(hasPerson);
        }
    }

    private static QuarantineDecision decision() {
        return QuarantineDecision.newBuilder()
                .setDecisionId("d1")
                .setUserKey("ann")
                .setDecision(PersonDecision.RELEASE)
                .setDecidedBy("carol")
                .setWhy("known well")
                .setAt(AT)
                .build();
    }

    private static QuarantineVerdict verdict() {
        return QuarantineVerdict.newBuilder()
                .setUserKey("ann")
                .setStanding(PersonStanding.QUARANTINED)
                .setFactor(0)
                .setReasons(Map.of("probes-failed", 6.93))
                .setSince(3)
                .setLearner("reward/support")
                .setStep(4)
                .setAt(AT)
                .build();
    }

    private static Prompt prompt(@org.jspecify.annotations.Nullable String person) {
        return Prompt.newBuilder()
                .setPromptId("p")
                .setGroupId("g")
                .setMessages(List.of(new Message("user", "a secret question")))
                .setSampling(Sampling.newBuilder().build())
                .setLane(Lane.INTERACTIVE)
                .setUserKey(person)
                .setCreatedAt(AT)
                .build();
    }

    private static Feedback vote(String person) {
        return Feedback.newBuilder()
                .setFeedbackId("f1")
                .setGroupId("g")
                .setKind(FeedbackKind.THUMB)
                .setTargets(List.of("g.0"))
                .setValue(-1.0)
                .setText("too short")
                .setUserKey(person)
                .setServerTime(AT)
                .build();
    }

    private static Label label(String voter, String asker) {
        return Label.newBuilder()
                .setLabelId("l1")
                .setGroupId("g")
                .setRevision(1)
                .setKind(FeedbackKind.EDIT)
                .setItems(List.of(
                        new LabelItem("g.0", "secret question", "edited answer", 3L),
                        new LabelItem("g.0", "secret question", "answer", 3L)))
                .setValue(1.0)
                .setWeight(1.0)
                .setObservation(Observation.OBSERVED)
                .setDelaySeconds(1.0)
                .setPropensity(1.0)
                .setUserKey(voter)
                .setAskerKey(asker)
                .setFeedbackIds(List.of("f1"))
                .setSources(List.of())
                .setInterpreter("edit")
                .setEventTime(AT)
                .build();
    }

    private static <T extends SpecificRecord> byte[] bytes(AvroSerdes serdes, TopicSpec<T> topic, T value) {
        try (Serializer<T> serializer = serdes.serializer(topic)) {
            return Optional.ofNullable(serializer.serialize(topic.name(), value))
                    .orElseThrow();
        }
    }

    private static <T extends SpecificRecord> Decoded<T> decode(AvroSerdes serdes, TopicSpec<T> topic, byte[] bytes) {
        try (SafeDecoder<T> decoder = serdes.decoder(topic)) {
            return decoder.decode(new ConsumerRecord<>(topic.name(), 0, 0, new byte[0], bytes));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
