package io.thumbstream.gateway.http;

import io.thumbstream.gateway.access.Admission;
import io.thumbstream.gateway.access.RateLimiter;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses with 429 what comes too fast.
 *
 * <p>The reply to a single write also says how the limits stand; the items of a batch concern many people and answers, so
 * there only a refused item says it.
 */
final class Throttle {
    private final RateLimiter limiter;

    Throttle(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /**
     * Lets one prompt or exchange pass.
     *
     * @param single whether it is all of the request
     * @throws ProblemException when the caller writes too fast; nothing is stored then
     */
    void call(RoutingContext context, boolean single) {
        pass(context, single, limiter.call(Guard.caller(context)), "This");
    }

    /**
     * Lets one piece of feedback pass.
     *
     * @param single whether it is all of the request
     * @throws ProblemException when caller, person or answers get too much of it; nothing is stored then
     */
    void feedback(RoutingContext context, boolean single, FeedbackEvent event) {
        Admission admission = limiter.feedback(Guard.caller(context), event.userKey(), event.targets());
        pass(context, single, admission, "Feedback");
    }

    private static void pass(RoutingContext context, boolean single, Admission admission, String what) {
        if (single && !admission.policies().isEmpty()) {
            context.response().putHeader("RateLimit-Policy", admission.policies());
            context.response().putHeader("RateLimit", admission.levels());
        }
        if (admission.refusedBy().isPresent()) {
            String limit = admission.refusedBy().get();
            throw Problem.retry(
                            ProblemKind.RATE_LIMITED,
                            what + " comes faster than the limit per " + limit
                                    + " allows. Nothing was stored; send it again, with the same id, in "
                                    + admission.retryAfter().toSeconds() + " s (setting gateway.rates." + limit + ").",
                            admission.retryAfter())
                    .exception();
        }
    }
}
