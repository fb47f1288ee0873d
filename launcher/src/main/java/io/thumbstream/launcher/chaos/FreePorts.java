package io.thumbstream.launcher.chaos;

import io.thumbstream.launcher.embedded.Ports;
import io.thumbstream.runtime.error.ConfigException;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ports that stay free while the part that listens there is down: below those that systems hand out to outgoing connections, of
 * which a client that knocks at a dead part makes many.
 */
public final class FreePorts {
    private static final Logger LOG = LoggerFactory.getLogger(FreePorts.class);
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private FreePorts() {}

    /**
     * Neighbouring free ports on the loopback interface.
     *
     * @param count how many
     * @param hint where to begin to look, so that runs side by side look in different places
     * @throws ConfigException when there are none
     */
    public static int[] find(int count, long hint) {
        int places = (HIGHEST - LOWEST) / count;
        for (int i = 0; i < places; i++) {
            int first = LOWEST + (int) Math.floorMod(hint + i, (long) places) * count;
            try {
                return Ports.resolve(
                        "chaos run", IntStream.range(first, first + count).toArray());
            } catch (ConfigException taken) {
                LOG.debug("looking for free ports further on", taken);
            }
        }
        throw new ConfigException("there are no " + count + " free ports in a row from " + LOWEST + " to " + HIGHEST
                + " on " + Ports.LOOPBACK + "; stop what listens there");
    }
}
