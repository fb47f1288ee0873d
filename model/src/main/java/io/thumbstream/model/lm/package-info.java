/** The causal language model: configuration, named parameters, and a forward pass in TorchScript. */
@NullMarked
package io.thumbstream.model.lm;

import org.jspecify.annotations.NullMarked;
