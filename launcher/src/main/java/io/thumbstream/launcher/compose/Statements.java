package io.thumbstream.launcher.compose;

import io.thumbstream.launcher.loop.Voice;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sound statements, drawn, of every kind that an interpreter reads. */
final class Statements implements Voice {
    private static final List<String> SIGNS = List.of("copied", "regenerated", "abandoned", "dwell");

    @Override
    public Optional<Statement> say(FeedbackKind kind, List<RolloutEvent> about, SeededRandom random) {
        if (random.nextDouble() >= TinyStream.ASKED) {
            return Optional.empty();
        }
        RolloutEvent answer = about.get(0);
        String id = answer.id() + "-" + kind;
        return switch (kind) {
            case THUMB -> Optional.of(new Statement(id, kind, random.nextBoolean() ? 1.0 : -1.0, null));
            case RATING, OUTCOME -> Optional.of(new Statement(id, kind, random.nextDouble(), null));
            case PAIR -> Optional.of(new Statement(id, kind, random.nextInt(3) - 1.0, null));
            case RANKING -> Optional.of(new Statement(id, kind, null, places(about.size(), random)));
            case SPAN -> Optional.of(new Statement(id, kind, random.nextBoolean() ? 1.0 : -1.0, part(answer, random)));
            case EDIT -> Optional.of(new Statement(id, kind, null, answer.response() + " word0"));
            case IMPLICIT ->
                Optional.of(new Statement(id, kind, random.nextDouble(), SIGNS.get(random.nextInt(SIGNS.size()))));
            default -> Optional.empty();
        };
    }

    /** Places of so many answers, of which some may be shared, from 1 without a gap. */
    private static String places(int answers, SeededRandom random) {
        List<Integer> drawn = IntStream.range(0, answers)
                .mapToObj(i -> random.nextInt(answers))
                .toList();
        List<Integer> places = drawn.stream().distinct().sorted().toList();
        return drawn.stream()
                .map(each -> Integer.toString(places.indexOf(each) + 1))
                .collect(Collectors.joining(" "));
    }

    /** A part of an answer, from one code point to another after it. */
    private static String part(RolloutEvent answer, SeededRandom random) {
        int length = answer.response().codePointCount(0, answer.response().length());
        int from = random.nextInt(length);
        return from + "-" + (from + 1 + random.nextInt(length - from));
    }
}
