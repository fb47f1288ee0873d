package io.thumbstream.gateway.identity;

import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The right to give feedback on some answers of one group.
 *
 * @param groupId group of the answers
 * @param indices positions of the answers in the group
 * @param kinds what feedback may be given
 * @param expiry last moment at which it holds, whole seconds
 * @param userKey pseudonym of the only person who may use it, empty when anybody may who has it
 */
public record Receipt(
        String groupId, List<Integer> indices, Set<Kind> kinds, Instant expiry, Optional<String> userKey) {
    public Receipt {
        indices = List.copyOf(indices);
        kinds = Set.copyOf(new TreeSet<>(kinds));
    }
}
