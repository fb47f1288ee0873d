/** What a run left in its topics, for those who take its steps again. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.recorded;
