/** What other policies would have earned on what was logged. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.offline;
