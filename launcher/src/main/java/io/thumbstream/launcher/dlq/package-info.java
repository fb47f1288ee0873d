/** The verbs that look at records which could not be processed and send them again. */
@NullMarked
package io.thumbstream.launcher.dlq;

import org.jspecify.annotations.NullMarked;
