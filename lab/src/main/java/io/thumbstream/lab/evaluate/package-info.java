/** Measures how good a policy really is on a task whose best answers are known. */
@NullMarked
package io.thumbstream.lab.evaluate;

import org.jspecify.annotations.NullMarked;
