package io.thumbstream.launcher.votes;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.launcher.votes.LineReader.UnusableLineException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Arguments, votes and agreed pairs as files of one JSON object per line.
 *
 * <p>Arguments: {@code id, debate, stance, title, text}. Votes: {@code debate, a, b, choice} (a, b or tie) and, where known, {@code
 * rater, reason, submitted} (milliseconds since 1970). Agreed pairs: {@code debate, a, b, choice} (a or b). Other fields are
 * passed over.
 */
final class VoteFiles {
    private final LineReader reader = new LineReader();

    /** Reads arguments by key; a second one of the same key is rejected. */
    Map<Argument.Key, Argument> arguments(Path file, Rejections rejections) throws IOException {
        Map<Argument.Key, Argument> arguments = new LinkedHashMap<>();
        reader.read(file, rejections, object -> {
            Argument argument = new Argument(
                    LineReader.text(object, "debate"),
                    LineReader.text(object, "id"),
                    LineReader.optional(object, "stance"),
                    LineReader.optional(object, "title"),
                    LineReader.text(object, "text"));
            if (arguments.putIfAbsent(argument.key(), argument) != null) {
                throw new UnusableLineException("argument is there already");
            }
        });
        return arguments;
    }

    /** Reads votes about {@code arguments} in the order of time; those of equal or unknown time stay in file order. */
    List<Vote> votes(Path file, Map<Argument.Key, Argument> arguments, Rejections rejections) throws IOException {
        List<Vote> votes = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        read(file, arguments, rejections, vote -> {
            if (!keys.add(vote.key())) {
                throw new UnusableLineException("the same vote is there already");
            }
            votes.add(vote);
        });
        votes.sort(Comparator.comparing(vote -> vote.at().orElse(Instant.MIN)));
        return votes;
    }

    /** Reads pairs with an agreed winner. */
    List<Vote> pairs(Path file, Map<Argument.Key, Argument> arguments, Rejections rejections) throws IOException {
        List<Vote> pairs = new ArrayList<>();
        read(file, arguments, rejections, pair -> {
            if (pair.choice() == Vote.Choice.TIE) {
                throw new UnusableLineException("an agreed pair has no winner");
            }
            pairs.add(pair);
        });
        return pairs;
    }

    private interface Sink {
        void take(Vote vote) throws UnusableLineException;
    }

    private void read(Path file, Map<Argument.Key, Argument> arguments, Rejections rejections, Sink sink)
            throws IOException {
        reader.read(file, rejections, object -> sink.take(checked(vote(object), arguments)));
    }

    private static Vote vote(JsonNode object) throws UnusableLineException {
        return new Vote(
                LineReader.text(object, "debate"),
                LineReader.text(object, "a"),
                LineReader.text(object, "b"),
                choice(LineReader.text(object, "choice")),
                LineReader.optional(object, "rater"),
                LineReader.optional(object, "reason"),
                moment(object.path("submitted")));
    }

    private static Vote checked(Vote vote, Map<Argument.Key, Argument> arguments) throws UnusableLineException {
        Argument first = arguments.get(vote.firstKey());
        Argument second = arguments.get(vote.secondKey());
        if (first == null || second == null) {
            throw new UnusableLineException("no such argument in that debate");
        }
        if (first.equals(second)) {
            throw new UnusableLineException("an argument is compared with itself");
        }
        if (!first.group().equals(second.group())) {
            throw new UnusableLineException("the arguments answer different prompts");
        }
        return vote;
    }

    private static Vote.Choice choice(String text) throws UnusableLineException {
        return switch (text) {
            case "a" -> Vote.Choice.A;
            case "b" -> Vote.Choice.B;
            case "tie" -> Vote.Choice.TIE;
            default -> throw new UnusableLineException("choice is none of a, b, tie");
        };
    }

    private static Optional<Instant> moment(JsonNode value) throws UnusableLineException {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        try {
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                return Optional.of(Instant.ofEpochMilli(value.longValue()));
            }
        } catch (DateTimeException e) {
            throw new UnusableLineException("time is out of range");
        }
        throw new UnusableLineException("time is not in milliseconds");
    }
}
