/**
 * Deterministic simulation of the way from feedback to labels and experience: seeded worlds and interleavings under a virtual
 * clock, an independent recomputation to compare with, and schedules that shrink and replay.
 *
 * <p>It lies in the launcher because it drives classes of two services, the gateway's parser and the reward service's joiner,
 * and only the launcher may see both. Nothing here starts a thread, opens a socket or reads a clock, except the command itself.
 */
@NullMarked
package io.thumbstream.launcher.simulate;

import org.jspecify.annotations.NullMarked;
