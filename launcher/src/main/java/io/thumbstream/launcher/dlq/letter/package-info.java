/** What a dead letter says, how many there are of each kind, and which are sent again; no topics. */
@NullMarked
package io.thumbstream.launcher.dlq.letter;

import org.jspecify.annotations.NullMarked;
