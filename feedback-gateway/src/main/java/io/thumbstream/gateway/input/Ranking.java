package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An order of answers, best first, in which answers may share a place.
 *
 * @param targets rollout ids, best first
 * @param places of the targets, from 1 in steps of 0 or 1, as the log holds them, for example {@code 1 2 2 3}
 */
record Ranking(List<String> targets, String places) {
    /** Most answers of an order; comparisons of each two grow with the square of their number. */
    static final int MOST = 16;

    private static final int LEAST = 2;
    private static final String OURS = "rollout_ids";
    private static final String THEIRS = "external_ids";
    private static final String WANTED = "'ranking' orders " + LEAST + " to " + MOST + " answers, best first";

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
        List<String> targets = new ArrayList<>();
        List<String> places = new ArrayList<>();
        List<JsonNode> ranked = fields.list(field, MOST);
        for (int i = 0; i < ranked.size(); i++) {
            for (JsonNode named : tied(fields, field, ranked.get(i))) {
                targets.add(target(fields, field, i, named));
                places.add(Integer.toString(i + 1));
            }
        }
        check(fields, field, targets);
        return Optional.of(new Ranking(targets, String.join(" ", places)));
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
