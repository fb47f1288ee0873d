package io.thumbstream.gateway.http;

import io.thumbstream.gateway.access.Caller;
import io.thumbstream.gateway.access.KeyRing;
import io.thumbstream.gateway.access.Scope;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lets callers through whose key has the scope; runs before a body is read. */
final class Guard {
    private static final String CALLER = "caller";
    private static final String CHALLENGE = "Bearer realm=\"thumbstream\"";

    private final KeyRing keys;

    Guard(KeyRing keys) {
        this.keys = keys;
    }

    /** A handler that lets pass who has one of the scopes; 401 without a usable key, 403 with one that may not. */
    Handler<RoutingContext> requiring(Scope... scopes) {
        return context -> {
            List<String> shown = context.request().headers().getAll("Authorization");
            Caller caller = keys.identify(shown).orElseThrow(() -> unknown(context));
            if (Arrays.stream(scopes).noneMatch(caller::may)) {
                throw caller.key().isEmpty() ? keyNeeded(context, scopes) : notAllowed(context, caller, scopes);
            }
            context.put(CALLER, caller);
            context.next();
        };
    }

    /** Who sent a request that was let through. */
    static Caller caller(RoutingContext context) {
        Caller caller = context.get(CALLER);
        return Optional.ofNullable(caller).orElseThrow(() -> new IllegalStateException("the route has no guard"));
    }

    private static ProblemException unknown(RoutingContext context) {
        challenge(context, ", error=\"invalid_token\"");
        return problem(
                ProblemKind.UNAUTHENTICATED,
                "The header Authorization holds no key that is known here; send one line 'Bearer ' and a key that"
                        + " `thumbstream keys new` made and gateway.access.keys lists.");
    }

    private static ProblemException keyNeeded(RoutingContext context, Scope... scopes) {
        challenge(context, "");
        return problem(
                ProblemKind.UNAUTHENTICATED,
                "This needs an API key with the scope " + words(scopes, " or ")
                        + "; send it as 'Authorization: Bearer' and the key.");
    }

    private static ProblemException notAllowed(RoutingContext context, Caller caller, Scope... scopes) {
        challenge(context, ", error=\"insufficient_scope\", scope=\"" + words(scopes, " ") + "\"");
        return problem(
                ProblemKind.INSUFFICIENT_SCOPE,
                "The key '" + caller.key().orElse("") + "' does not have the scope " + words(scopes, " or ")
                        + "; use another key, or add the scope in gateway.access.keys.");
    }

    private static void challenge(RoutingContext context, String more) {
        context.response().putHeader("WWW-Authenticate", CHALLENGE + more);
    }

    private static ProblemException problem(ProblemKind kind, String detail) {
        return new Problem(kind, detail, Optional.of("Authorization"), Optional.empty()).exception();
    }

    private static String words(Scope[] scopes, String between) {
        return Arrays.stream(scopes).map(Scope::word).collect(Collectors.joining(between));
    }
}
