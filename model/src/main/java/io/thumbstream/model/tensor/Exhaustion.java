package io.thumbstream.model.tensor;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells the failures of an allocation from all others. */
public final class Exhaustion {
    /** What PyTorch says on a CPU and on a graphics card, and the C++ library where nobody asks PyTorch. */
    private static final List<String> WORDS = List.of("can't allocate memory", "out of memory", "bad_alloc");

    private Exhaustion() {}

    /**
     * What says that memory could not be had: of the heap, outside it, or of a graphics card.
     *
     * @return {@code failure} itself or a cause of it; empty when it is of another kind
     */
    public static Optional<Throwable> within(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean ofLibrary = cause instanceof EngineException && says(String.valueOf(cause.getMessage()));
            if (ofLibrary || cause instanceof OutOfMemoryError) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    private static boolean says(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(text::contains);
    }
}
