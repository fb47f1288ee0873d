/** The reference documents, made from the code. */
@NullMarked
package io.thumbstream.launcher.docs;

import org.jspecify.annotations.NullMarked;
