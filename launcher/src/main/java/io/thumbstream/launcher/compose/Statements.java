package io.thumbstream.launcher.compose;

import io.thumbstream.launcher.loop.Voice;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import java.util.Optional;

/** Sound statements, drawn, of every kind that carries a number or a text of its own. */
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
            case EDIT -> Optional.of(new Statement(id, kind, null, answer.response() + " word0"));
            case IMPLICIT ->
                Optional.of(new Statement(id, kind, random.nextDouble(), SIGNS.get(random.nextInt(SIGNS.size()))));
            default -> Optional.empty();
        };
    }
}
