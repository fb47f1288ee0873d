/** What learning from approval of single answers shares between policies and reward models. */
@NullMarked
package io.thumbstream.learner.binary;

import org.jspecify.annotations.NullMarked;
