package io.thumbstream.lab.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.tasks.Attribute;
import io.thumbstream.lab.tasks.Grade;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.text.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportModelTest {
    private static final int ANSWERS = 96;
    private static final long SEED = 11;

    @TempDir
    Path directory = Path.of("set by the test framework");

    @Test
    void shouldAnswerCleanlyInEveryStyleWhenSampled() throws IOException {
        List<Grade> grades = grades(false);
        assertThat(grades.stream().mapToDouble(Grade::malformed).average().orElseThrow())
                .as("malformed share, seed " + SEED)
                .isLessThan(0.1);
        assertThat(grades.stream().mapToDouble(Grade::correctness).average().orElseThrow())
                .as("correctness, seed " + SEED)
                .isGreaterThan(0.6);
        for (Attribute attribute : Attribute.values()) {
            double mean = grades.stream()
                    .mapToDouble(g -> g.style(attribute))
                    .average()
                    .orElseThrow();
            assertThat(mean).as("mean of " + attribute + ", seed " + SEED).isBetween(-0.5, 0.5);
        }
    }

    @Test
    void shouldAnswerMostlyCleanlyWhenTheIntentIsNew() throws IOException {
        List<Grade> grades = grades(true);
        assertThat(grades.stream().mapToDouble(Grade::malformed).average().orElseThrow())
                .as("malformed share, seed " + SEED)
                .isLessThan(0.2);
    }

    @Test
    void shouldRecordTheDefaultRecipeWhenShipped() throws IOException {
        SupportModel.copyTo(directory);
        ObjectMapper json = new ObjectMapper();
        JsonNode recorded = json.readTree(Files.readAllBytes(directory.resolve(SupportPretraining.RECIPE_FILE)));
        JsonNode expected = json.readTree(json.writeValueAsBytes(PretrainRecipe.defaults()));
        assertThat(recorded.path("recipe")).isEqualTo(expected);
        assertThat(recorded.path("steps").asInt())
                .isEqualTo(PretrainRecipe.defaults().settings().steps());
    }

    @Test
    void shouldBeSmallEnoughToShip() throws IOException {
        SupportModel.copyTo(directory);
        assertThat(Files.size(directory.resolve(CausalLm.WEIGHTS))).isLessThan(8_000_000);
    }

    private List<Grade> grades(boolean heldOut) throws IOException {
        Grad.prepareThread();
        SupportModel.copyTo(directory);
        SupportTask task = SupportTask.load();
        List<SupportPrompt> prompts = task.prompts(ANSWERS, SEED, heldOut);
        List<Grade> grades = new ArrayList<>();
        try (HfTokenizer tokenizer = HfTokenizer.load(directory.resolve(BpeVocabulary.FILE));
                PolicyHolder policies = new PolicyHolder()) {
            policies.publish(new PolicySnapshot(0, CausalLm.load(directory, Device.cpu())));
            try (BatchSampler sampler = BatchSampler.of(policies, tokenizer, SamplerSettings.defaults())) {
                ChatFormat format = new ChatFormat(tokenizer);
                for (int i = 0; i < ANSWERS; i++) {
                    SupportPrompt prompt = prompts.get(i);
                    SampleRequest request = new SampleRequest(
                            "answer" + i,
                            format.promptIds(List.of(Turn.user(prompt.text()))),
                            SamplingSettings.plain(90),
                            SEED + i,
                            Priority.INTERACTIVE);
                    assertThat(sampler.submit(request, grading(task, prompt, grades)))
                            .isTrue();
                }
                while (sampler.step()) {
                    assertThat(sampler.tokensSampled()).isLessThan(100L * ANSWERS);
                }
            }
        }
        assertThat(grades).hasSize(ANSWERS);
        return grades;
    }

    private static SampleListener grading(SupportTask task, SupportPrompt prompt, List<Grade> grades) {
        return new SampleListener() {
            @Override
            public void onDone(Sample sample) {
                grades.add(task.grade(prompt, sample.text()));
            }

            @Override
            public void onFailure(String reason) {
                throw new AssertionError(reason);
            }
        };
    }
}
