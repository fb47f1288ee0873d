/** What came of experiments, as pages and as an index: Markdown from records, and the folder that keeps them. */
@NullMarked
package io.thumbstream.launcher.result;

import org.jspecify.annotations.NullMarked;
