/** Tests a model on each vote before it learns from it. */
@NullMarked
package io.thumbstream.lab.prequential;

import org.jspecify.annotations.NullMarked;
