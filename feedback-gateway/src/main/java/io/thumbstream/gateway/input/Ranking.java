package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.schemas.RolloutIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An order of answers, in which answers may share a place.
 *
 * <p>The log holds the ids of answers in the clear and what a person said sealed, so ids are by index, whichever is best.
 *
 * @param targets rollout ids by index, which says nothing of their order
 * @param places of the targets, from 1 without a gap, as the log holds them: {@code 2 2 1} when the last is best and the others are tied
 */
record Ranking(List<String> targets, String places) {
    /** Most answers of an order; comparisons of each two grow with the square of their number. */
    static final int MOST = 16;

    private static final int LEAST = 2;
    private static final String OURS = "rollout_ids";
    private static final String THEIRS = "external_ids";
    private static final String WANTED = "'ranking' orders " + LEAST + " to " + MOST + " answers, best first";

    private static final Comparator<Placed> BY_INDEX = Comparator.comparingInt(
                    (Placed placed) -> RolloutIds.indexOf(placed.target()).orElse(0))
            .thenComparing(Placed::target);

    /** A named answer and its place. */
    private record Placed(String target, int place) {}

    Ranking {
        targets = List.copyOf(targets);
    }

    /**
     * Reads an array whose elements are answers, or arrays of answers that are tied; empty for other kinds.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when they are too few or too many, or one is named twice
     */
    static Optional<Ranking> read(Fields fields, Kind kind) {
        if (kind != Kind.RANKING) {
            return Optional.empty();
        }
        String field = Targets.field(fields, OURS);
        if (!field.equals(OURS) && !field.equals(THEIRS)) {
            throw fields.bad(field, "names one answer; " + WANTED + ", in '" + field + "s'");
        }
        List<Placed> placed = new ArrayList<>();
        List<JsonNode> ranked = fields.list(field, MOST);
        for (int i = 0; i < ranked.size(); i++) {
            for (JsonNode named : tied(fields, field, ranked.get(i))) {
                placed.add(new Placed(target(fields, field, i, named), i + 1));
            }
        }
        check(fields, field, placed.stream().map(Placed::target).toList());
        return Optional.of(byIndex(placed));
    }

    private static Ranking byIndex(List<Placed> placed) {
        List<Placed> sorted = placed.stream().sorted(BY_INDEX).toList();
        return new Ranking(
                sorted.stream().map(Placed::target).toList(),
                sorted.stream().map(each -> Integer.toString(each.place())).collect(Collectors.joining(" ")));
    }

    private static List<JsonNode> tied(Fields fields, String field, JsonNode element) {
        if (!element.isArray()) {
            return List.of(element);
        }
        if (element.isEmpty() || element.size() > MOST) {
            throw fields.bad(field, "has " + element.size() + " answers in one place; " + WANTED);
        }
        List<JsonNode> tied = new ArrayList<>();
        element.forEach(tied::add);
        return tied;
    }

    private static String target(Fields fields, String field, int place, JsonNode named) {
        return field.equals(OURS)
                ? fields.textIn(field, named, Conversations.MAX_NAME)
                : Targets.external(new Fields(named, fields.path(field) + "[" + place + "]"))
                        .rolloutId();
    }

    private static void check(Fields fields, String field, List<String> targets) {
        if (targets.size() < LEAST || targets.size() > MOST) {
            throw fields.bad(field, "names " + targets.size() + " answers; " + WANTED);
        }
        Set<String> named = new HashSet<>();
        for (String target : targets) {
            if (!named.add(target)) {
                throw fields.bad(field, "names '" + target + "' twice; an answer has one place");
            }
        }
    }
}
