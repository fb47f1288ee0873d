package io.thumbstream.launcher.trial;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.runtime.config.SettingsBinder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One sum on Chain, three answers to it of different lengths, and policies that know nothing. */
final class ProbeWorld {
    /** Right, 14 tokens with its end. */
    static final String LONG = "7 + 8 = 5 ; 5 + 5 = 0 ; 0";
    /** Right, 2 tokens. */
    static final String SHORT = "0";
    /** Wrong, 8 tokens. */
    static final String WRONG = "7 + 8 = 6 ; 6";

    private static final String ASKED = "+ 7 8 5 |";

    private final Bed bed = Bed.of(SettingsBinder.overlay(
            BedSettings.defaults(), JsonNodeFactory.instance.objectNode().put("task", "chain"), "bed"));

    Bed bed() {
        return bed;
    }

    int[] prompt() {
        return bed.words().encode(ASKED);
    }

    /** With its end. */
    int[] tokens(String answer) {
        int[] tokens = bed.words().encode(answer);
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = ChatFormat.END_ID;
        return ended;
    }

    CausalLm model(long seed) {
        LmConfig config = new LmConfig(bed.words().vocabularySize(), 16, 1, 2, 2, 32, 32, 10_000, 1e-6, false);
        return CausalLm.create(config, seed, Device.cpu());
    }

    AnswerGroup group(String id, String... answers) {
        List<RolloutEvent> events = new ArrayList<>();
        for (int index = 0; index < answers.length; index++) {
            int[] tokens = tokens(answers[index]);
            events.add(new RolloutEvent(
                    id + "." + index,
                    id,
                    index,
                    answers.length,
                    ASKED,
                    answers[index],
                    new TokenTrace(prompt(), tokens, new float[tokens.length]),
                    0,
                    0,
                    "stop",
                    true,
                    1,
                    "person-0",
                    null,
                    0,
                    new SourceRef("rollouts", 0, index)));
        }
        return new AnswerGroup(id, events);
    }

    /** One member's scores of two answers. */
    static double[][] scores(double one, double other) {
        return new double[][] {{one}, {other}};
    }
}
