package io.thumbstream.schemas.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelItem;
import io.thumbstream.schemas.avro.Observation;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: docs/privacy.md says enough to open a record with AES and a reader of Avro alone; nothing of the seal package is used. */
class SealedBytesTest {
    private static final int PREFIX_OF_THE_REGISTRY = 5;
    private static final int KEY_ID = 8;
    private static final int NONCE = 12;
    private static final String PEOPLE = "userKey,askerKey";

    @Test
    void shouldOpenALabelOfTwoPeopleByTheDocumentAlone(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys");
        byte[] bytes;
        try (Serializer<Label> serializer = new AvroSerdes(
                        "mock://sealed-bytes-test", Map.of(AvroSerdes.USER_KEYS, keys.toString()))
                .serializer(Topics.LABELS)) {
            bytes = Optional.ofNullable(serializer.serialize(Topics.LABELS.name(), label()))
                    .orElseThrow();
        }

        GenericRecord read = new GenericDatumReader<GenericRecord>(Label.getClassSchema())
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        bytes, PREFIX_OF_THE_REGISTRY, bytes.length - PREFIX_OF_THE_REGISTRY, null));
        Map<?, ?> sealed = (Map<?, ?>) read.get("sealed");
        byte[] once = open(keys, "asker", entry(sealed));
        byte[] clear = open(keys, "voter", once);

        DataInputStream fields = new DataInputStream(new ByteArrayInputStream(clear));
        assertThat(fields.readByte()).as("items: one, as a zigzag number").isEqualTo((byte) 2);
        assertThat(string(fields)).isEqualTo("g1/0");
        assertThat(string(fields)).isEqualTo("a question");
        assertThat(string(fields)).isEqualTo("an answer");
        assertThat(fields.readByte()).as("policy version 7, as a zigzag number").isEqualTo((byte) 14);
        assertThat(fields.readByte()).as("end of the items").isZero();
        assertThat(Double.longBitsToDouble(Long.reverseBytes(fields.readLong())))
                .isEqualTo(0.75);
        assertThat(fields.available()).isZero();
    }

    private static byte[] entry(Map<?, ?> sealed) {
        assertThat(sealed).hasSize(1);
        Map.Entry<?, ?> only = sealed.entrySet().iterator().next();
        assertThat(only.getKey()).hasToString(PEOPLE);
        ByteBuffer value = (ByteBuffer) only.getValue();
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    /** Format 1, key id, nonce, ciphertext and tag; the key file has the id and then the key. */
    private static byte[] open(Path keys, String person, byte[] sealed) throws IOException, GeneralSecurityException {
        byte[] name = MessageDigest.getInstance("SHA-256").digest(person.getBytes(StandardCharsets.UTF_8));
        byte[] key = Files.readAllBytes(keys.resolve(HexFormat.of().formatHex(name) + ".key"));
        assertThat(sealed[0]).isEqualTo((byte) 1);
        assertThat(Arrays.copyOfRange(sealed, 1, 1 + KEY_ID)).isEqualTo(Arrays.copyOf(key, KEY_ID));
        int text = 1 + KEY_ID + NONCE;
        byte[] who = person.getBytes(StandardCharsets.UTF_8);
        byte[] what = ("io.thumbstream.schemas.avro.Label/" + PEOPLE).getBytes(StandardCharsets.UTF_8);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, KEY_ID, key.length - KEY_ID, "AES"),
                new GCMParameterSpec(128, Arrays.copyOfRange(sealed, 1 + KEY_ID, text)));
        cipher.updateAAD(ByteBuffer.allocate(4 + who.length + what.length)
                .putInt(who.length)
                .put(who)
                .put(what)
                .array());
        return cipher.doFinal(sealed, text, sealed.length - text);
    }

    private static String string(DataInputStream in) throws IOException {
        int length = in.readByte() / 2;
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static Label label() {
        return Label.newBuilder()
                .setLabelId("l1")
                .setGroupId("g1")
                .setRevision(1)
                .setKind(FeedbackKind.RATING)
                .setItems(List.of(new LabelItem("g1/0", "a question", "an answer", 7L)))
                .setValue(0.75)
                .setWeight(1.0)
                .setObservation(Observation.OBSERVED)
                .setDelaySeconds(1.0)
                .setPropensity(1.0)
                .setUserKey("voter")
                .setAskerKey("asker")
                .setFeedbackIds(List.of("f1"))
                .setSources(List.of())
                .setInterpreter("rating")
                .setEventTime(Instant.ofEpochSecond(5))
                .build();
    }
}
