package io.thumbstream.reward.head;

import java.util.List;

/** A reward model of one version: texts in, scores out. Called with whole batches, from one thread at a time. */
public interface RewardModel extends AutoCloseable {

    /** For example {@code reward/support}. */
    String name();

    long version();

    /** One score per request, in the same order. */
    List<Score> score(List<ScoreRequest> batch);

    @Override
    void close();
}
