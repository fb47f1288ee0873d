package io.thumbstream.model.sample;

import io.thumbstream.model.text.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the tokens of one answer into text as they come: never half a character, never part of a stop text.
 *
 * <p>Bytes at the end that do not yet form a character are held back until they do, or until {@link #finish()}. Text
 * that could be the beginning of a stop text is held back until it is not.
 */
final class TextStream {
    private static final char REPLACEMENT = '\uFFFD';

    private final Tokenizer tokenizer;
    private final List<String> stops;
    private final StringBuilder text = new StringBuilder();
    private int[] pending = new int[8];
    private int pendingCount;
    private int pendingShown;
    /**
     * The tokens of the text before the pending ones where texts of tokens depend on what is before them; none at the beginning. All of it: where
     * characters are spelt in bytes, the last byte of one would spoil the next.
     */
    private int[] lead = new int[0];

    private int leadLength;
    private int released;
    private boolean stopped;

    TextStream(Tokenizer tokenizer, List<String> stops) {
        this.tokenizer = tokenizer;
        this.stops = stops;
    }

    /** Adds a token and gives the text that became certain, possibly none. */
    String push(int token) {
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, 2 * pendingCount);
        }
        pending[pendingCount++] = token;
        String decoded = decoded();
        int whole = wholeLength(decoded);
        if (whole > pendingShown) {
            append(decoded.substring(pendingShown, whole));
            pendingShown = whole;
        }
        if (whole == decoded.length()) {
            follow();
            pendingCount = 0;
            pendingShown = 0;
        }
        return release(stopped ? text.length() : text.length() - heldForStop());
    }

    /** Gives what was held back: broken characters as U+FFFD, and the beginnings of stop texts that never came. */
    String finish() {
        if (!stopped && pendingCount > 0) {
            String decoded = decoded();
            append(decoded.substring(Math.min(pendingShown, decoded.length())));
            pendingCount = 0;
        }
        return release(text.length());
    }

    /** Text of the pending tokens behind those before them. */
    private String decoded() {
        if (lead.length == 0) {
            return tokenizer.decode(Arrays.copyOf(pending, pendingCount));
        }
        int[] both = Arrays.copyOf(lead, lead.length + pendingCount);
        System.arraycopy(pending, 0, both, lead.length, pendingCount);
        return tokenizer.decode(both).substring(leadLength);
    }

    private void follow() {
        if (!tokenizer.decodesApart()) {
            lead = Arrays.copyOf(pending, pendingCount);
            leadLength = tokenizer.decode(lead).length();
        }
    }

    /** Whether a stop text appeared; later tokens must not be pushed. */
    boolean stopped() {
        return stopped;
    }

    /** All text so far that belongs to the answer, including what is still held back for a possible stop text. */
    String text() {
        return text.toString();
    }

    private void append(String added) {
        int from = text.length();
        text.append(added);
        int cut = Integer.MAX_VALUE;
        for (String stop : stops) {
            int at = text.indexOf(stop, Math.max(0, from - stop.length() + 1));
            if (at >= 0) {
                cut = Math.min(cut, at);
            }
        }
        if (cut != Integer.MAX_VALUE) {
            text.setLength(cut);
            stopped = true;
        }
    }

    private String release(int until) {
        if (until <= released) {
            return "";
        }
        String out = text.substring(released, until);
        released = until;
        return out;
    }

    private int heldForStop() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, text.length()); n > longest; n--) {
                if (text.indexOf(stop.substring(0, n), text.length() - n) >= 0) {
                    longest = n;
                }
            }
        }
        return longest;
    }

    private static int wholeLength(String decoded) {
        int end = decoded.length();
        while (end > 0 && decoded.charAt(end - 1) == REPLACEMENT) {
            end--;
        }
        return end;
    }
}
