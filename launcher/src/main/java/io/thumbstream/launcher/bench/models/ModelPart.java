package io.thumbstream.launcher.bench.models;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A part of the benchmark. */
enum ModelPart {
    /** Plain policy steps beside matrix products. */
    STEP(true),
    /** Steps of both learners on labels, pairs and choices. */
    OBJECTIVES(true),
    /** Groups that are sampled, rewarded and learned from. */
    GRPO(true),
    /** Answers of the sampler that serves. */
    GENERATION(true),
    /** Time to the first text of an answer through the gateway. */
    FIRST_TOKEN(false),
    /** New versions that are served while requests are answered. */
    SWAP(false),
    /** What a policy learner and two reward models take in memory. */
    MEMORY(false);

    private final boolean compared;

    ModelPart(boolean compared) {
        this.compared = compared;
    }

    /** Name on the command line, for example {@code first-token}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Those of {@code parts} that other libraries are measured in, too. */
    static List<ModelPart> compared(List<ModelPart> parts) {
        return parts.stream().filter(part -> part.compared).toList();
    }

    /** Those that were asked for in the order in which they run, each once; all when none was. */
    static List<ModelPart> wanted(List<ModelPart> asked) {
        return Stream.of(values())
                .filter(part -> asked.isEmpty() || asked.contains(part))
                .toList();
    }

    /** The name on the command line, by which picocli finds it. */
    @Override
    public String toString() {
        return word();
    }
}
