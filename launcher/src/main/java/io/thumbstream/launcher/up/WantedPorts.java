package io.thumbstream.launcher.up;

import io.thumbstream.launcher.embedded.Ports;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The fixed ports that the settings ask for: found wanting in the first moment, all at once, and not after half the start. */
final class WantedPorts {
    private WantedPorts() {}

    /**
     * Binds every port for a moment.
     *
     * @throws ConfigException with one problem for each port that is taken, named by its setting
     */
    static void check(ThumbstreamSettings settings) {
        List<String> problems = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Wanted wanted : all(settings)) {
                try {
                    ServerSocket socket = new ServerSocket();
                    held.add(socket);
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(wanted.host(), wanted.port()));
                } catch (IOException e) {
                    problems.add("port " + wanted.port() + " on " + wanted.host() + " cannot be used ("
                            + e.getMessage() + "); stop what listens there, or set " + wanted.key()
                            + " to another port, or to 0 for any free one");
                }
            }
        } finally {
            held.forEach(Ports::release);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static List<Wanted> all(ThumbstreamSettings settings) {
        ThumbstreamSettings.Admin admin = settings.admin();
        List<Wanted> wanted = new ArrayList<>();
        if (settings.isEmbedded()) {
            wanted.add(new Wanted(
                    "embedded.broker-port", Ports.LOOPBACK, settings.embedded().brokerPort()));
            wanted.add(new Wanted(
                    "embedded.registry-port",
                    Ports.LOOPBACK,
                    settings.embedded().registryPort()));
        }
        wanted.add(new Wanted(
                "gateway.port", settings.gateway().host(), settings.gateway().port()));
        wanted.add(new Wanted("admin.gateway-port", admin.host(), admin.gatewayPort()));
        wanted.add(new Wanted("admin.generator-port", admin.host(), admin.generatorPort()));
        wanted.add(new Wanted("admin.reward-port", admin.host(), admin.rewardPort()));
        wanted.add(new Wanted("admin.learner-port", admin.host(), admin.learnerPort()));
        wanted.removeIf(each -> each.port() == 0);
        return wanted;
    }

    private record Wanted(String key, String host, int port) {}
}
