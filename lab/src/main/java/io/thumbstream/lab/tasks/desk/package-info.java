/** The Desk test bed, its menu: buttons that lead to hidden goals, and a person who watches and takes over. */
@NullMarked
package io.thumbstream.lab.tasks.desk;

import org.jspecify.annotations.NullMarked;
