/** Going back to an older version of a model. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.rollback;
