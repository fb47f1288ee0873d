package io.thumbstream.lab.trace;

import java.time.Instant;

/**
 * A published model version.
 *
 * @param version its number
 * @param logOffset offset of the last training-log record it learned from; -1 for none
 * @param at when it was published
 */
public record VersionRecord(long version, long logOffset, Instant at) {}
