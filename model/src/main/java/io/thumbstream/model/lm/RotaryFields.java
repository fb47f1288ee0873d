package io.thumbstream.model.lm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.CorruptFileException;

/** The rotary part of a {@code config.json}, in the form before and since version 5 of Hugging Face transformers. */
final class RotaryFields {
    private static final double DEFAULT_THETA = 10_000;
    private static final String OLD = "rope_scaling";
    private static final String NEW = "rope_parameters";
    private static final String THETA = "rope_theta";
    private static final String TYPE = "rope_type";
    private static final String FACTOR = "factor";
    private static final String PARTIAL = "partial_rotary_factor";
    private static final String ORIGINAL = "original_max_position_embeddings";
    /** Relative difference up to which two ways to state a factor are one. */
    private static final double ROUNDING = 1e-9;

    private RotaryFields() {}

    /** Base of the frequencies. */
    static double theta(ConfigFields fields) throws CorruptFileException {
        if (fields.has(NEW) && fields.object(NEW).has(THETA)) {
            return fields.object(NEW).number(THETA);
        }
        return fields.number(THETA, DEFAULT_THETA);
    }

    /** Scaling of the positions; {@code positions} are those of the configuration. */
    static RotaryScaling scaling(ConfigFields fields, int positions) throws CorruptFileException {
        requireWhole(fields);
        if (fields.has(OLD) && fields.has(NEW)) {
            throw new CorruptFileException(
                    fields.file(),
                    "it has both " + OLD + " and " + NEW,
                    "keep the one that the weights were trained with");
        }
        if (!fields.has(OLD) && !fields.has(NEW)) {
            return new RotaryScaling.None();
        }
        ConfigFields scaling = fields.object(fields.has(OLD) ? OLD : NEW);
        requireWhole(scaling); // since version 5 it stands there
        String type = scaling.text(TYPE, scaling.text("type", "default"));
        try {
            return switch (type) {
                case "default" -> new RotaryScaling.None();
                case "linear" -> new RotaryScaling.Linear(scaling.number(FACTOR));
                case "dynamic" -> new RotaryScaling.Dynamic(scaling.number(FACTOR));
                case "llama3" ->
                    new RotaryScaling.Llama3(
                            scaling.number(FACTOR),
                            scaling.number("low_freq_factor"),
                            scaling.number("high_freq_factor"),
                            scaling.integer(ORIGINAL));
                case "yarn" -> yarn(scaling, positions);
                default ->
                    throw new CorruptFileException(
                            fields.file(),
                            "rotary scaling '" + type + "' is not known",
                            "known are default, linear, dynamic, llama3 and yarn; use a model with one of them");
            };
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException(fields.file(), String.valueOf(e.getMessage()), "correct the field");
        }
    }

    /** Adds the fields that {@link #theta} and {@link #scaling} read. */
    static void describe(LmConfig config, ObjectNode root) {
        root.put(THETA, config.ropeTheta());
        if (config.scaling() instanceof RotaryScaling.Linear linear) {
            root.putObject(OLD).put(TYPE, "linear").put(FACTOR, linear.factor());
        } else if (config.scaling() instanceof RotaryScaling.Dynamic dynamic) {
            root.putObject(OLD).put(TYPE, "dynamic").put(FACTOR, dynamic.factor());
        } else if (config.scaling() instanceof RotaryScaling.Llama3 llama) {
            root.putObject(OLD)
                    .put(TYPE, "llama3")
                    .put(FACTOR, llama.factor())
                    .put("low_freq_factor", llama.lowFrequency())
                    .put("high_freq_factor", llama.highFrequency())
                    .put(ORIGINAL, llama.originalContext());
        } else if (config.scaling() instanceof RotaryScaling.Yarn yarn) {
            root.putObject(OLD)
                    .put(TYPE, "yarn")
                    .put(FACTOR, yarn.factor())
                    .put(ORIGINAL, yarn.originalContext())
                    .put("beta_fast", yarn.fast())
                    .put("beta_slow", yarn.slow())
                    .put("truncate", yarn.whole())
                    .put("attention_factor", yarn.amplitude());
        }
    }

    /** Refuses heads of which only a part turns. */
    private static void requireWhole(ConfigFields fields) throws CorruptFileException {
        if (fields.number(PARTIAL, 1) != 1) {
            throw fields.unsupported(PARTIAL, "1");
        }
    }

    private static RotaryScaling yarn(ConfigFields scaling, int positions) throws CorruptFileException {
        double factor = scaling.number(FACTOR);
        int original = scaling.integer(ORIGINAL, positions);
        double stretched = positions / (double) original;
        if (scaling.has(ORIGINAL) && Math.abs(stretched - factor) > ROUNDING * factor) {
            throw new CorruptFileException(
                    scaling.file(),
                    "yarn stretches by factor " + factor + " but max_position_embeddings / " + ORIGINAL + " is "
                            + stretched + ", and releases of transformers differ in which of them they use",
                    "set max_position_embeddings to factor times " + ORIGINAL);
        }
        double weight = scaling.number("mscale", 0);
        double all = scaling.number("mscale_all_dim", 0);
        double amplitude = weight != 0 && all != 0
                ? RotaryScaling.Yarn.recommended(factor, weight) / RotaryScaling.Yarn.recommended(factor, all)
                : RotaryScaling.Yarn.recommended(factor, 1);
        return new RotaryScaling.Yarn(
                factor,
                original,
                scaling.number("beta_fast", 32),
                scaling.number("beta_slow", 1),
                scaling.flag("truncate", true),
                scaling.number("attention_factor", amplitude));
    }
}
