package io.thumbstream.launcher.loop;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.interpret.Presence;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import java.util.Optional;

/** Who is asked what about a group. The same question has the same answer, however often it is asked. */
final class Hearing {
    private static final String ABANDONED = "abandoned";

    private final Voice voice;
    private final InterpreterChain interpreters;
    private final SeededRandom random;

    /** @param random of what is said */
    Hearing(Voice voice, InterpreterChain interpreters, SeededRandom random) {
        this.voice = voice;
        this.interpreters = interpreters;
        this.random = random;
    }

    /** Answers that questions of one kind are about. */
    List<List<RolloutEvent>> about(AnswerGroup group, FeedbackKind kind) {
        FeedbackInterpreter reader = interpreters.of(kind).orElseThrow().interpreter();
        int shown = group.displayed().size();
        return voice.about(group, Math.max(reader.targets(), Math.min(reader.mostTargets(), shown)));
    }

    /** What hangs on chance in one question, from its beginning. */
    SeededRandom chance(AnswerGroup group, FeedbackKind kind, List<RolloutEvent> about) {
        SeededRandom own = random.child(group.id()).child(kind.name());
        RolloutEvent answer = about.get(0);
        return answer.id().equals(group.displayed().get(0).id()) ? own : own.child(answer.id());
    }

    /** What is said; {@code chance} is drawn from. */
    Optional<Statement> said(FeedbackKind kind, List<RolloutEvent> about, SeededRandom chance) {
        return voice.say(kind, about, chance);
    }

    /** How close to an answer somebody is seen by what is said of its group. That it was left proves nothing. */
    Presence seen(AnswerGroup group, RolloutEvent answer) {
        Presence seen = Presence.NONE;
        for (FeedbackKind kind : interpreters.kinds()) {
            for (List<RolloutEvent> about : about(group, kind)) {
                boolean spoken = said(kind, about, chance(group, kind, about))
                        .filter(statement -> !ABANDONED.equals(statement.text()))
                        .isPresent();
                if (spoken && about.contains(answer)) {
                    return Presence.ANSWER;
                }
                seen = spoken ? Presence.GROUP : seen;
            }
        }
        return seen;
    }
}
