package io.thumbstream.model.lm;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decoders that share one shape and differ in details of attention: normalised queries and keys, and where biases are.
 *
 * <p>Sources: Touvron et al., Llama 2, 2023, arXiv 2307.09288; Jiang et al., Mistral 7B, 2023, arXiv 2310.06825; Yang et al.,
 * Qwen2, 2024, arXiv 2407.10671; Yang et al., Qwen3, 2025, arXiv 2505.09388. Names are those of Hugging Face transformers.
 */
public enum LmFamily {
    /** No biases unless {@code attention_bias} puts one on all four projections of attention. */
    LLAMA("LlamaForCausalLM", "llama", false, true),
    /** As Llama without biases; a sliding window shorter than the context is not supported. */
    MISTRAL("MistralForCausalLM", "mistral", false, false),
    /** Biases on the query, key and value projections, always. */
    QWEN2("Qwen2ForCausalLM", "qwen2", false, false),
    /** Queries and keys of each head are normalised before they are turned; biases as in Llama. */
    QWEN3("Qwen3ForCausalLM", "qwen3", true, true);

    private final String architecture;
    private final String modelType;
    private final boolean normalisedHeads;
    private final boolean optionalBias;

    LmFamily(String architecture, String modelType, boolean normalisedHeads, boolean optionalBias) {
        this.architecture = architecture;
        this.modelType = modelType;
        this.normalisedHeads = normalisedHeads;
        this.optionalBias = optionalBias;
    }

    /** The class that {@code architectures} of a {@code config.json} names. */
    public String architecture() {
        return architecture;
    }

    /** The {@code model_type} of a {@code config.json}. */
    public String modelType() {
        return modelType;
    }

    /** Whether queries and keys have a norm of their own. */
    public boolean normalisedHeads() {
        return normalisedHeads;
    }

    /** Whether {@code attention_bias} decides about biases; otherwise the family does. */
    public boolean optionalBias() {
        return optionalBias;
    }

    /** The family of an architecture, if it is known. */
    static Optional<LmFamily> of(String architecture) {
        return Arrays.stream(values())
                .filter(family -> family.architecture.equals(architecture))
                .findFirst();
    }

    /** All architectures, for messages. */
    static String known() {
        return Arrays.stream(values()).map(LmFamily::architecture).collect(Collectors.joining(", "));
    }
}
