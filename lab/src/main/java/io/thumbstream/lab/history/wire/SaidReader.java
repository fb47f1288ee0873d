package io.thumbstream.lab.history.wire;

import io.thumbstream.lab.history.History.Said;
import io.thumbstream.lab.trace.wire.TopicScan;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads what can still be read of erased people: records with what they asked, were told and said, and copies among the dead letters.
 */
final class SaidReader {
    private final TopicScan scan;
    private final Set<String> ids;
    private final Map<String, Set<String>> answers = new HashMap<>();

    /** @param ids feedback and answers of erased people from before they asked to be erased */
    SaidReader(TopicScan scan, Set<String> ids) {
        this.scan = scan;
        this.ids = ids;
    }

    /** All that is committed now and holds one of the ids, or cannot be read. What cannot be decoded at all holds nothing of anybody. */
    List<Said> read() {
        List<Said> said = new ArrayList<>();
        if (ids.isEmpty()) {
            return said;
        }
        // first, because others name their answers by the group only
        read(said, Topics.ROLLOUTS, answer -> {
            answers.computeIfAbsent(answer.getGroupId(), first -> new HashSet<>())
                    .add(answer.getRolloutId());
            return new About("answer " + answer.getRolloutId(), Set.of(answer.getRolloutId()));
        });
        read(
                said,
                Topics.PROMPTS,
                prompt -> new About("question " + prompt.getGroupId(), ofGroup(prompt.getGroupId())));
        read(
                said,
                Topics.ROLLOUT_CHUNKS,
                chunk -> new About(
                        "part " + chunk.getSequence() + " of answer " + chunk.getRolloutId(),
                        Set.of(chunk.getRolloutId())));
        read(
                said,
                Topics.FEEDBACK,
                given -> new About("feedback " + given.getFeedbackId(), Set.of(given.getFeedbackId())));
        read(said, Topics.LABELS, SaidReader::label);
        read(
                said,
                Topics.EXPERIENCE,
                scored -> new About(
                        "group " + scored.getGroupId() + " revision " + scored.getRevision(),
                        ofGroup(scored.getGroupId())));
        return said;
    }

    private record About(String what, Set<String> ids) {}

    private static About label(Label label) {
        Set<String> ids = new HashSet<>(label.getFeedbackIds());
        label.getItems().forEach(item -> ids.add(item.getRolloutId()));
        return new About("label " + label.getLabelId() + " revision " + label.getRevision(), ids);
    }

    private Set<String> ofGroup(String groupId) {
        return answers.getOrDefault(groupId, Set.of());
    }

    private <T extends SpecificRecord> void read(List<Said> said, TopicSpec<T> topic, Function<T, About> describe) {
        scan.decoded(topic, read -> add(said, "", read, describe));
        scan.deadLetters(topic, read -> add(said, "the dead letter of ", read, describe));
    }

    private <T> void add(List<Said> said, String prefix, TopicScan.Read<Decoded<T>> read, Function<T, About> describe) {
        boolean readable = read.value() instanceof Decoded.Value<T>;
        record(read.value())
                .map(describe)
                .filter(about -> !readable || about.ids().stream().anyMatch(ids::contains))
                .ifPresent(about -> said.add(new Said(read.position(), prefix + about.what(), about.ids(), readable)));
    }

    /** The record, with blank personal fields where the person is erased. */
    static <T> Optional<T> record(Decoded<T> decoded) {
        if (decoded instanceof Decoded.Value<T> readable) {
            return Optional.of(readable.value());
        }
        return decoded instanceof Decoded.Erased<T> erased ? Optional.of(erased.envelope()) : Optional.empty();
    }
}
