/** Client settings, topic provisioning and dead letters. */
@NullMarked
package io.thumbstream.runtime.kafka;

import org.jspecify.annotations.NullMarked;
