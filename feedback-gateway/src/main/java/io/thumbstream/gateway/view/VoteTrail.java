package io.thumbstream.gateway.view;

import io.thumbstream.gateway.view.Seen.ModelRole;
import io.thumbstream.gateway.view.Seen.Place;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which versions learned from which votes: from the places of labels and experience, the inputs of training steps, and the steps
 * that versions were taken after.
 *
 * <p>Remembers the newest {@value #REMEMBERED} places of either side, whichever of them is seen first. Not thread-safe.
 */
final class VoteTrail {
    private static final int REMEMBERED = 20_000;
    private static final int VERSIONS = 2_000;

    private final Map<Spot, List<String>> materials = Bounded.map(REMEMBERED);
    private final Map<Spot, Long> earlySteps = Bounded.map(REMEMBERED);
    private final Map<Pupil, Long> firstSteps = Bounded.map(2 * REMEMBERED);
    private final Map<ModelRole, NavigableMap<Long, Long>> versions = new EnumMap<>(ModelRole.class);

    /** Notes where something to learn from lies. */
    void apply(Seen.Material material) {
        if (material.feedbackIds().isEmpty()) {
            return;
        }
        Spot spot = new Spot(material.role(), material.place());
        materials.put(spot, material.feedbackIds());
        Long step = earlySteps.remove(spot);
        if (step != null) {
            take(material.role(), material.feedbackIds(), step);
        }
    }

    /** Notes what a step was taken with. */
    void apply(Seen.Step step) {
        for (Place place : step.inputs()) {
            Spot spot = new Spot(step.role(), place);
            List<String> ids = materials.get(spot);
            if (ids == null) {
                earlySteps.putIfAbsent(spot, step.offset());
            } else {
                take(step.role(), ids, step.offset());
            }
        }
    }

    /** Notes after which step a version was taken. */
    void apply(Seen.Published published) {
        NavigableMap<Long, Long> known = versions.computeIfAbsent(published.role(), role -> new TreeMap<>());
        known.merge(published.lastStep(), published.version(), Math::min);
        if (known.size() > VERSIONS) {
            known.pollFirstEntry();
        }
    }

    /** The first version that learned from a vote; empty when there is none yet, or it is not remembered. */
    OptionalLong version(ModelRole role, String feedbackId) {
        Long step = firstSteps.get(new Pupil(role, feedbackId));
        NavigableMap<Long, Long> known = versions.get(role);
        Map.Entry<Long, Long> first = step == null || known == null ? null : known.ceilingEntry(step);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.getValue());
    }

    private void take(ModelRole role, List<String> ids, long step) {
        for (String id : ids) {
            firstSteps.merge(new Pupil(role, id), step, Math::min);
        }
    }

    private record Spot(ModelRole role, Place place) {}

    private record Pupil(ModelRole role, String feedbackId) {}
}
