package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.drive.GoldWindow;
import io.thumbstream.lab.trace.VoteTrace;
import java.util.List;

/**
 * What one phase of one seed showed.
 *
 * @param accepted votes answered 2xx in this phase
 * @param labelled votes of this phase that exactly one label names
 * @param refused attempts of any request that were not answered 2xx
 * @param steps steps of the policy learner
 * @param seconds length of the phase
 * @param traces way of every vote of this phase into answers
 * @param windows true utility of displayed answers over votes
 */
record PhaseResult(
        long accepted,
        long labelled,
        long refused,
        long steps,
        double seconds,
        List<VoteTrace> traces,
        List<GoldWindow> windows) {
    PhaseResult {
        traces = List.copyOf(traces);
        windows = List.copyOf(windows);
    }
}
