package io.thumbstream.schemas.seal;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Seals bytes with the key of a person. Thread-safe.
 *
 * <p>The {@code context} says what the bytes are; opening them as something else fails.
 */
public interface Vault {
    /**
     * Seals {@code clear} with the person's key, which is made when there is none.
     *
     * @param person pseudonymous key of the person
     * @return empty while the person {@link #isErased}: nothing may be kept
     */
    Optional<byte[]> seal(String person, byte[] clear, byte[] context);

    /**
     * Makes the keys that are still missing, which for many people at once costs less than one after the other. Nothing depends on it:
     * {@link #seal} makes what is missing. Who {@link #isErased} gets none.
     */
    default void prepare(Collection<String> people) {
        // a vault that makes keys as cheaply one by one has nothing to do
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @return empty when the key it was sealed with is destroyed
     * @throws SealBrokenException when the bytes were changed or belong to another person or context
     */
    Optional<byte[]> open(String person, byte[] sealed, byte[] context);

    /**
     * Whether the person has a key now. Whoever writes about people of whom no record came in just now asks first: {@link #seal} would make a
     * new key for somebody who was erased a while ago. A vault that cannot tell says yes.
     */
    default boolean holds(String person) {
        return true;
    }

    /** Whether the person's key was destroyed so recently that records made from their data may still be on their way. */
    boolean isErased(String person);

    /**
     * Whether what was remembered of the person at {@code remembered} must not be told any more: the key was destroyed since, or so shortly
     * before that it may still have been on its way. This stays so when the person comes back and gets a new key. A vault that does not
     * write down when it destroys keys knows of the latest only.
     */
    default boolean isErasedSince(String person, Instant remembered) {
        return isErased(person);
    }
}
