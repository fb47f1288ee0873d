package io.thumbstream.launcher.erase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A signed statement of what an erasure did: {@code {"statement": ..., "public-key": ..., "signature": ...}}.
 *
 * <p>The signature is Ed25519 (RFC 8032) over the statement as JSON with sorted keys and without spaces; key and signature are base64.
 */
final class Certificate {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final String STATEMENT = "statement";
    private static final String KEY = "public-key";
    private static final String SIGNATURE = "signature";

    private Certificate() {}

    /** Signs {@code statement} and writes it to {@code file} in one rename. */
    static void write(ObjectNode statement, SigningKey key, Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.set(STATEMENT, statement);
        root.put(KEY, Base64.getEncoder().encodeToString(key.publicKey().getEncoded()));
        root.put(SIGNATURE, Base64.getEncoder().encodeToString(key.sign(canonical(statement))));
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, root.toPrettyString() + System.lineSeparator(), StandardCharsets.UTF_8);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The statement of a certificate.
     *
     * @throws ConfigException when it is not one, or was changed after it was signed
     */
    static JsonNode verified(Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new ConfigException(file + " is not a certificate (" + e.getOriginalMessage()
                    + "); give the certificate.json of an erasure");
        }
        try {
            PublicKey key = KeyFactory.getInstance(SigningKey.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(bytes(root, KEY)));
            Signature signature = Signature.getInstance(SigningKey.ALGORITHM);
            signature.initVerify(key);
            signature.update(canonical(root.path(STATEMENT)));
            if (!signature.verify(bytes(root, SIGNATURE))) {
                throw new ConfigException(
                        file + " was changed after it was signed, and proves nothing; take a copy that was not");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException(file + " is not a certificate (its key or signature cannot be read);"
                    + " give the certificate.json of an erasure");
        }
        return root.path(STATEMENT);
    }

    /** The key that signed a certificate, base64. */
    static String publicKey(Path file) throws IOException {
        return JSON.readTree(Files.readString(file, StandardCharsets.UTF_8))
                .path(KEY)
                .asText();
    }

    private static byte[] bytes(JsonNode root, String name) {
        return Base64.getDecoder().decode(root.path(name).asText());
    }

    private static byte[] canonical(JsonNode statement) {
        try {
            return CANONICAL.writeValueAsBytes(CANONICAL.treeToValue(statement, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }
}
