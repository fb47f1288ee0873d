package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.bench.ingest.Latencies;
import io.thumbstream.launcher.console.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Time from a request for a streamed answer to its first text, as a client on the same machine sees it, while nothing else is sampled. The
 * request goes through the gateway, the topic of prompts, the generator, the topic of chunks and the gateway again.
 */
final class FirstTokenPart {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM_UP = 20;
    private static final int MAX_TOKENS = 32;
    private static final double MOST_MILLIS = 30;
    private static final double HALF = 0.5;
    private static final double P95 = 0.95;
    private static final double P99 = 0.99;

    private final ModelPlan plan;

    FirstTokenPart(ModelPlan plan) {
        this.plan = plan;
    }

    /** @param home directory that is new */
    List<Figure> run(Path home, Progress progress) throws IOException {
        Latencies first = new Latencies();
        Latencies whole = new Latencies();
        int silent = 0;
        try (ServingSite site = ServingSite.open(home, plan.seed());
                StreamConnection connection = StreamConnection.open(site.gateway(), PATIENCE)) {
            Questions questions = new Questions(site.settings().gateway().modelName(), MAX_TOKENS, plan.seed());
            progress.phase(ModelPart.FIRST_TOKEN.word(), plan.requests());
            for (int n = -WARM_UP; n < plan.requests(); n++) {
                site.awaitIdle();
                StreamedReply reply = connection.ask(questions.body(n + WARM_UP, true));
                if (n < 0) {
                    continue;
                }
                if (reply.firstText().isPresent()) {
                    first.add(reply.firstText().getAsLong());
                    whole.add(reply.end());
                } else {
                    silent++;
                }
                progress.done(n + 1L);
            }
        }
        return figures(first, whole, silent);
    }

    /**
     * Figures by what was seen.
     *
     * @param silent answers that came without any text
     */
    static List<Figure> figures(Latencies first, Latencies whole, int silent) {
        return List.of(
                new Figure("first-token-p95", first.quantileMillis(P95), "ms", Demand.atMost(MOST_MILLIS)),
                Figure.of("first-token-p50", first.quantileMillis(HALF), "ms"),
                Figure.of("first-token-p99", first.quantileMillis(P99), "ms"),
                Figure.of("first-token-answer-p50", whole.quantileMillis(HALF), "ms"),
                Figure.of("first-token-requests", first.count(), ""),
                Figure.of("first-token-without-text", silent, ""));
    }
}
