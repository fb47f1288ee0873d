package io.thumbstream.launcher.votes;

import io.thumbstream.lab.prequential.Prediction;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of votes after the gateway took them. */
public interface VoteOutcomes extends Closeable {
    /** Reads what is new, waiting at most {@code atMost} for something. */
    void poll(Duration atMost);

    /** Ids of votes that have a label. */
    Set<String> labelled();

    /** Ids of votes whose label the reward learner has used. */
    Set<String> learned();

    /** Dead letters: reason by the id of the vote. */
    Map<String, String> dead();

    /** Predictions made before learning, in the order of learning; the id is that of the vote, the group is empty. */
    List<Prediction> predictions();

    @Override
    void close();
}
