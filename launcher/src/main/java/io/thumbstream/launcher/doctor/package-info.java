/** What this machine and a data directory are fit for, and how far back their past reaches. */
@NullMarked
package io.thumbstream.launcher.doctor;

import org.jspecify.annotations.NullMarked;
