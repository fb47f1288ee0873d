/** Numbers that say whether rewards still teach, whether they are gamed, and whether the reward model still fits. */
@NullMarked
package io.thumbstream.lab.drift.signal;

import org.jspecify.annotations.NullMarked;
