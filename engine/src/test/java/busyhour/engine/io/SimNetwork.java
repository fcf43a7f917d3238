package busyhour.engine.io;

import busyhour.sip.TransportAddress;
import java.util.ArrayList;
import java.util.List;

/** A network without loss and delay, in memory: what one host sends waits at another until that polls. One thread. */
public final class SimNetwork {

    private final List<SimDatagramIo> hosts = new ArrayList<>();
    private int nextPort = 40_000;

    /** The sockets of another host, or of another shard. */
    public SimDatagramIo host() {
        final SimDatagramIo host = new SimDatagramIo(this);
        hosts.add(host);
        return host;
    }

    int nextPort() {
        return nextPort++;
    }

    boolean isTaken(final TransportAddress address) {
        return find(address) != null;
    }

    void deliver(final TransportAddress from, final TransportAddress to, final byte[] payload) {
        final SimDatagramIo.Socket socket = find(to);
        if (socket != null) {
            socket.host().arrive(socket, from, payload);
        }
    }

    private SimDatagramIo.Socket find(final TransportAddress address) {
        for (final SimDatagramIo host : hosts) {
            final SimDatagramIo.Socket socket = host.find(address);
            if (socket != null) {
                return socket;
            }
        }
        return null;
    }
}
