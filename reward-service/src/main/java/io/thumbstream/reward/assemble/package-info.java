/** The joiner as a pure state machine: records in, labels and experience out, time given from outside. */
@NullMarked
package io.thumbstream.reward.assemble;

import org.jspecify.annotations.NullMarked;
