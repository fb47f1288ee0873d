/**
 * What came of experiments: results of arms as they are kept, so that an experiment that was stopped goes on; pages and an index, Markdown
 * from records; and the folder that holds these.
 */
@NullMarked
package io.thumbstream.launcher.result;

import org.jspecify.annotations.NullMarked;
