package org.hotline12348.core.app;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether a port is free before anything is started, so that nothing is left half-made. */
final class Ports {
    enum Protocol {
        TCP,
        UDP
    }

    private Ports() {}

    /**
     * @param key the setting that names the port
     * @throws Trouble if another program has the port on the loopback
     */
    static void requireFree(String key, int port, Protocol protocol) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            switch (protocol) {
                case TCP -> {
                    try (ServerSocket socket = new ServerSocket()) {
                        socket.setReuseAddress(true);
                        socket.bind(address);
                    }
                }
                case UDP -> {
                    try (DatagramSocket socket = new DatagramSocket(address)) {
                        socket.getLocalPort();
                    }
                }
            }
        } catch (IOException e) {
            throw new Trouble(
                    Trouble.Kind.IN_USE,
                    """
                    Another program uses %s port %d (%s).
                    Mend: stop it, or choose another with %s.""".formatted(
                                    protocol,
                                    port,
                                    key,
                                    key.startsWith(ExchangeList.KEY)
                                            ? key + " in the settings file"
                                            : "--set " + key + "=PORT"),
                    e);
        }
    }
}
