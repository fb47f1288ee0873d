/** What steps and answers of the models cost, beside what the machine and other libraries can do. */
@NullMarked
package io.thumbstream.launcher.bench.models;

import org.jspecify.annotations.NullMarked;
