/** Text to token ids and back: byte-level BPE, chat rendering. */
@NullMarked
package io.thumbstream.model.text;

import org.jspecify.annotations.NullMarked;
