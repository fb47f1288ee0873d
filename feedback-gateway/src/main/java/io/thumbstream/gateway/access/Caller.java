package io.thumbstream.gateway.access;

import java.util.Optional;
import java.util.Set;

/**
 * Who sent a request.
 *
 * @param key name of the API key, empty for a caller without one
 * @param scopes what the caller may do
 */
public record Caller(Optional<String> key, Set<Scope> scopes) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the caller may do it. */
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
