/** Which policy is served: the wanted version, its verification, and the swap; and the policy that answers are compared with. */
@NullMarked
package io.thumbstream.generator.policy;

import org.jspecify.annotations.NullMarked;
