package io.thumbstream.launcher.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: a certificate holds only as it was signed, and the installation's key stays. */
class CertificateTest {
    private final Path folder;
    private final Path file;

    CertificateTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("certificate.json");
    }

    @BeforeEach
    void sign() throws IOException {
        ObjectNode statement = new ObjectMapper().createObjectNode();
        statement.put("user-sha256", "abc").put("inputs-removed", 8);
        Certificate.write(statement, SigningKey.inFile(folder.resolve("key")), file);
    }

    @Test
    void shouldGiveTheStatementThatWasSigned() throws IOException {
        assertThat(Certificate.verified(file).path("inputs-removed").asInt()).isEqualTo(8);
    }

    @Test
    void shouldRefuseAStatementThatWasChanged() throws IOException {
        Files.writeString(file, Files.readString(file).replace(": 8", ": 9"));
        assertThatThrownBy(() -> Certificate.verified(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("was changed after it was signed");
    }

    @Test
    void shouldRefuseWhatIsNoCertificate() throws IOException {
        for (String text : new String[] {"{}", "not json", "{\"public-key\": \"AAAA\", \"signature\": \"?\"}"}) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> Certificate.verified(file))
                    .as(text)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("is not a certificate");
        }
    }

    @Test
    void shouldKeepTheKeyAndRefuseADamagedOne() throws IOException {
        Path key = folder.resolve("key");
        assertThat(SigningKey.inFile(key).publicKey())
                .isEqualTo(SigningKey.inFile(key).publicKey());
        Files.writeString(key, "gone");
        assertThatThrownBy(() -> SigningKey.inFile(key))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds no signing key");
    }
}
