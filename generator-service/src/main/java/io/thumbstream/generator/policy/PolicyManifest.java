package io.thumbstream.generator.policy;

import java.nio.file.Path;

/**
 * A published policy.
 *
 * @param version policy version, at least 0
 * @param directory model directory with weights, config and tokenizer
 * @param sha256 digest of the weights file, lower-case hexadecimal
 */
public record PolicyManifest(long version, Path directory, String sha256) {}
