/** Answers under way: from chunks on a topic to waiting HTTP requests. */
@NullMarked
package io.thumbstream.gateway.answer;

import org.jspecify.annotations.NullMarked;
