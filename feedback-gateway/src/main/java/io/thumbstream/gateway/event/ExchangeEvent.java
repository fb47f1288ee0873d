package io.thumbstream.gateway.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An answer that somebody else's model gave.
 *
 * @param groupId group of all answers to the same prompt
 * @param index position in the group, stable for the caller's id
 * @param turns conversation that was answered
 * @param response answer text
 * @param model name of the external model
 * @param source name of the system that sent it
 * @param userKey pseudonymous key of the person who asked
 * @param eventTime when the answer was given
 */
public record ExchangeEvent(
        String groupId,
        int index,
        List<Turn> turns,
        String response,
        String model,
        String source,
        Optional<String> userKey,
        Instant eventTime)
        implements GatewayEvent {
    public ExchangeEvent {
        turns = List.copyOf(turns);
    }
}
