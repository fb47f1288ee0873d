package io.thumbstream.launcher.dlq.letter;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which dead letters of a topic are meant.
 *
 * @param from first offset
 * @param to last offset, included
 * @param error class of the exception, in full or without its package
 * @param reason word of the reason
 */
public record Selection(OptionalLong from, OptionalLong to, Optional<String> error, Optional<String> reason) {
    public Selection {
        if (from.orElse(0) < 0 || to.orElse(0) < 0) {
            throw new IllegalArgumentException("offsets begin at 0, not at " + Math.min(from.orElse(0), to.orElse(0)));
        }
        if (from.isPresent() && to.isPresent() && from.getAsLong() > to.getAsLong()) {
            throw new IllegalArgumentException("the first offset " + from.getAsLong() + " lies behind the last, "
                    + to.getAsLong() + "; both are included");
        }
    }

    /** Whether it names anything less than all of them. */
    public boolean narrows() {
        return from.isPresent() || to.isPresent() || error.isPresent() || reason.isPresent();
    }

    /** Whether {@code letter} is meant. */
    public boolean matches(Letter letter) {
        long offset = letter.at().offset();
        return offset >= from.orElse(0)
                && offset <= to.orElse(Long.MAX_VALUE)
                && error.map(name -> name.equals(letter.cause().error())
                                || name.equals(letter.cause().simpleError()))
                        .orElse(true)
                && reason.map(word -> word.equals(letter.cause().reason())).orElse(true);
    }
}
