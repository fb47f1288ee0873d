package io.thumbstream.lab.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.train.PretrainSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportPretrainingTest {
    private static final PretrainRecipe SMALL =
            new PretrainRecipe(5, 60, 400, 2, new PretrainSettings(4, 4, 3e-3, 1e-4, 1, 0.05, 1, 2, 3));

    @TempDir
    Path directory = Path.of("set by the test framework");

    @Test
    void shouldGiveEqualWeightsWhenTheRecipeIsRepeated() throws IOException {
        PretrainReport first = SupportPretraining.run(SMALL, directory, Device.cpu(), progress -> true);
        PretrainReport second = SupportPretraining.run(SMALL, directory, Device.cpu(), progress -> true);
        assertThat(second).isEqualTo(first);
        assertThat(first.steps()).isEqualTo(4);
        assertThat(first.loss()).isBetween(5.0, 6.5); // about ln(400) at the start
    }

    @Test
    void shouldWriteALoadableModelWithItsRecipeWhenStoppedEarly() throws IOException {
        PretrainReport report = SupportPretraining.run(SMALL, directory, Device.cpu(), progress -> progress.step() < 2);
        JsonNode recipe =
                new ObjectMapper().readTree(Files.readAllBytes(directory.resolve(SupportPretraining.RECIPE_FILE)));
        assertThat(recipe.path("steps").asInt()).isEqualTo(2);
        assertThat(recipe.path("weightsDigest").asText()).isEqualTo(report.weightsDigest());
        try (CausalLm model = CausalLm.load(directory, Device.cpu())) {
            assertThat(model.parameters().size()).isEqualTo(report.parameters());
        }
    }
}
