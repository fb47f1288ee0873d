/** What learning and sampling cost, how soon answers and new versions come, and what models take, beside what other libraries do. */
@NullMarked
package io.thumbstream.launcher.bench.models;

import org.jspecify.annotations.NullMarked;
