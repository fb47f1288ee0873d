package io.thumbstream.launcher.bench.ingest;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.bench.ingest.wire.TopicTail;
import io.thumbstream.launcher.chaos.Child;
import io.thumbstream.launcher.chaos.ChildCommand;
import io.thumbstream.launcher.chaos.FreePorts;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.embedded.Ports;
import io.thumbstream.launcher.rejoin.wire.Comparison;
import io.thumbstream.launcher.rejoin.wire.RecordedJoins;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.reward.RewardRejoin;
import io.thumbstream.reward.RewardService;
import io.thumbstream.runtime.config.SettingsWriter;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway in a process of its own under load, killed without warning at regular times and started again at once, while clients
 * send what was not acknowledged again. Afterwards the topics are read and every vote is looked for, and the labels of some answers are
 * compared with what joining their raw records once more gives.
 *
 * <p>The reward service makes its labels after the load, so that the gateway has the processors for itself meanwhile.
 */
final class FaultLoad {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLoad.class);
    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration END_WITHIN = Duration.ofSeconds(30);
    private static final Duration STANDSTILL = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(5);
    /** Votes that are joined once more; with their labels they take some hundred MiB. */
    private static final long MOST_JOINED = 100_000;

    private static final int MOST_SHOWN = 10;
    private static final int PORTS = 2;
    private static final double NANOS = 1e9;

    private final ThumbstreamSettings settings;
    private final IngestPlan plan;
    private final VoteLedger ledger = new VoteLedger();

    FaultLoad(ThumbstreamSettings settings, IngestPlan plan) {
        this.settings = settings;
        this.plan = plan;
    }

    /** What the load was like. */
    private record Load(long kills, double seconds, double longest) {}

    List<Figure> run(Path home, Progress progress) throws IOException, InterruptedException {
        try (IngestSite site = IngestSite.open(settings, home, GatewayLoad.UNBOUND)) {
            VotePlan votes = new VotePlan(plan.people(), GatewayLoad.ACTIVE);
            site.writeAnswers(votes.answers(requests() * plan.batch()));
            int[] ports = FreePorts.find(PORTS, ProcessHandle.current().pid());
            Child gateway = new Child(
                    ServedPart.GATEWAY,
                    ChildCommand.of(ServedPart.GATEWAY, settingsFile(site, ports)),
                    home.resolve("gateway.log"));
            Load load;
            try {
                load = load(gateway, URI.create("http://" + Ports.LOOPBACK + ":" + ports[0] + "/"), votes, progress);
                gateway.end();
                gateway.awaitEnd(END_WITHIN);
            } finally {
                gateway.kill();
            }
            audit(site, progress);
            return FaultFigures.of(ledger, load.kills(), load.seconds(), load.longest(), rejoin(site, progress));
        }
    }

    /** Requests of all clients together. */
    private long requests() {
        long votes = plan.rate() * plan.faults().toMillis() / 1000;
        return Math.max(1, votes / plan.batch() / plan.batchConnections()) * plan.batchConnections();
    }

    private Path settingsFile(IngestSite site, int[] ports) throws IOException {
        ThumbstreamSettings.Admin admin = site.settings().admin();
        ThumbstreamSettings child = site.settings()
                .reachedAt(
                        site.home().toAbsolutePath().toString(),
                        site.kafka(),
                        site.settings().embedded(),
                        new ThumbstreamSettings.Admin(admin.host(), ports[1], 0, 0, 0),
                        ports[0]);
        Path file = site.home().resolve("gateway.yaml");
        new YAMLMapper().writeValue(file.toFile(), SettingsWriter.toTree(child));
        return file;
    }

    private Load load(Child gateway, URI address, VotePlan votes, Progress progress) throws InterruptedException {
        gateway.start(END_WITHIN);
        Waiting.until("the gateway", START_WITHIN, () -> listens(address));
        Executioner executioner = new Executioner(gateway, plan.killEvery(), progress);
        progress.phase("kills of the gateway", plan.faults().dividedBy(plan.killEvery()));
        long began = System.nanoTime();
        AtomicLong next = new AtomicLong();
        int lanes = plan.batchConnections();
        Duration interval = plan.faults().multipliedBy(lanes).dividedBy(requests());
        List<Double> gaps;
        try (executioner) {
            executioner.begin();
            gaps = Lanes.run(
                    "bench-faults",
                    lanes,
                    lane -> new FaultLane(
                            address,
                            votes,
                            plan.batch(),
                            interval,
                            requests() / lanes,
                            () -> next.getAndAdd(plan.batch()),
                            ledger));
        }
        double longest = gaps.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return new Load(executioner.kills(), (System.nanoTime() - began) / NANOS, longest);
    }

    private static boolean listens(URI gateway) {
        try (KeptConnection connection = KeptConnection.open(gateway, Duration.ofSeconds(1))) {
            return true;
        } catch (IOException e) {
            LOG.debug("the gateway does not listen yet", e);
            return false;
        }
    }

    /** All votes of one answer in so many once more, so that they fit into memory. */
    private Comparison rejoin(IngestSite site, Progress progress) {
        progress.phase("labels once more", 1);
        long step = Math.max(1, (ledger.accepted() + MOST_JOINED - 1) / MOST_JOINED);
        Comparison joins = rejoin(site, step);
        joins.differences().stream().limit(MOST_SHOWN).forEach(difference -> LOG.atError()
                .addKeyValue("difference", difference)
                .log("a label is not what its votes give"));
        progress.done(1);
        return joins;
    }

    private static Comparison rejoin(IngestSite site, long step) {
        try {
            RewardRejoin joins = new RewardRejoin(site.settings().reward());
            return new RecordedJoins(site.kafka(), joins, group -> VotePlan.every(step, group))
                    .settled(site.settings().seed());
        } catch (FatalException e) {
            return new Comparison(
                    0, 0, List.of("rollouts and feedback cannot be joined once more: " + e.getMessage()), 0, 0, 0);
        }
    }

    private void audit(IngestSite site, Progress progress) {
        progress.phase("labels", ledger.accepted());
        RewardService reward = site.reward();
        try (TopicTail stored = TopicTail.feedback(site.kafka(), id -> ledger.store(VotePlan.number(id)));
                TopicTail labels = TopicTail.labels(site.kafka(), id -> ledger.count(VotePlan.number(id)))) {
            long counted = Waiting.settled(ledger.accepted(), STANDSTILL, () -> {
                progress.done(ledger.counted());
                return ledger.counted();
            });
            // one that is counted twice may come after all were counted once
            long records = Waiting.settled(Long.MAX_VALUE, QUIET, () -> stored.count() + labels.count());
            LOG.atInfo()
                    .addKeyValue("counted", counted)
                    .addKeyValue("records", records)
                    .log("both topics are read");
        } finally {
            reward.close();
        }
    }
}
