/** People who do not exist: hidden tastes, habits of giving feedback, and how both change. */
@NullMarked
package io.thumbstream.lab.users;

import org.jspecify.annotations.NullMarked;
