/** What the topics say about imported votes. */
@NullMarked
package io.thumbstream.launcher.votes.wire;

import org.jspecify.annotations.NullMarked;
