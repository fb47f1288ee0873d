package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs parts of the benchmark, each in a directory of its own. */
final class IngestBench {
    private final ThumbstreamSettings settings;
    private final IngestPlan plan;
    private final Consumer<String> say;

    /** @param say told in a few words with which settings a part differs */
    IngestBench(ThumbstreamSettings settings, IngestPlan plan, Consumer<String> say) {
        this.settings = settings;
        this.plan = plan;
        this.say = say;
    }

    /**
     * Runs {@code parts} one after the other.
     *
     * @param home directory below which each has its own
     */
    List<Figure> run(List<IngestPart> parts, Path home, Progress progress) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (IngestPart part : parts) {
            figures.addAll(run(part, home.resolve(part.word()), progress));
        }
        return figures;
    }

    private List<Figure> run(IngestPart part, Path home, Progress progress) throws IOException, InterruptedException {
        return switch (part) {
            case GATEWAY -> {
                tell(part, GatewayLoad.UNBOUND);
                yield new GatewayLoad(settings, plan).run(home, progress);
            }
            case FAULTS -> {
                tell(part, GatewayLoad.UNBOUND);
                yield new FaultLoad(settings, plan).run(home, progress);
            }
            case JOINER -> {
                tell(part, JoinRace.SHORT_WINDOWS);
                yield new JoinRace(settings, plan).run(home, progress);
            }
            case STATE -> {
                StateSize state = new StateSize(settings, plan);
                tell(part, state.changes());
                yield state.run(home, progress);
            }
            case LATENCY -> {
                tell(part, GatewayLoad.UNBOUND);
                yield new LatencyLoad(settings, plan).run(home, progress);
            }
        };
    }

    private void tell(IngestPart part, List<String> changes) {
        say.accept(part.word() + ": set for this part are " + String.join(", ", changes));
    }
}
