package io.thumbstream.model.lm;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The projections of a layer that may be adapted, in the order in which {@link LmScript} takes their matrices. */
enum LoraTarget {
    Q_PROJ("self_attn"),
    K_PROJ("self_attn"),
    V_PROJ("self_attn"),
    O_PROJ("self_attn"),
    GATE_PROJ("mlp"),
    UP_PROJ("mlp"),
    DOWN_PROJ("mlp");

    private final String block;

    LoraTarget(String block) {
        this.block = block;
    }

    /** Its name among {@code target_modules}, for instance {@code q_proj}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name of the projection in one layer, to which {@code .weight} is added for its matrix. */
    String module(int layer) {
        return LmLayout.prefix(layer) + block + "." + word();
    }

    /** Names of all. */
    static List<String> words() {
        return Arrays.stream(values()).map(LoraTarget::word).toList();
    }

    /**
     * The same names in the order of the script.
     *
     * @throws IllegalArgumentException when there is none, one is unknown, or one is there twice
     */
    static List<String> ordered(List<String> words) {
        Set<String> given = new LinkedHashSet<>(words);
        List<String> ordered = words().stream().filter(given::contains).toList();
        if (ordered.isEmpty() || ordered.size() < words.size()) {
            throw new IllegalArgumentException("The targets of an adapter are " + words + "; name at least one of "
                    + String.join(", ", words()) + ", each once");
        }
        return ordered;
    }
}
