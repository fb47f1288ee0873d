package io.thumbstream.launcher.chaos;

import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.Groundwork;
import io.thumbstream.runtime.error.TransientException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks parts from outside whether they may receive work. */
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ChaosSite site;
    private final Groundwork groundwork;

    Readiness(ChaosSite site) {
        this.site = site;
        this.groundwork = new Groundwork(site.parts());
    }

    /** Whether {@code part} may receive work now. */
    boolean of(ServedPart part) throws InterruptedException {
        return part == ServedPart.BROKER ? broker() : answers(part);
    }

    /** All topics are there and serve requests. */
    private boolean broker() {
        try {
            groundwork.topics(site.parts().kafka().bootstrapServers());
            return true;
        } catch (TransientException e) {
            LOG.debug("the broker does not answer yet", e);
            return false;
        }
    }

    private boolean answers(ServedPart part) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(site.probe(part)).timeout(TIMEOUT).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            LOG.debug("a part does not answer yet", e);
            return false;
        }
    }
}
