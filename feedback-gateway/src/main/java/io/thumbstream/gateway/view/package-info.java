/** What the status page shows: a pure state fed with observations. */
@NullMarked
package io.thumbstream.gateway.view;

import org.jspecify.annotations.NullMarked;
