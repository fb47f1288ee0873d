package io.thumbstream.lab.drift.monitor;

import java.util.LinkedHashMap;
import java.util.Map;

/** The monitors of one pipeline and the streams they look at. Owned by one thread. */
public final class Watch {
    private static final double SMALLEST = 1e-6;

    private final DriftMonitor votes;
    private final DriftMonitor surprise;
    private final DriftMonitor scores;

    /**
     * Gives each stream its monitor.
     *
     * @param votes monitor over thumbs, 1 up and 0 down
     * @param surprise monitor over log losses, unit nat
     * @param scores monitor over mean scores of groups
     */
    public Watch(DriftMonitor votes, DriftMonitor surprise, DriftMonitor scores) {
        this.votes = votes;
        this.surprise = surprise;
        this.scores = scores;
    }

    /** Takes the target of a thumb, range [0, 1]. */
    public void vote(double target) {
        votes.add(target);
    }

    /** Takes what the reward model said about a label before it learned from it. */
    public void prediction(double predicted, double target) {
        double p = Math.max(SMALLEST, Math.min(1 - SMALLEST, predicted));
        surprise.add(-target * Math.log(p) - (1 - target) * Math.log(1 - p));
    }

    /** Takes the mean score of a group. */
    public void score(double mean) {
        scores.add(mean);
    }

    /** Returns the state of every monitor, by the name of its stream. */
    public Map<String, DriftState> states() {
        Map<String, DriftState> states = new LinkedHashMap<>();
        states.put("vote-rate", votes.state());
        states.put("reward-log-loss", surprise.state());
        states.put("reward-score", scores.state());
        return states;
    }
}
