package io.thumbstream.model.reward;

import io.thumbstream.model.lm.ModelDirectory;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.model.text.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Turns a prompt and an answer into token ids that fit the context, and keeps the files that say how with the model. */
final class RewardTokens {
    static final String FILE = "tokenizer.json";

    private final ChatFormat format;
    private final Map<String, byte[]> files;

    /**
     * Ids of one input.
     *
     * @param prompt at least one id
     * @param response possibly none
     */
    record Row(int[] prompt, int[] response) {}

    private RewardTokens(ChatFormat format, Map<String, byte[]> files) {
        this.format = format;
        this.files = files;
    }

    /**
     * Reads the chat format of a model directory.
     *
     * @param tokenizer the one of the directory
     */
    static RewardTokens read(Path directory, Tokenizer tokenizer) throws IOException {
        return new RewardTokens(ChatFormat.of(directory, tokenizer), ModelDirectory.companions(directory));
    }

    /** Ids of an input; what exceeds the context is cut from the prompt's start first, then from the answer's end. */
    Row row(ScoreInput input, int context) {
        int[] response = format.responseIds(input.response());
        int[] prompt = format.promptIds(List.of(new Turn("user", input.prompt())));
        int forResponse = Math.min(response.length, context - 1);
        int forPrompt = Math.min(prompt.length, context - forResponse);
        return new Row(
                Arrays.copyOfRange(prompt, prompt.length - forPrompt, prompt.length),
                Arrays.copyOf(response, forResponse));
    }

    void write(Path directory) throws IOException {
        for (var file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }
}
