package io.thumbstream.gateway.http;

import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.access.KeyRing;
import io.thumbstream.gateway.access.RateLimiter;
import io.thumbstream.gateway.access.Scope;
import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.gateway.answer.AnswerHub;
import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.input.ChatParser;
import io.thumbstream.gateway.input.ExchangeParser;
import io.thumbstream.gateway.input.FeedbackParser;
import io.thumbstream.gateway.input.OtlpLogs;
import io.thumbstream.gateway.input.ReceiptRule;
import io.thumbstream.gateway.input.SpanAnnotations;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.gateway.view.Erasures;
import io.thumbstream.gateway.view.RunState;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.gateway.view.VoteLife;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** The HTTP server: routes on one event loop, which also owns the waiting answers and the state of the run. */
public final class GatewayServer extends VerticleBase {
    /** Plain, or as clients write it that escape every reserved character. */
    private static final String COLON = "(?::|%3[Aa])";

    private static final int BAD_REQUEST = 400;
    private static final int BODY_TOO_LARGE = 413;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final GatewaySettings settings;
    private final EventLog log;
    private final Identities identities;
    private final GatewayMeters meters;
    private final Clock clock;
    private final LongSupplier seeds;
    private final Erasures erasures;
    private final AnswerHub hub;
    private final RunState run;
    private final StatusResource status;
    private final Errors errors;
    private final ResponseRules rules;
    private final Guard guard;
    private final Throttle throttle;
    private final SlowRequests slow;
    private volatile boolean stopping;
    private volatile int boundPort;

    /**
     * A server that is not started yet.
     *
     * @param seeds gives a fresh seed for every prompt that names none
     * @param erasures whose words are to be forgotten
     */
    public GatewayServer(
            GatewaySettings settings,
            EventLog log,
            Identities identities,
            GatewayMeters meters,
            Clock clock,
            LongSupplier seeds,
            Erasures erasures) {
        this.settings = settings;
        this.log = log;
        this.identities = identities;
        this.meters = meters;
        this.clock = clock;
        this.seeds = seeds;
        this.erasures = erasures;
        this.hub = new AnswerHub(settings.limits().waiting());
        this.run = new RunState(clock, erasures);
        this.status = new StatusResource(run);
        this.errors = new Errors(settings.bodyLimitBytes());
        this.rules = new ResponseRules(settings.tls().isOn());
        this.guard = new Guard(new KeyRing(settings.access()));
        this.throttle = new Throttle(new RateLimiter(settings.rates(), clock));
        this.slow = new SlowRequests(Listener.patience(settings), System::nanoTime);
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(settings.timeouts().statusInterval().toMillis(), id -> status.tick());
        vertx.setPeriodic(Listener.LOOK_EVERY.toMillis(), id -> slow.tick());
        Router router = router();
        HttpServer server = vertx.createHttpServer(Listener.options(settings))
                .connectionHandler(slow::connected)
                .invalidRequestHandler(request -> Listener.refuse(request, rules))
                .requestHandler(request -> {
                    // before routes: a target that is no path is refused before the first of them is asked
                    rules.addTo(request.response().headers());
                    router.handle(request);
                });
        return server.listen().onSuccess(bound -> boundPort = bound.actualPort());
    }

    @Override
    public Future<?> stop() {
        status.close();
        return Future.succeededFuture();
    }

    /** Port that was bound; 0 before the start. */
    public int port() {
        return boundPort;
    }

    /** Refuses new work from now on; answers under way go on. */
    public void refuseNewWork() {
        stopping = true;
    }

    /** Takes chunks of answers from any thread. */
    public void deliver(List<AnswerChunk> chunks) {
        context.runOnContext(nothing -> chunks.forEach(hub::accept));
    }

    /**
     * Takes observations from any thread.
     *
     * @return done when they are part of what {@code /v1/status} tells; a request sent before that may be answered without them
     */
    public Future<Void> observe(List<Seen> observations) {
        return Future.future(taken -> context.runOnContext(nothing -> {
            observations.forEach(this::show);
            taken.complete();
        }));
    }

    /** Number of prompts that wait for answers, asked on the event loop. */
    public Future<Integer> waiting() {
        return Future.future(asked -> context.runOnContext(nothing -> asked.complete(hub.size())));
    }

    private Router router() {
        Appender appender = new Appender(log, context, settings.timeouts().acknowledge());
        Router router = Router.router(vertx);
        router.route().handler(slow::follow);
        router.route().handler(this::measure);
        router.route().handler(errors.answering(new CrossOrigin(settings.allowedOrigins())::handle));
        router.route().handler(errors.answering(GatewayServer::refuseUnreadableQuery));
        mountAnswers(router, appender);
        mountFeedback(router, appender);
        ModelsResource models = new ModelsResource(settings, run);
        get(router, "/v1/models", models::all, Scope.CHAT, Scope.READ);
        get(router, "/v1/models/:model", models::one, Scope.CHAT, Scope.READ);
        get(router, "/v1/status", status::once, Scope.READ);
        get(router, "/v1/status/stream", status::stream, Scope.READ);
        new PageResource().mount(router);
        router.route().failureHandler(errors::handle);
        router.errorHandler(BAD_REQUEST, errors::unreadable);
        router.errorHandler(NOT_FOUND, errors::handle);
        router.errorHandler(METHOD_NOT_ALLOWED, errors::handle);
        router.errorHandler(BODY_TOO_LARGE, errors::handle);
        return router;
    }

