package io.thumbstream.model.text;

import java.util.Set;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content the text, any Unicode
 */
public record Turn(String role, String content) {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    public Turn {
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("Role '" + role + "' is unknown; use system, user or assistant");
        }
    }

    /** A message of the person. */
    public static Turn user(String content) {
        return new Turn("user", content);
    }

    /** A message of the model. */
    public static Turn assistant(String content) {
        return new Turn("assistant", content);
    }

    /** A message that sets the scene. */
    public static Turn system(String content) {
        return new Turn("system", content);
    }
}
