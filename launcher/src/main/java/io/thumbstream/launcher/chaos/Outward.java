package io.thumbstream.launcher.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges whether a client was told what is wrong and what to do: a status with a problem document, or the acceptance. */
final class Outward {
    private static final String TYPE = "urn:thumbstream:problem:";
    private static final String LIMIT = "rate-limited";
    /** Problems end in what to do, in the words in which the gateway says it. */
    private static final Pattern REMEDY = Pattern.compile(";|\\b(send|try|check|shorten)\\b");

    private static final Set<Integer> PASSING = Set.of(429, 503);

    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> things;
    private final boolean severs;

    /**
     * A judge.
     *
     * @param things types of problems that may be told, without their prefix
     * @param severs whether no answer at all is an answer
     */
    Outward(Set<String> things, boolean severs) {
        this.things = Set.copyOf(things);
        this.severs = severs;
    }

    /** The judge of votes in {@code part}. */
    static Outward of(DegradePart part) {
        Set<String> things = new HashSet<>(part.refusals());
        things.add(LIMIT);
        return new Outward(things, part.severs());
    }

    /** Whether a vote may be answered {@code status}, whatever its body. */
    boolean expects(int status) {
        return status / 100 == 2 || PASSING.contains(status) || status == 0 && severs;
    }

    /** What was unclear about an answer, in words; empty when it was clear. */
    Optional<String> fault(Observation seen) {
        if (seen.accepted() || seen.status() == 0 && severs) {
            return Optional.empty();
        }
        if (seen.status() == 0) {
            return Optional.of(seen.id() + " got no answer: " + seen.body());
        }
        return document(seen).map(why -> seen.id() + " got " + seen.status() + " " + why + ": " + seen.body());
    }

    private Optional<String> document(Observation seen) {
        JsonNode problem;
        try {
            problem = json.readTree(seen.body());
        } catch (JsonProcessingException e) {
            return Optional.of("without a problem document");
        }
        String type = problem.path("type").asText();
        String detail = problem.path("detail").asText();
        if (!type.startsWith(TYPE) || !things.contains(type.substring(TYPE.length()))) {
            return Optional.of("of a type that does not say what is wrong");
        }
        if (problem.path("status").asInt() != seen.status()
                || problem.path("title").asText().isBlank()) {
            return Optional.of("whose document has no title or another status");
        }
        if (!REMEDY.matcher(detail).find()) {
            return Optional.of("that does not say what to do");
        }
        return PASSING.contains(seen.status()) && !seen.retryAfter()
                ? Optional.of("that does not say when to come back")
                : Optional.empty();
    }
}
