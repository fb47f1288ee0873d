package io.thumbstream.reward.interpret;

import io.thumbstream.runtime.catalog.Catalog;

/** All ways to read feedback. */
public final class Interpreters {
    public static final Catalog<FeedbackInterpreter> CATALOG = Catalog.<FeedbackInterpreter>of("feedback interpreter")
            .add("thumb", new ThumbInterpreter.Settings(1, 1), ThumbInterpreter::new)
            .add("rating", new RatingInterpreter.Settings(1), RatingInterpreter::new)
            .add("pair", new PairInterpreter.Settings(1, 1), PairInterpreter::new)
            .add(
                    "ranking",
                    new RankingInterpreter.Settings(1, 16, RankingInterpreter.As.PAIRS),
                    RankingInterpreter::new)
            .add("edit", new EditInterpreter.Settings(1), EditInterpreter::new)
            .add("span", new SpanInterpreter.Settings(0.25), SpanInterpreter::new)
            .add("implicit", new ImplicitInterpreter.Settings(0.5, 0.5, 0.1, 0.1), ImplicitInterpreter::new)
            .add("uptake", new UptakeInterpreter.Settings(0.5, 0.5, 0.1, 1, 4), UptakeInterpreter::new)
            .add("proposal", new ProposalInterpreter.Settings(1, 0.5), ProposalInterpreter::new)
            .add("takeover", new TakeoverInterpreter.Settings(1, 1, 0.5), TakeoverInterpreter::new)
            .add("outcome", new OutcomeInterpreter.Settings(1), OutcomeInterpreter::new)
            .add("monitored", MonitoredFeedbackInterpreter.Settings.defaults(), MonitoredFeedbackInterpreter::new)
            .withExtensions(FeedbackInterpreter.class);

    private Interpreters() {}
}
