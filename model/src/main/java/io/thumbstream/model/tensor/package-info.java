/** Tensor plumbing: TorchScript libraries, gradient mode, scopes and scalars that are safe to differentiate through. */
@NullMarked
package io.thumbstream.model.tensor;

import org.jspecify.annotations.NullMarked;