    private void mountAnswers(Router router, Appender appender) {
        int batch = settings.limits().batch();
        ChatParser chatParser = new ChatParser(settings, seeds);
        ExchangeParser exchangeParser = new ExchangeParser(settings, identities, clock);
        ReceiptRule receipts = new ReceiptRule(settings.receipts(), identities.receipts(), clock);
        ChatResource chat =
                new ChatResource(settings, chatParser, identities, hub, appender, receipts, throttle, errors, clock);
        ExchangeResource exchanges = new ExchangeResource(exchangeParser, receipts, throttle, appender, meters, batch);
        post(router, "/v1/chat/completions", Scope.CHAT, chat::handle);
        post(router, "/v1/rollouts", Scope.EXCHANGES, exchanges::handle);
    }

    private void mountFeedback(Router router, Appender appender) {
        FeedbackParser parser = new FeedbackParser(settings, identities, clock);
        Claims claims =
                new Claims(run::vote, state -> run.life(state).reached() == VoteLife.Stage.REFUSED, erasures, clock);
        FeedbackIntake intake = new FeedbackIntake(parser, throttle, appender, meters, claims);
        FeedbackResource feedback =
                new FeedbackResource(intake, settings.limits().batch());
        EvaluationResource evaluations = evaluations(intake);
        FeedbackById byId =
                new FeedbackById(feedback, identities, id -> claims.find(id).map(run::life));
        post(router, "/v1/feedback", Scope.FEEDBACK, FeedbackResource.MEDIA, false, feedback::one);
        post(router, "/v1/feedback:batch", Scope.FEEDBACK, feedback::batch);
        post(router, "/v1/logs", Scope.FEEDBACK, List.of(Headers.JSON), true, evaluations::logs);
        post(router, "/v1/span_annotations", Scope.FEEDBACK, evaluations::annotations);
        get(router, "/v1/evaluations", new FeedbackExport(run::newestVotes)::get, Scope.READ);
        get(router, "/v1/asks", new AskResource(run::openAsks)::get, Scope.FEEDBACK, Scope.READ);
        get(router, "/v1/feedback/:id", byId::get, Scope.READ);
        router.delete("/v1/feedback/:id")
                .handler(errors.answering(guard.requiring(Scope.FEEDBACK)))
                .handler(errors.answering(this::refuseWhenStopping))
                .handler(errors.answering(byId::delete));
    }

    private EvaluationResource evaluations(FeedbackIntake intake) {
        return new EvaluationResource(
                intake,
                identities,
                new OtlpLogs(clock, settings.limits().textLength()),
                new SpanAnnotations(clock, settings.limits().textLength()),
                settings.limits().batch(),
                settings.bodyLimitBytes());
    }

    private void get(Router router, String path, Handler<RoutingContext> handler, Scope... scopes) {
        router.get(path).handler(errors.answering(guard.requiring(scopes))).handler(errors.answering(handler));
    }

    private void post(Router router, String path, Scope scope, Handler<RoutingContext> handler) {
        post(router, path, scope, List.of(Headers.JSON), false, handler);
    }

    private void post(
            Router router,
            String path,
            Scope scope,
            List<String> media,
            boolean packed,
            Handler<RoutingContext> handler) {
        // routes of their own, so that a body is read only after the rest of the request is found good
        route(router, path)
                .handler(errors.answering(guard.requiring(scope)))
                .handler(errors.answering(routing -> refuseOtherMedia(routing, media, packed)));
        route(router, path)
                .handler(BodyHandler.create(false).setBodyLimit(settings.bodyLimitBytes()))
                .failureHandler(errors::unreadable);
        route(router, path)
                .handler(Errors::parsed)
                .handler(errors.answering(this::refuseWhenStopping))
                .handler(errors.answering(handler));
    }

    /** A colon in the path is a colon, where Vert.x begins a parameter with it: then whatever else stands there would match too. */
    private static Route route(Router router, String path) {
        return path.contains(":")
                ? router.postWithRegex(path.replace(":", COLON)).setName(path)
                : router.post(path);
    }

    /** Whoever asks for a parameter of a query with a broken escape would fail, which is no mistake of ours. */
    private static void refuseUnreadableQuery(RoutingContext routing) {
        Headers.requireReadableQuery(routing);
        routing.next();
    }

    private static void refuseOtherMedia(RoutingContext routing, List<String> media, boolean packed) {
        Headers.requireMedia(routing, media, packed);
        routing.next();
    }

    private void show(Seen seen) {
        run.apply(seen);
        if (seen instanceof Seen.Drift verdict) {
            meters.drift(verdict);
        }
    }

    private void measure(RoutingContext routing) {
        long begin = System.nanoTime();
        routing.addEndHandler(done -> {
            String path = routing.currentRoute() == null
                    ? null
                    : routing.currentRoute().getName();
            meters.request(
                    path == null ? "other" : path,
                    routing.response().getStatusCode(),
                    Duration.ofNanos(System.nanoTime() - begin));
        });
        routing.next();
    }

    private void refuseWhenStopping(RoutingContext routing) {
        if (stopping) {
            throw Problem.retry(
                            ProblemKind.STOPPING,
                            "The gateway is stopping; send the request again to the one that takes over.",
                            Errors.RETRY_AFTER)
                    .exception();
        }
        routing.next();
    }
}
