package io.thumbstream.reward.credit;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * The reward where a person stepped in, and on the last token where nobody did.
 *
 * <p>{@code r_t = share reward / n} for the {@code n} tokens within {@code window} of what a person pointed at, and {@code (1 - share) reward}
 * more on the last token; all of it there where nobody pointed at anything. An edit points at the first token that it changed, and the window
 * reaches from there back; a marked part points at its tokens, and the window reaches from its first token back, and over the part. A loss lies
 * where the answer was corrected or marked bad, a gain where it was marked good. Source: Luo et al., RLIF: Interactive Imitation Learning as
 * Reinforcement Learning, 2023, arXiv 2311.12996. Ours puts the reward of the answer there in place of a fixed penalty, so that the sum stays;
 * gains are never put on what was corrected; what the person wrote is no token of the policy and gets nothing.
 *
 * <p>Not causal: a finished answer is edited, and where its first fault lies depends on the tokens after it. What is learned changes only
 * under {@code token-return} with rewards to go and {@code accept-bias}; total returns do not tell where a reward lies. An
 * answer that was left while it streamed ends where it was left, so its reward lies there already. Tokens are found by the share of the text
 * before them, so give a window of several. That nobody stepped in is no praise: such an answer has what it would have without this. Where
 * people correct something else than what made the answer worse, a gap in style beside a wrong number say, the wrong tokens are blamed.
 */
@Experimental
final class EventCredit implements CreditAssigner {

    /**
     * @param window tokens up to and with the first one pointed at, at least 1
     * @param share share of the reward that lies there, in [0, 1]; 0 is terminal
     */
    record Settings(int window, double share) {
        Settings {
            if (window < 1) {
                throw new IllegalArgumentException("window is " + window + "; give at least 1 token");
            }
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share is " + share + "; give a number in [0, 1]");
            }
        }
    }

    private final Settings settings;

    EventCredit(Settings settings) {
        this.settings = settings;
    }

    @Override
    public float[] assign(double reward, int tokens) {
        return assign(reward, tokens, List.of());
    }

    @Override
    public float[] assign(double reward, int tokens, List<TokenMark> marks) {
        float[] credit = new float[tokens];
        if (tokens == 0) {
            return credit;
        }
        boolean[] near = near(reward > 0, tokens, marks);
        int count = 0;
        for (boolean each : near) {
            count += each ? 1 : 0;
        }
        double there = count == 0 ? 0 : settings.share() * reward;
        for (int i = 0; i < tokens; i++) {
            credit[i] += near[i] ? (float) (there / count) : 0;
        }
        credit[tokens - 1] += (float) (reward - there);
        return credit;
    }

    /** Which tokens lie within the window of a mark that judges as the reward does. */
    private boolean[] near(boolean gain, int tokens, List<TokenMark> marks) {
        boolean[] near = new boolean[tokens];
        for (TokenMark mark : marks) {
            if (mark.good() == gain) {
                int begin = Math.max(0, mark.first() - settings.window() + 1);
                for (int i = begin; i <= Math.min(mark.last(), tokens - 1); i++) {
                    near[i] = true;
                }
            }
        }
        return near;
    }

    @Override
    public boolean causal() {
        return false;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.REWARD, Signal.EVENT_POSITION);
    }
}
