/** Which answers people are asked to judge, when only a share of them can be. */
@NullMarked
package io.thumbstream.reward.ask;

import org.jspecify.annotations.NullMarked;
