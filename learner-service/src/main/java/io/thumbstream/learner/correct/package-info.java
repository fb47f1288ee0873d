/** Corrections of labels for how they came to be known: late, only when asked, or only from those who care to answer. */
@NullMarked
package io.thumbstream.learner.correct;

import org.jspecify.annotations.NullMarked;
