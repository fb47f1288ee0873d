package io.thumbstream.learner.reward;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint of the reward learner holds beside the weights.
 *
 * @param labels window of recent labels, oldest first, by their places in the topic
 * @param people effects of the people
 * @param drift what the test for a change of wishes remembers
 */
record RewardCoreState(List<SavedLabel> labels, List<PeopleEffects.Saved> people, LossRise.State drift) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "reward-state.json";

    /** One label of the window. */
    record SavedLabel(String topic, int partition, long offset, int used, boolean tested) {
        Position position() {
            return new Position(topic, partition, offset);
        }
    }

    static RewardCoreState of(RecentLabels labels, PeopleEffects people, LossRise drift) {
        List<SavedLabel> saved = labels.all().stream()
                .map(entry -> {
                    Position at = entry.record().position();
                    return new SavedLabel(at.topic(), at.partition(), at.offset(), entry.used(), entry.tested());
                })
                .toList();
        return new RewardCoreState(saved, people.save(), drift.state());
    }

    void write(Path directory) throws IOException {
        Files.write(directory.resolve(FILE), JSON.writeValueAsBytes(this));
    }

    static RewardCoreState read(Path directory) throws IOException {
        return JSON.readValue(Files.readAllBytes(directory.resolve(FILE)), RewardCoreState.class);
    }

    /** Puts everything back; labels that retention has removed are left out. */
    void fill(RecentLabels target, PeopleEffects effects, LossRise test, InputLookup<RewardLabel> lookup) {
        Map<Position, InputRecord<RewardLabel>> found =
                lookup.read(labels.stream().map(SavedLabel::position).toList());
        target.clear();
        for (SavedLabel label : labels) {
            InputRecord<RewardLabel> record = found.get(label.position());
            if (record != null) {
                target.put(new RecentLabels.Entry(record, label.used(), label.tested()));
            }
        }
        effects.restore(people);
        test.restore(drift);
    }
}
