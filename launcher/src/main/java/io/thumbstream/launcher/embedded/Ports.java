package io.thumbstream.launcher.embedded;

import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports on the loopback interface. */
public final class Ports {
    public static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /**
     * The wanted ports, each 0 replaced by a free one; all distinct.
     *
     * @throws ConfigException when a wanted port is in use
     */
    public static int[] resolve(String what, int... wanted) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            int[] ports = new int[wanted.length];
            for (int i = 0; i < wanted.length; i++) {
                held.add(bind(what, wanted[i]));
                ports[i] = held.get(i).getLocalPort();
            }
            return ports;
        } finally {
            held.forEach(Ports::release);
        }
    }

    private static ServerSocket bind(String what, int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            try {
                socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ConfigException("port " + port + " of the " + what + " is in use or not allowed ("
                    + e.getMessage() + "); stop what listens there, or configure another port, or 0 for any free one");
        }
    }

    /** Closes a socket that was bound for a moment. */
    public static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that was only bound cannot be closed", e);
        }
    }
}
