package busyhour.engine.io;

import busyhour.sip.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A network in memory, without loss and delay unless it is given an {@link Impairment}: what one host sends waits at another
 * until that polls. One thread.
 */
public final class SimNetwork {

    private final List<SimDatagramIo> hosts = new ArrayList<>();
    private final PriorityQueue<OnTheWay> onTheWay = new PriorityQueue<>();
    private int nextPort = 40_000;
    private Impairment impairment;
    private long nowNs;
    private long count;

    private record OnTheWay(long dueNs, long number, long sentNs, TransportAddress from, TransportAddress to, byte[] payload, int tos)
            implements Comparable<OnTheWay> {
        @Override
        public int compareTo(final OnTheWay other) {
            return dueNs == other.dueNs ? Long.compare(number, other.number) : Long.compare(dueNs, other.dueNs);
        }
    }

    /** From now on every datagram is treated so. */
    public void impair(final Impairment newImpairment) {
        impairment = newImpairment;
    }

    /** Time goes on: delivers what is due. */
    public void now(final long newNowNs) {
        nowNs = newNowNs;
        while (!onTheWay.isEmpty() && onTheWay.peek().dueNs <= nowNs) {
            final OnTheWay datagram = onTheWay.poll();
            impairment.onForwarded(datagram.payload, 0, datagram.payload.length, datagram.sentNs, nowNs);
            arrive(datagram.from, datagram.to, datagram.payload, datagram.tos);
        }
    }

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

    void deliver(final TransportAddress from, final TransportAddress to, final byte[] payload, final int tos) {
        if (impairment == null) {
            arrive(from, to, payload, tos);
            return;
        }
        final long dueNs = impairment.dueNs(payload, 0, payload.length, nowNs);
        if (dueNs != Impairment.LOST) {
            final int copies = impairment.isDoubled(payload, 0, payload.length) ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                onTheWay.add(new OnTheWay(dueNs, count++, nowNs, new TransportAddress().copyFrom(from), new TransportAddress().copyFrom(to),
                        payload, tos));
            }
        }
    }

    private void arrive(final TransportAddress from, final TransportAddress to, final byte[] payload, final int tos) {
        final SimDatagramIo.Socket socket = find(to);
        if (socket != null) {
            socket.host().arrive(socket, from, payload, tos);
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
