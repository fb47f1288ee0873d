/** Pairwise votes from files: sending them through the gateway, and measuring reward models on them. */
@NullMarked
package io.thumbstream.launcher.votes;

import org.jspecify.annotations.NullMarked;
