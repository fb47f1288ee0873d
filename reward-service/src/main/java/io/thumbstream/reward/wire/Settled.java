package io.thumbstream.reward.wire;

import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.reward.transform.RewardRow;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Compares what stands at the end: the newest revision of every label and of every group.
 *
 * <p>For runs with faults, in which records came later than the lateness bound and took effect when they came. What then depends on the
 * moment is not compared: numbers and times of a group's revisions, whether silence was final already, and rewards and probabilities of
 * asking that follow what earlier groups brought. Labels of silence and of the reward model itself are left
 * out, and groups of which a record is of an erased person.
 */
final class Settled {
    /** What was recorded does not say how probable feedback was, and order has nothing to do with it. */
    private static final double ASKED_FOR_SURE = 1;

    private final Set<String> passedOver;
    private final RewardChain chain;
    private final boolean asking;

    /**
     * A comparison.
     *
     * @param passedOver groups that are left out
     * @param asking whether people are asked to compare answers by what the reward model thinks of them
     */
    Settled(Set<String> passedOver, RewardChain chain, boolean asking) {
        this.passedOver = Set.copyOf(passedOver);
        this.chain = chain;
        this.asking = asking;
    }

    /** Every label and group that differs, in words without contents. */
    List<String> differences(Rejoin.Joined recorded, Rejoin.Joined again) {
        List<String> found = new ArrayList<>();
        compare("label ", labels(recorded), labels(again), found);
        Map<String, Experience> was = groups(recorded);
        Map<String, Experience> now = groups(again);
        Set<String> ordered = now.values().stream()
                .filter(this::followsOrder)
                .map(Experience::getGroupId)
                .collect(Collectors.toSet());
        compare("group ", standing(was, ordered), standing(now, ordered), found);
        return found;
    }

    private Map<String, Label> labels(Rejoin.Joined joined) {
        Map<String, Label> newest = newest(joined.labels(), Label::getLabelId, Label::getRevision);
        newest.values()
                .removeIf(label -> label.getObservation() == Observation.CENSORED
                        || label.getObservation() == Observation.IMPUTED
                        || passedOver.contains(label.getGroupId()));
        if (asking) {
            newest.replaceAll((id, label) -> unasked(label));
        }
        return newest;
    }

    /** How probably people are asked to compare two answers follows how urgent the comparisons of earlier groups were. */
    private static Label unasked(Label label) {
        return label.getKind() == FeedbackKind.PAIR
                ? Label.newBuilder(label).setPropensity(ASKED_FOR_SURE).build()
                : label;
    }

    private Map<String, Experience> groups(Rejoin.Joined joined) {
        Map<String, Experience> newest = newest(joined.experience(), Experience::getGroupId, Experience::getRevision);
        newest.keySet().removeAll(passedOver);
        return newest;
    }

    private static <T> Map<String, T> newest(List<T> records, Function<T, String> id, ToIntFunction<T> revision) {
        Map<String, T> newest = new TreeMap<>();
        for (T record : records) {
            newest.merge(
                    id.apply(record),
                    record,
                    (one, other) -> revision.applyAsInt(other) >= revision.applyAsInt(one) ? other : one);
        }
        return newest;
    }

    private static Map<String, Experience> standing(Map<String, Experience> groups, Set<String> ordered) {
        Map<String, Experience> standing = new TreeMap<>();
        groups.forEach((id, group) -> standing.put(id, standing(group, !ordered.contains(id))));
        return standing;
    }

    private static Experience standing(Experience group, boolean withRewards) {
        return Experience.newBuilder(group)
                .setRevision(0)
                .setEventTime(Instant.EPOCH)
                .setLabelState(spoken(group.getLabelState()))
                .setRollouts(group.getRollouts().stream()
                        .map(answer -> standing(answer, withRewards))
                        .toList())
                .build();
    }

    private static ScoredRollout standing(ScoredRollout answer, boolean withRewards) {
        ScoredRollout.Builder standing = ScoredRollout.newBuilder(answer).setLabelState(spoken(answer.getLabelState()));
        if (!withRewards) {
            standing.setReward(0).setTokenRewards(List.of()).setComponents(Map.of());
        }
        return standing.build();
    }

    private static Observation spoken(Observation state) {
        return state == Observation.OBSERVED ? state : Observation.PENDING;
    }

    /** Whether its rewards depend on what earlier groups brought. */
    private boolean followsOrder(Experience group) {
        RewardGroup begin =
                new RewardGroup(group.getRollouts().stream().map(Settled::row).toList());
        return chain.followsOrder(begin);
    }

    private static RewardRow row(ScoredRollout answer) {
        double score = answer.getScore().orElse(0.0);
        return new RewardRow(
                answer.getRolloutId(),
                answer.getTokens().size(),
                answer.getScore().orElse(null),
                answer.getScoreUncertainty().orElse(0.0),
                score,
                answer.getLabelValue().orElse(null),
                answer.getLabelWeight(),
                ASKED_FOR_SURE,
                StartAnswers.marked(answer.getComponents()) ? Map.of(RewardChain.START, 1.0) : Map.of());
    }

    private static <T extends SpecificRecord> void compare(
            String what, Map<String, T> recorded, Map<String, T> again, List<String> found) {
        Set<String> ids = new TreeSet<>(recorded.keySet());
        ids.addAll(again.keySet());
        for (String id : ids) {
            T was = recorded.get(id);
            T now = again.get(id);
            if (was == null) {
                found.add(what + id + " comes out of its records and is not in its topic");
            } else if (now == null) {
                found.add(what + id + " is in its topic and does not come out of its records");
            } else if (!differing(was, now).isEmpty()) {
                found.add(what + id + " comes out of its records with other " + differing(was, now));
            }
        }
    }

    /** Names of the fields that differ; of answers one by one when there are as many. */
    private static Set<String> differing(SpecificRecord was, SpecificRecord now) {
        Set<String> names = new TreeSet<>();
        for (Schema.Field field : was.getSchema().getFields()) {
            Object one = was.get(field.pos());
            Object other = now.get(field.pos());
            if (Objects.equals(one, other)) {
                continue;
            }
            if (one instanceof List<?> left && other instanceof List<?> right && left.size() == right.size()) {
                for (int i = 0; i < left.size(); i++) {
                    names.addAll(within(field.name(), left.get(i), right.get(i)));
                }
            } else {
                names.add(field.name());
            }
        }
        return names;
    }

    private static Set<String> within(String field, Object one, Object other) {
        if (one.equals(other)) {
            return Set.of();
        }
        if (one instanceof SpecificRecord was && other instanceof SpecificRecord now) {
            return differing(was, now).stream().map(name -> field + "." + name).collect(Collectors.toSet());
        }
        return Set.of(field);
    }
}
