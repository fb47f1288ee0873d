/** Labels and experience of a run computed once more from its rollouts and feedback, and compared with what lies in the topics. */
@NullMarked
package io.thumbstream.launcher.rejoin;

import org.jspecify.annotations.NullMarked;
