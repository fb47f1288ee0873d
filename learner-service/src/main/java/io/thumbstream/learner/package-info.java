@NullMarked
package io.thumbstream.learner;

import org.jspecify.annotations.NullMarked;
