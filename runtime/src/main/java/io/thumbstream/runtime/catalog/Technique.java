package io.thumbstream.runtime.catalog;

import java.util.Set;

/** A named stage of a configured chain, as far as {@link Compatibility} sees it. */
public interface Technique {
    /** What must be there before it. */
    Set<Signal> needs();

    /** What later stages can count on. */
    Set<Signal> provides();
}
