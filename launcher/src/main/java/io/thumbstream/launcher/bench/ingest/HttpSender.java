package io.thumbstream.launcher.bench.ingest;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts votes to a gateway over several kept-alive connections, each with one request under way. */
final class HttpSender implements Sender {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSender.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ACCEPTED = 202;
    private static final double NANOS = 1e9;

    private final List<KeptConnection> connections;
    private final VotePlan plan;
    private final AtomicLong next;
    private final int batch;

    private HttpSender(List<KeptConnection> connections, VotePlan plan, AtomicLong next, int batch) {
        this.connections = connections;
        this.plan = plan;
        this.next = next;
        this.batch = batch;
    }

    /**
     * Connects.
     *
     * @param next number of the next vote, shared by all who send
     * @param batch votes of one request; 1 posts them singly
     */
    static HttpSender connect(URI gateway, int connections, VotePlan plan, AtomicLong next, int batch)
            throws IOException {
        List<KeptConnection> open = new ArrayList<>();
        HttpSender sender = new HttpSender(open, plan, next, batch);
        try {
            for (int i = 0; i < connections; i++) {
                open.add(KeptConnection.open(gateway, PATIENCE));
            }
            return sender;
        } catch (IOException e) {
            sender.close();
            throw e;
        }
    }

    @Override
    public Slice run(Duration time) throws InterruptedException {
        long began = System.nanoTime();
        List<Slice> lanes = Lanes.run("bench-votes", connections.size(), lane -> lane(connections.get(lane), time));
        double seconds = (System.nanoTime() - began) / NANOS;
        Latencies latencies = new Latencies();
        lanes.forEach(lane -> latencies.addAll(lane.latencies()));
        return new Slice(
                lanes.stream().mapToLong(Slice::accepted).sum(),
                lanes.stream().mapToLong(Slice::refused).sum(),
                seconds,
                latencies);
    }

    private Callable<Slice> lane(KeptConnection connection, Duration time) {
        return () -> {
            long began = System.nanoTime();
            long refused = 0;
            long accepted = 0;
            Latencies latencies = new Latencies();
            do {
                long first = next.getAndAdd(batch);
                byte[] body = batch == 1 ? plan.single(first) : plan.batch(first, batch);
                long sent = System.nanoTime();
                KeptConnection.Answer answer =
                        connection.post(batch == 1 ? "/v1/feedback" : "/v1/feedback:batch", body);
                latencies.add(System.nanoTime() - sent);
                if (answer.status() == ACCEPTED) {
                    accepted += batch;
                } else {
                    refused += batch;
                    LOG.atWarn().addKeyValue("status", answer.status()).log(answer.text());
                }
            } while (System.nanoTime() - began < time.toNanos());
            return new Slice(accepted, refused, (System.nanoTime() - began) / NANOS, latencies);
        };
    }

    @Override
    public void close() {
        for (KeptConnection connection : connections) {
            try {
                connection.close();
            } catch (IOException e) {
                LOG.debug("a connection to the gateway was closed uncleanly", e);
            }
        }
    }
}
