package io.thumbstream.learner.engine;

/** The simulated death of the process. */
final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash(CrashPoint point) {
        super(point.name());
    }

    /** Dies at the n-th visit of one point, once. */
    static final class Plan {
        private final CrashPoint point;
        private int visitsLeft;

        Plan(CrashPoint point, int visit) {
            this.point = point;
            this.visitsLeft = visit;
        }

        static Plan never() {
            return new Plan(CrashPoint.BEFORE_APPEND, 0);
        }

        void at(CrashPoint here) {
            if (here == point && visitsLeft > 0 && --visitsLeft == 0) {
                throw new Crash(here);
            }
        }
    }
}
