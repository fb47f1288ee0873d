package io.thumbstream.model.lm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Rotary frequencies by the formulas of the papers, in the terms those use, sharing nothing with {@link RotaryScaling}.
 *
 * @param frequency radians per position of each pair
 * @param amplitude factor of cosines and sines
 */
record ReferenceRotary(double[] frequency, double amplitude) {
    /** From the fields of a {@code config.json}; {@code size} is the head size. */
    static ReferenceRotary of(JsonNode config, int size) {
        JsonNode fields = config.has("rope_parameters") ? config.path("rope_parameters") : config.path("rope_scaling");
        double theta =
                fields.path("rope_theta").asDouble(config.path("rope_theta").asDouble());
        double factor = fields.path("factor").asDouble(1);
        int original = fields.path("original_max_position_embeddings")
                .asInt(config.path("max_position_embeddings").asInt());
        double[] frequency = new double[size / 2];
        for (int pair = 0; pair < frequency.length; pair++) {
            double plain = Math.pow(theta, -2.0 * pair / size);
            frequency[pair] = switch (fields.path("rope_type").asText("default")) {
                case "linear" -> plain / factor;
                case "llama3" -> llama3(plain, factor, original, fields);
                case "yarn" -> yarn(plain, pair, factor, original, theta, size);
                default -> plain;
            };
        }
        boolean yarn = fields.path("rope_type").asText("").equals("yarn");
        return new ReferenceRotary(frequency, yarn ? 0.1 * Math.log(factor) + 1 : 1);
    }

    /** Llama 3: by wavelength against two borders, with a linear blend of the frequencies between them. */
    private static double llama3(double plain, double factor, int original, JsonNode fields) {
        double low = fields.path("low_freq_factor").asDouble();
        double high = fields.path("high_freq_factor").asDouble();
        double wavelength = 2 * Math.PI / plain;
        if (wavelength < original / high) {
            return plain;
        }
        if (wavelength > original / low) {
            return plain / factor;
        }
        double smooth = (original / wavelength - low) / (high - low);
        return (1 - smooth) * plain / factor + smooth * plain;
    }

    /** YaRN with beta_fast 32 and beta_slow 1: a ramp over the number of the pair. */
    private static double yarn(double plain, int pair, double factor, int original, double theta, int size) {
        double low = Math.max(0, Math.floor(turning(32, original, theta, size)));
        double high = Math.min(size - 1, Math.ceil(turning(1, original, theta, size)));
        double ramp = Math.min(1, Math.max(0, (pair - low) / (low == high ? 0.001 : high - low)));
        return plain / factor * ramp + plain * (1 - ramp);
    }

    private static double turning(double rotations, int original, double theta, int size) {
        return size * Math.log(original / (rotations * 2 * Math.PI)) / (2 * Math.log(theta));
    }
}
