/** The generator's side of Kafka: prompts in, rollouts and chunks out, policy manifests in. */
@NullMarked
package io.thumbstream.generator.wire;

import org.jspecify.annotations.NullMarked;
