package io.thumbstream.launcher.votes;

import io.thumbstream.lab.evaluate.JudgedPair;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.List;

/**
 * Figures of a reward model on pairs with an agreed winner, never without what length alone gets right.
 *
 * <p>People often prefer the longer answer, so a model that only counts characters agrees with them often. {@code longer-wins} and
 * {@code shorter-wins} are its accuracy and that of its opposite, {@code gain-over-length} is the model's accuracy above the better of
 * the two, {@code prefers-longer} how often the model itself takes the longer answer. Source: P. Singhal et al., "A Long Way to
 * Go: Investigating Length Correlations in RLHF", 2023, arXiv:2310.03716; ours compares accuracy on pairs, theirs also trains policies on length.
 */
final class AgreementFigures {
    private static final String SHARE = "share";

    private AgreementFigures() {}

    /** Means over debates, each debate alike, unless a name ends in {@code all-pairs}. */
    static List<Figure> of(List<ScoredPair> scored, Demand demand) {
        GoldAgreement model = GoldAgreement.of(scored, JudgedPair::hit);
        GoldAgreement longer = GoldAgreement.of(scored, JudgedPair::longerWins);
        double byLength = Math.max(longer.mean(), 1 - longer.mean());
        return List.of(
                new Figure("gold-agreement", model.mean(), SHARE, demand),
                Figure.of("gold-agreement-all-pairs", model.overall(), SHARE),
                Figure.of("gold-agreement-spread", model.spread(), SHARE),
                Figure.of("longer-wins", longer.mean(), SHARE),
                Figure.of("shorter-wins", 1 - longer.mean(), SHARE),
                Figure.of("longer-wins-all-pairs", longer.overall(), SHARE),
                Figure.of("gain-over-length", model.mean() - byLength, SHARE),
                Figure.of(
                        "prefers-longer",
                        GoldAgreement.of(scored, JudgedPair::prefersLonger).mean(),
                        SHARE),
                Figure.of("gold-pairs", model.pairs(), "pairs"));
    }
}
