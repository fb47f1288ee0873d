package io.thumbstream.launcher.offline.wire;

import io.thumbstream.lab.trace.wire.TopicScan;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.wire.ExperienceTranslator;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups of answers as a policy learner would read them, the newest revision of each. Holds all their tokens in memory. */
public final class LoggedGroups {
    private final TopicScan scan;
    private final ExperienceTranslator translator = new ExperienceTranslator();

    /**
     * What was read.
     *
     * @param groups one of each prompt, in the order in which they were first met
     * @param unusable records that could not be read or contradict themselves
     */
    public record Read(List<RolloutGroup> groups, long unusable) {
        public Read {
            groups = List.copyOf(groups);
        }
    }

    public LoggedGroups(KafkaSettings kafka) {
        this.scan = new TopicScan(kafka);
    }

    /** Reads the topic of experience. Records of people who were erased are passed over, and answers without tokens. */
    public Read read() {
        Map<String, RolloutGroup> newest = new LinkedHashMap<>();
        long[] contradictory = {0};
        long unreadable = scan.read(Topics.EXPERIENCE, read -> {
            try {
                group(read.value()).ifPresent(group -> newest.merge(group.groupId(), group, LoggedGroups::newer));
            } catch (IllegalArgumentException e) {
                contradictory[0]++;
            }
        });
        return new Read(List.copyOf(newest.values()), unreadable + contradictory[0]);
    }

    private Optional<RolloutGroup> group(Experience record) {
        return translator.translate(record).map(translated -> translated.value());
    }

    private static RolloutGroup newer(RolloutGroup known, RolloutGroup other) {
        return other.revision() >= known.revision() ? other : known;
    }
}
