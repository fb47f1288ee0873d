package io.thumbstream.model.lm;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Memory of the arrays that learning or sampling with a decoder takes, part by part, by its shape alone.
 *
 * <p>Weights, gradients, moments and caches are counted. Activations are an estimate of what backward needs, in floats for each token:
 * {@code 6 d + 5 q + 4 f} of a layer and {@code d + 4 V} of embedding and head, with {@code d} the width, {@code q} the width of all query
 * heads, {@code f} the feed-forward size and {@code V} the vocabulary; an adapter adds twice its rank for each projection. What the allocator keeps
 * beside, Java and the libraries are not in it. With products in bfloat16 a pass also keeps
 * a copy of two bytes of each element of the matrices of its layers, of one layer where activations are computed again.
 *
 * @param parts in the order in which they are told
 */
public record MemoryNeed(List<Part> parts) {
    private static final String ACTIVATIONS = "activations";
    private static final long FLOAT = Float.BYTES;
    private static final long HALF = Short.BYTES;
    private static final String LAYERS = "model.layers.";
    private static final double KIBI = 1024;

    /**
     * Something that takes memory.
     *
     * @param name what it is
     * @param bytes at least 0
     */
    public record Part(String name, long bytes) {}

    /**
     * How a policy learns, as far as memory depends on it.
     *
     * @param adapter shape of the adapter; empty when all weights learn
     * @param lanes copies of what learns, each with a gradient, at least 1
     * @param passes passes that are computed side by side, at least 1
     * @param tokens of one pass, at least 1
     * @param recomputed whether activations are computed again in backward
     * @param precision what products are computed in
     */
    public record Learning(
            Optional<LoraSettings> adapter,
            int lanes,
            int passes,
            int tokens,
            boolean recomputed,
            Precision precision) {
        public Learning {
            if (lanes < 1 || passes < 1 || tokens < 1) {
                throw new IllegalArgumentException("There are " + lanes + " lanes, " + passes + " passes and " + tokens
                        + " tokens in a pass; give at least 1 of each");
            }
        }

        /** The same in float32. */
        public Learning(Optional<LoraSettings> adapter, int lanes, int passes, int tokens, boolean recomputed) {
            this(adapter, lanes, passes, tokens, recomputed, Precision.FLOAT32);
        }
    }

    public MemoryNeed {
        parts = List.copyOf(parts);
    }

    /** What a policy learner takes: the weights it began with, what learns, its gradients and moments, further lanes, and passes. */
    public static MemoryNeed ofLearning(LmConfig config, Learning how) {
        long weights = bytes(LmLayout.shapes(config));
        long adapter =
                how.adapter().map(lora -> bytes(LoraPlace.shapes(lora, config))).orElse(0L);
        boolean full = how.adapter().isEmpty();
        long learned = full ? weights : adapter;
        return new MemoryNeed(List.of(
                new Part("weights it began with", weights),
                new Part("weights that learn", full ? learned : 2 * learned), // an adapter and what it began as
                new Part("gradients", learned),
                new Part("moments", 2 * learned),
                new Part("further lanes", 2 * (how.lanes() - 1) * learned),
                new Part(ACTIVATIONS, how.passes() * pass(config, how))));
    }

    /**
     * What sampling takes: weights as they are published and as the decoder reads them, and the cache.
     *
     * @param slots answers sampled at the same time, at least 1
     */
    public static MemoryNeed ofSampling(LmConfig config, int slots) {
        return ofSampling(config, slots, false);
    }

    /**
     * The same with the policy that answers are compared with.
     *
     * @param reference whether the policy that learning began with is held beside whole versions
     */
    public static MemoryNeed ofSampling(LmConfig config, int slots, boolean reference) {
        return ofSampling(config, slots, reference, 0);
    }

    /**
     * The same with answers of that policy, which are sampled beside the others.
     *
     * @param startSlots such answers sampled at the same time, at least 0; with 0 there are none
     */
    public static MemoryNeed ofSampling(LmConfig config, int slots, boolean reference, int startSlots) {
        long weights = bytes(LmLayout.shapes(config));
        long token = 2L * config.layers() * config.keyValueWidth();
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("weights", weights));
        parts.add(new Part("weights as they are read", weights));
        if (reference) {
            parts.add(new Part("weights that learning began with", weights));
        }
        parts.add(new Part("cache", FLOAT * slots * config.context() * token));
        if (startSlots > 0) {
            parts.add(new Part("weights that learning began with as they are read", weights));
            parts.add(new Part("cache of its answers", FLOAT * startSlots * config.context() * token));
        }
        return new MemoryNeed(parts);
    }

    /** What the weights alone take, as float32. */
    public static MemoryNeed ofWeights(LmConfig config) {
        return new MemoryNeed(List.of(new Part("weights", bytes(LmLayout.shapes(config)))));
    }

    private static long bytes(Map<String, Shape> shapes) {
        return FLOAT * shapes.values().stream().mapToLong(Shape::size).sum();
    }

    private static long pass(LmConfig config, Learning how) {
        long width = config.width();
        long adapted = how.adapter()
                .map(lora -> 2L * lora.rank() * lora.targets().size())
                .orElse(0L);
        long layer = 6 * width + 5L * config.queryWidth() + 4L * config.feedForward() + adapted;
        long head = 4L * config.vocabularySize();
        long kept = how.recomputed()
                ? (config.layers() + 1) * width + Math.max(layer, head)
                : config.layers() * layer + width + head;
        return FLOAT * how.tokens() * kept + copies(config, how);
    }

    private static long copies(LmConfig config, Learning how) {
        if (how.precision() == Precision.FLOAT32) {
            return 0;
        }
        long elements = LmLayout.shapes(config).entrySet().stream()
                .filter(entry ->
                        entry.getValue().dimension() == 2 && entry.getKey().startsWith(LAYERS))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
        return HALF * elements / (how.recomputed() ? config.layers() : 1);
    }

    /** All of it, bytes. */
    public long total() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** What is there from the first step to the last, without the activations of passes, bytes. */
    public long standing() {
        return parts.stream()
                .filter(part -> !part.name().equals(ACTIVATIONS))
                .mapToLong(Part::bytes)
                .sum();
    }

    /** The parts and their sum, for a person. */
    public String words() {
        return parts.stream()
                        .filter(part -> part.bytes() > 0)
                        .map(part -> part.name() + " " + size(part.bytes()))
                        .collect(Collectors.joining(", "))
                + ", together " + size(total());
    }

    /** Bytes in MiB, or in GiB from one on. */
    public static String size(long bytes) {
        double mebi = bytes / KIBI / KIBI;
        return mebi < KIBI
                ? String.format(Locale.ROOT, "%.1f MiB", mebi)
                : String.format(Locale.ROOT, "%.1f GiB", mebi / KIBI);
    }
}
