package io.thumbstream.launcher.erase;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.Erasures;
import io.thumbstream.model.checkpoint.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedErasureTest {
    private final Path data;

    FinishedErasureTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void shouldSayWhereTheLogsEndedWhenThePersonWasErasedFirst() throws IOException {
        erasure("00001", "ann", 12, 40);
        erasure("00002", "bob", 15, 60);
        erasure("00003", "ann", 20, 90);

        assertThat(FinishedErasure.of(data, "ann")).contains(new FinishedErasure(12, 40));
        assertThat(FinishedErasure.of(data, "bob")).contains(new FinishedErasure(15, 60));
    }

    @Test
    void shouldNotKnowWhoWasNotErasedOrNotToTheEnd() throws IOException {
        request("00001", "ann");

        assertThat(FinishedErasure.of(data, "ann")).isEmpty();
        assertThat(FinishedErasure.of(data, "carl")).isEmpty();
    }

    private void erasure(String number, String person, long policySteps, long rewardSteps) throws IOException {
        ObjectNode statement = new ObjectMapper().createObjectNode();
        statement.putObject("policy").put(FinishedErasure.STEPS, policySteps);
        statement.putObject("reward").put(FinishedErasure.STEPS, rewardSteps);
        Certificate.write(
                statement,
                SigningKey.inFile(data.resolve("key")),
                request(number, person).resolve(Erasures.CERTIFICATE));
    }

    private Path request(String number, String person) throws IOException {
        Path directory = Files.createDirectories(data.resolve("erasures").resolve(number));
        Files.writeString(directory.resolve(Erasures.REQUEST), Digests.of(person));
        return directory;
    }
}
