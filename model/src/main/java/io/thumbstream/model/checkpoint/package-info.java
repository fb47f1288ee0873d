/** Safetensors files and directories that are either complete or absent. */
@NullMarked
package io.thumbstream.model.checkpoint;

import org.jspecify.annotations.NullMarked;
