/** Taking a person's records out of the models. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.erase;
