/** Questions about which votes made which version. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.lineage;
