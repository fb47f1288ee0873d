/** The generator's decisions without Kafka: what a prompt becomes, what is shed, and which offsets are done. */
@NullMarked
package io.thumbstream.generator.schedule;

import org.jspecify.annotations.NullMarked;
