package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The reward pulled towards how like an answer is to what a person made of one of its group.
 *
 * <p>{@code reward = (1 - share) reward + share sim} in groups of which somebody corrected an answer, {@code sim} the largest likeness of the
 * answer's words to those of a corrected text, in [0, 1]; elsewhere the reward stays. For texts of {@code n} and {@code m} words: rouge-l
 * {@code 2 c / (n + m)} with {@code c} words of the longest common subsequence; edit {@code 1 - d / max(n, m)} with {@code d} words to insert,
 * delete or replace; token-f1 {@code 2 c / (n + m)} with {@code c} common words. Source: Learning from Reference Answers: Versatile Language
 * Model Alignment without Binary Human Preference Data, 2025, arXiv 2504.09895. Ours takes corrections for references, counts words in place
 * of comparing embeddings, and mixes the likeness with the reward so far in place of replacing it.
 *
 * <p>Put it after {@code bounded-preference} or {@code par}, whose rewards lie in [0, 1] too. The component {@code similarity} holds the
 * likeness; where a record has it, it is taken from there, because records of rewards do not hold corrections: rewards that are computed again
 * keep the likeness of the run, and a run without this technique has none. The corrected answer itself is often the closest, so small
 * corrections teach the others its wording before they teach what was wrong with it; the label of the edit teaches that. Words in other order
 * or with other endings are unlike, and a text without spaces is one word. Copying the prompt gains only what the correction shares with it.
 */
@Experimental
final class ReferenceSimilarity implements RewardTransform {

    /**
     * @param metric what is alike: rouge-l, edit or token-f1
     * @param share share of the likeness in the reward, in [0, 1]
     * @param most words of a text that are compared, at least 1; time grows with its square
     */
    record Settings(Likeness metric, double share, int most) {
        Settings {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share is " + share + "; give a number in [0, 1]");
            }
            if (most < 1) {
                throw new IllegalArgumentException("most is " + most + "; give at least 1 word");
            }
        }
    }

    private final Settings settings;

    ReferenceSimilarity(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        return new RewardGroup(group.rows().stream().map(this::mix).toList());
    }

    private RewardRow mix(RewardRow row) {
        OptionalDouble likeness = likeness(row);
        if (likeness.isEmpty()) {
            return row;
        }
        double similar = likeness.getAsDouble();
        return row.withReward((1 - settings.share()) * row.reward() + settings.share() * similar)
                .withComponent(RewardChain.SIMILARITY, similar);
    }

    private OptionalDouble likeness(RewardRow row) {
        Double recorded = row.components().get(RewardChain.SIMILARITY);
        if (recorded != null) {
            return OptionalDouble.of(recorded);
        }
        RewardRow.Texts texts = row.texts();
        return texts.corrections().stream()
                .mapToDouble(correction -> settings.metric().of(texts.response(), correction, settings.most()))
                .max();
    }

    @Override
    public boolean monotone() {
        return true;
    }

    @Override
    public double bound() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.REWARD, Signal.GROUP, Signal.EDIT);
    }
}
