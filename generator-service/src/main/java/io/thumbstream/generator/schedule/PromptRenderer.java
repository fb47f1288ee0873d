package io.thumbstream.generator.schedule;

import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.error.PoisonRecordException;
import java.util.ArrayList;
import java.util.List;

/** Renders a conversation to token ids that leave room for an answer, forgetting the oldest turns when it is too long. */
public final class PromptRenderer {
    private final ChatFormat format;
    private final int context;
    private final int answerRoom;

    /**
     * @param context tokens the model can hold
     * @param answerRoom tokens always left for the answer, range [1, context)
     */
    public PromptRenderer(ChatFormat format, int context, int answerRoom) {
        if (answerRoom < 1 || answerRoom >= context) {
            throw new IllegalArgumentException("answer room is " + answerRoom + " tokens; the model's context of "
                    + context + " needs it in [1, " + (context - 1) + "]");
        }
        this.format = format;
        this.context = context;
        this.answerRoom = answerRoom;
    }

    /**
     * Token ids of the conversation; system turns and the newest turn are never forgotten.
     *
     * @throws PoisonRecordException when these alone do not fit, or the model's chat format has no place for a turn
     */
    public int[] render(List<Turn> turns) {
        List<Turn> kept = new ArrayList<>(turns);
        int[] ids = ids(kept);
        while (ids.length > context - answerRoom) {
            if (!forgetOldest(kept)) {
                throw new PoisonRecordException("the newest message needs " + ids.length + " tokens but only "
                        + (context - answerRoom) + " fit; send a shorter one");
            }
            ids = ids(kept);
        }
        return ids;
    }

    private int[] ids(List<Turn> turns) {
        try {
            return format.promptIds(turns);
        } catch (IllegalArgumentException e) {
            throw new PoisonRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean forgetOldest(List<Turn> turns) {
        for (int i = 0; i < turns.size() - 1; i++) {
            if (!turns.get(i).role().equals("system")) {
                turns.remove(i);
                // an answer whose question is gone goes with it where a conversation must begin with a question
                if (format.alternates()
                        && i < turns.size() - 1
                        && turns.get(i).role().equals("assistant")) {
                    turns.remove(i);
                }
                return true;
            }
        }
        return false;
    }
}
