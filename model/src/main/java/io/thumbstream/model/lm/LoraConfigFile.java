package io.thumbstream.model.lm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code adapter_config.json} of an adapter directory, in the field names of PEFT.
 *
 * <p>Fields that change what is computed are read strictly: one with a value that is not computed here is refused. Other fields are
 * passed over.
 */
final class LoraConfigFile {
    static final String NAME = "adapter_config.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "LORA";
    private static final String TASK = "CAUSAL_LM";
    private static final String TARGETS = "target_modules";
    private static final String START = "init_lora_weights";

    /** Variants that add something else than {@code scale B A}. */
    private static final List<String> OFF =
            List.of("fan_in_fan_out", "use_rslora", "use_dora", "use_qalora", "lora_bias");

    /** Variants that adapt other places, or places unequally. */
    private static final List<String> EMPTY = List.of(
            "rank_pattern",
            "alpha_pattern",
            "modules_to_save",
            "layers_to_transform",
            "layer_replication",
            "exclude_modules",
            "target_parameters",
            "trainable_token_indices",
            "alora_invocation_tokens",
            "use_bdlora",
            "arrow_config",
            "monteclora_config",
            "kasa_config");

    private LoraConfigFile() {}

    static void write(LoraSettings settings, String base, Path directory) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("alpha_pattern");
        root.putNull("auto_mapping")
                .put("base_model_name_or_path", base)
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("inference_mode", true)
                .put(START, true)
                .putNull("layers_to_transform");
        if (settings.alpha() == Math.rint(settings.alpha())) {
            root.put("lora_alpha", (long) settings.alpha()); // PEFT declares a whole number
        } else {
            root.put("lora_alpha", settings.alpha());
        }
        root.put("lora_dropout", 0.0)
                .putNull("modules_to_save")
                .put("peft_type", TYPE)
                .put("r", settings.rank())
                .putObject("rank_pattern");
        ArrayNode targets = root.putNull("revision").putArray(TARGETS);
        settings.targets().forEach(targets::add);
        root.put("task_type", TASK).put("use_dora", false).put("use_rslora", false);
        Files.createDirectories(directory);
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        Files.writeString(directory.resolve(NAME), text);
    }

    /**
     * Reads the settings of an adapter directory.
     *
     * @throws IOException when the file is missing, is not JSON, or describes an adapter that is not computed here
     */
    static LoraSettings read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        ObjectNode root = LmConfigFile.object(file, "an adapter directory holds it beside " + LoraWeights.NAME);
        ConfigFields fields = new ConfigFields(root, file, "");
        requireComputed(fields);
        try {
            return new LoraSettings(fields.integer("r"), fields.number("lora_alpha"), targets(fields));
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException(
                    file, String.valueOf(e.getMessage()), "use an adapter of these projections alone");
        }
    }

    private static List<String> targets(ConfigFields fields) throws IOException {
        JsonNode named = fields.root().path(TARGETS);
        if (!named.isArray()) {
            throw fields.unsupported(TARGETS, "a list of names");
        }
        List<String> targets = new ArrayList<>();
        for (JsonNode name : named) {
            targets.add(name.asText());
        }
        return targets;
    }

    /** Refuses what would silently give other numbers than the adapter was trained with. */
    private static void requireComputed(ConfigFields fields) throws IOException {
        if (!fields.text("peft_type", "").equals(TYPE)) {
            throw fields.unsupported("peft_type", TYPE);
        }
        if (!fields.text("task_type", TASK).equals(TASK)) {
            throw fields.unsupported("task_type", TASK);
        }
        if (!fields.text("bias", "none").equals("none")) {
            throw fields.unsupported("bias", "none");
        }
        for (String name : OFF) {
            if (fields.flag(name, false)) {
                throw fields.unsupported(name, "false");
            }
        }
        for (String name : EMPTY) {
            JsonNode value = fields.root().path(name);
            if (fields.has(name) && !(value.isContainerNode() && value.isEmpty())) {
                throw fields.unsupported(name, "null");
            }
        }
        // PiSSA, OLoRA and LoftQ change the base as well, so that the adapter does not fit the base of that name
        JsonNode start = fields.root().path(START);
        if (fields.has(START) && !start.isBoolean() && !start.asText().equals("gaussian")) {
            throw fields.unsupported(START, "true, false or gaussian");
        }
    }
}
