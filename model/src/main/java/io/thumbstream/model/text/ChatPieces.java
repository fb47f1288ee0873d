package io.thumbstream.model.text;

import java.util.ArrayList;
import java.util.List;

/** A rendered conversation: control tokens, and plain texts between them that are encoded as a whole. */
final class ChatPieces {
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * A control token or a plain text.
     *
     * @param text the token's text, or the text
     * @param control true for a token; a text never becomes one, whatever it says
     */
    record Piece(String text, boolean control) {}

    ChatPieces control(String token) {
        pieces.add(new Piece(token, true));
        return this;
    }

    /** Adds a text, joined to the one before it: how a text is cut into tokens depends on what it is attached to. */
    ChatPieces text(String text) {
        int last = pieces.size() - 1;
        if (last >= 0 && !pieces.get(last).control()) {
            pieces.set(last, new Piece(pieces.get(last).text() + text, false));
        } else if (!text.isEmpty()) {
            pieces.add(new Piece(text, false));
        }
        return this;
    }

    List<Piece> all() {
        return List.copyOf(pieces);
    }
}
