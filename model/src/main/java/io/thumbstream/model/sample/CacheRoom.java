package io.thumbstream.model.sample;

/**
 * How many positions of each slot a cache holds: as many as the longest running answer needs, rounded up.
 *
 * <p>Attention of one token reads the whole cache once. Where it holds nothing else that is one stretch of memory, which a processor reads several
 * times as fast as pieces with gaps between them. So a cache grows with its answers, by an eighth at least so that copying stays rare, and shrinks
 * when they have been shorter than three quarters of it for some steps. One thread owns it.
 */
final class CacheRoom {
    /** Few distinct shapes occur, and positions are not copied one by one. */
    private static final int STEP = 16;

    private static final int GROWTH = 8;
    private static final int PATIENCE = 8;

    private final int context;
    private int positions;
    private int shortSteps;

    /**
     * Room for the shortest answers.
     *
     * @param context most positions of an answer, at least 1
     */
    CacheRoom(int context) {
        this.context = context;
        this.positions = rounded(1);
    }

    /** Positions there is room for now. */
    int positions() {
        return positions;
    }

    /** Makes room for {@code need} positions, at most the context; gives how many there is room for then. */
    int atLeast(int need) {
        if (need > context) {
            throw new IllegalArgumentException(need + " positions in a context of " + context);
        }
        if (need > positions) {
            positions = rounded(Math.min(context, Math.max(need, positions + positions / GROWTH)));
            shortSteps = 0;
        }
        return positions;
    }

    /** Room for a step whose longest answer has {@code need} positions: more than before where it lacks, fewer where it has long been spare. */
    int step(int need) {
        int enough = rounded(need);
        shortSteps = 4 * enough <= 3 * positions ? shortSteps + 1 : 0;
        if (shortSteps > PATIENCE) {
            positions = enough;
            shortSteps = 0;
        }
        return atLeast(need);
    }

    /** Takes back room that could not be had. */
    void backTo(int had) {
        positions = had;
        shortSteps = 0;
    }

    /** {@code need} positions rounded up, so that few distinct shapes occur. */
    int rounded(int need) {
        return Math.min(context, (need + STEP - 1) / STEP * STEP);
    }
}
