/** The Lexicon test bed: short texts over a fixed word list whose worth is known for every domain. */
@NullMarked
package io.thumbstream.lab.tasks.lexicon;

import org.jspecify.annotations.NullMarked;
