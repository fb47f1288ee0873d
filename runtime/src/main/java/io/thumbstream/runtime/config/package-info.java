/** Settings records bound from defaults, YAML files, environment and command line. */
@NullMarked
package io.thumbstream.runtime.config;

import org.jspecify.annotations.NullMarked;
