package io.thumbstream.learner;

import io.thumbstream.learner.engine.EventSourcedLearner;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.LearnerPorts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One learner with everything it holds open, from recovery until its brokers are lost or the service ends. */
record LearnerSession<T>(EventSourcedLearner<T> learner, LearnerCore<T> core, LearnerPorts<T> ports)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LearnerSession.class);

    /** Writes a last checkpoint where one is due, then lets go of brokers and memory. */
    @Override
    public void close() {
        release(learner);
        release(ports.source());
        release(ports.log());
        release(ports.versions());
        release(core);
    }

    private static void release(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.atWarn()
                    .addKeyValue("part", part.getClass().getSimpleName())
                    .setCause(e)
                    .log("not closed cleanly");
        }
    }
}
