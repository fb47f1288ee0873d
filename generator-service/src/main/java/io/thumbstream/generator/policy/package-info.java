/** Which policy is served: the wanted version, its verification, and the swap. */
@NullMarked
package io.thumbstream.generator.policy;

import org.jspecify.annotations.NullMarked;
