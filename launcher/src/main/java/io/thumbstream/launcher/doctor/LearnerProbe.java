package io.thumbstream.launcher.doctor;

import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.LogReach;
import io.thumbstream.learner.engine.LogSurvey;
import io.thumbstream.learner.wire.KafkaStepHistory;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Looks at what is left of the past of both learners; changes nothing. */
final class LearnerProbe {
    private static final String POLICY = "policy";
    private static final String REWARD = "reward";

    private final ThumbstreamSettings settings;

    LearnerProbe(ThumbstreamSettings settings) {
        this.settings = settings;
    }

    /** Both learners with their logs, as far as {@code store} can be read. */
    List<Learner> look(KafkaSettings kafka, Store store) {
        boolean readable = store.readable() && store.has(Topics.TRAINING_LOG.name());
        return List.of(
                learner(POLICY, readable ? Optional.of(reach(kafka, store, POLICY)) : Optional.empty()),
                learner(REWARD, readable ? Optional.of(reach(kafka, store, REWARD)) : Optional.empty()));
    }

    /** Both learners by their snapshots alone. */
    List<Learner> look() {
        return List.of(learner(POLICY, Optional.empty()), learner(REWARD, Optional.empty()));
    }

    private Learner learner(String kind, Optional<LogReach> reach) {
        LearnerSettings learners = settings.learner();
        Path directory =
                Path.of(settings.dataDir()).resolve("learner").resolve(kind).resolve(learners.modelName());
        return new Learner(
                kind,
                reach,
                new FileCheckpoints(directory, 1).describe(),
                kind.equals(POLICY) ? learners.policyHash() : learners.rewardHash());
    }

    private LogReach reach(KafkaSettings kafka, Store store, String kind) {
        LogSurvey survey = new LogSurvey(store.beginnings());
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        try (KafkaStepHistory history = new KafkaStepHistory(
                kafka,
                serdes,
                kind + "/" + settings.learner().modelName(),
                "thumbstream-doctor-" + kind,
                Clock.systemUTC())) {
            history.forEachAfter(Optional.empty(), logged -> survey.accept(logged.entry()));
        }
        return survey.reach();
    }
}
