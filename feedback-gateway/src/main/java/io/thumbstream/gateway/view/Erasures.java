package io.thumbstream.gateway.view;

import java.time.Instant;

/** Whose words are to be forgotten. Thread-safe. */
@FunctionalInterface
public interface Erasures {
    /** Nobody's: for a gateway that seals nothing, so that nobody can be erased. */
    Erasures NONE = (person, remembered) -> false;

    /**
     * Whether what is remembered of a person may not be told any more, because the person was erased since.
     *
     * @param person pseudonymous key
     * @param remembered when it began to be remembered, by the gateway's clock
     */
    boolean cover(String person, Instant remembered);

    /** Whether what a vote says may not be told any more. */
    default boolean cover(VoteState state) {
        return state.vote()
                .person()
                .filter(person -> cover(person, state.seenAt()))
                .isPresent();
    }
}
