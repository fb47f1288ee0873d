package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconText;
import io.thumbstream.lab.tasks.lexicon.Words;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Somebody who answers prompts of Lexicon beside the policy: of several drafts, drawn as texts that the first policy is trained on, the one
 * that is worth most. Nobody is shown these answers, and no policy version is named for them. Keeps nothing.
 */
final class BedWriter {
    /** Version of an answer that no policy of ours sampled. */
    static final long NO_POLICY = -1;

    private final BedSettings.Writer settings;
    private final WordList words = Words.list();

    BedWriter(BedSettings.Writer settings) {
        this.settings = settings;
    }

    /** The groups with the answers of the writer behind their own. */
    List<AnswerGroup> beside(List<AnswerGroup> groups, Bed bed, SeededRandom random) {
        if (settings.answers() == 0) {
            return groups;
        }
        List<AnswerGroup> all = new ArrayList<>();
        for (AnswerGroup group : groups) {
            SeededRandom own = random.child(group.id());
            List<RolloutEvent> answers = new ArrayList<>(group.answers());
            for (int i = 0; i < settings.answers(); i++) {
                answers.add(answer(group.answers().get(0), answers.size(), bed, own.child(i)));
            }
            all.add(new AnswerGroup(group.id(), answers));
        }
        return all;
    }

    private RolloutEvent answer(RolloutEvent first, int index, Bed bed, SeededRandom random) {
        int[] prompt = first.trace().promptTokens();
        int[] best = draft(prompt, random);
        for (int i = 1; i < settings.drafts(); i++) {
            int[] other = draft(prompt, random);
            best = bed.worth(prompt, other) > bed.worth(prompt, best) ? other : best;
        }
        return new RolloutEvent(
                first.groupId() + "." + index,
                first.groupId(),
                index,
                first.groupSize(),
                first.prompt(),
                words.decode(best).strip(),
                new TokenTrace(prompt, best, new float[best.length]),
                NO_POLICY,
                NO_POLICY,
                first.finishReason(),
                false,
                first.feedbackProbability(),
                first.userKey(),
                null,
                first.timeMicros(),
                first.source());
    }

    private static int[] draft(int[] prompt, SeededRandom random) {
        int[] text = LexiconText.BASE.draw(LexiconPrompt.of(prompt), random);
        int[] ended = Arrays.copyOf(text, text.length + 1);
        ended[text.length] = Words.END;
        return ended;
    }
}
