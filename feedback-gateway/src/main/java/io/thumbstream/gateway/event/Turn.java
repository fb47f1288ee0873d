package io.thumbstream.gateway.event;

/**
 * One turn of a conversation.
 *
 * @param role system, user or assistant
 * @param content text of the turn
 */
public record Turn(String role, String content) {}
