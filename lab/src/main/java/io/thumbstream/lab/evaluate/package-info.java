/** Measures how good policies and reward models really are, on tasks whose best answers are known and on pairs that people judged. */
@NullMarked
package io.thumbstream.lab.evaluate;

import org.jspecify.annotations.NullMarked;
