package busyhour.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Virtual network and time for tests: datagrams between addresses are delayed, lost, doubled and reordered as a seed says;
 * time jumps to the next arrival or deadline. A send can be refused by its number.
 */
public final class SimNetwork {

    /** Something with an address and timers. */
    public interface Node {
        void onDatagram(int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long nowNs);

        int pollTimers(long nowNs, int limit);

        long nextDeadlineNs();
    }

    private record Datagram(long atNs, long order, Endpoint to, TransportAddress from, byte[] bytes) {
    }

    private final class Endpoint {
        final TransportAddress address;
        final int socket;
        Node node;

        Endpoint(final TransportAddress address, final int socket) {
            this.address = address;
            this.socket = socket;
        }
    }

    private final long seed;
    private final Random random;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final PriorityQueue<Datagram> queue = new PriorityQueue<>(
            (a, b) -> a.atNs != b.atNs ? Long.compare(a.atNs, b.atNs) : Long.compare(a.order, b.order));
    private final List<String> log = new ArrayList<>();

    private long nowNs = 1_000_000_000L;
    private long order;
    private long minDelayNs = 1_000_000L;
    private long maxDelayNs = 1_000_000L;
    private double loss;
    private double duplicate;
    private double reorder;
    private double corrupt;
    private long sends;
    private long refuseFrom = Long.MAX_VALUE;
    private long refuseTo = Long.MAX_VALUE;
    private long lost;
    private long refused;
    private java.util.function.Predicate<String> drop = text -> false;

    public SimNetwork(final long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    public SimNetwork delay(final long minNs, final long maxNs) {
        minDelayNs = minNs;
        maxDelayNs = maxNs;
        return this;
    }

    /** Shares of the datagrams that are lost, come twice, or come up to 200 ms late. */
    public SimNetwork faults(final double lossShare, final double duplicateShare, final double reorderShare) {
        loss = lossShare;
        duplicate = duplicateShare;
        reorder = reorderShare;
        return this;
    }

    /** Share of the datagrams that arrive spoilt: octets changed, cut, doubled or cut off. */
    public SimNetwork corrupt(final double share) {
        corrupt = share;
        return this;
    }

    private byte[] spoil(final byte[] bytes) {
        byte[] spoilt = bytes.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && spoilt.length > 1; changes--) {
            final int at = random.nextInt(spoilt.length);
            switch (random.nextInt(5)) {
                case 0 -> spoilt[at] = (byte) random.nextInt(256);
                case 1 -> spoilt[at] = (byte) " \r\n\t:;,<>@\"=?/0".charAt(random.nextInt(15));
                case 2 -> spoilt = java.util.Arrays.copyOf(spoilt, at);
                case 3 -> {
                    final int length = random.nextInt(Math.min(40, spoilt.length - at) + 1);
                    final byte[] longer = new byte[spoilt.length + length];
                    System.arraycopy(spoilt, 0, longer, 0, at + length);
                    System.arraycopy(spoilt, at, longer, at + length, spoilt.length - at);
                    spoilt = longer;
                }
                default -> {
                    final int length = random.nextInt(Math.min(40, spoilt.length - at) + 1);
                    final byte[] shorter = new byte[spoilt.length - length];
                    System.arraycopy(spoilt, 0, shorter, 0, at);
                    System.arraycopy(spoilt, at + length, shorter, at, spoilt.length - at - length);
                    spoilt = shorter;
                }
            }
        }
        return spoilt;
    }

    /** Refuses sends number {@code from} to before {@code to}, counted from 0 over all nodes. */
    public SimNetwork refuse(final long from, final long to) {
        refuseFrom = from;
        refuseTo = to;
        return this;
    }

    /** Loses the datagrams that this says, looking at their text. */
    public SimNetwork drop(final java.util.function.Predicate<String> which) {
        drop = which;
        return this;
    }

    /** A transport whose sends come from this address. */
    public SipTransport transport(final TransportAddress from) {
        return (socket, to, buffer, offset, length) -> send(from, to, buffer, offset, length);
    }

    /** Delivers to this node what is sent to the address. */
    public void attach(final TransportAddress address, final int socket, final Node node) {
        final Endpoint endpoint = new Endpoint(new TransportAddress().copyFrom(address), socket);
        endpoint.node = node;
        endpoints.add(endpoint);
        if (!nodes.contains(node)) {
            nodes.add(node);
        }
    }

    private boolean send(final TransportAddress from, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        final long number = sends++;
        if (number >= refuseFrom && number < refuseTo) {
            refused++;
            return false;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        final String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        log.add(String.format("%10.3f ms  %s -> %s  %s", nowNs / 1e6, from, to, text.substring(0, text.indexOf('\r'))));
        if (drop.test(text) || random.nextDouble() < loss) {
            lost++;
            log.set(log.size() - 1, log.getLast() + "  LOST");
            return true;
        }
        deliver(from, to, random.nextDouble() < corrupt ? spoil(bytes) : bytes);
        if (random.nextDouble() < duplicate) {
            deliver(from, to, bytes);
        }
        return true;
    }

    private void deliver(final TransportAddress from, final TransportAddress to, final byte[] bytes) {
        long atNs = nowNs + minDelayNs + (maxDelayNs > minDelayNs ? random.nextLong(maxDelayNs - minDelayNs) : 0);
        if (random.nextDouble() < reorder) {
            atNs += random.nextLong(200_000_000L);
        }
        for (final Endpoint endpoint : endpoints) {
            if (endpoint.address.equals(to)) {
                queue.add(new Datagram(atNs, order++, endpoint, new TransportAddress().copyFrom(from), bytes));
            }
        }
    }

    /** Puts a datagram from anywhere on the way. */
    public void inject(final TransportAddress from, final TransportAddress to, final String text) {
        deliver(from, to, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    public long nowNs() {
        return nowNs;
    }

    /** Runs until nothing is left to happen before this time, then stands at it. */
    public SimNetwork runUntil(final long untilNs) {
        long steps = 0;
        while (true) {
            long nextNs = queue.isEmpty() ? Long.MAX_VALUE : queue.peek().atNs;
            for (final Node node : nodes) {
                nextNs = Math.min(nextNs, node.nextDeadlineNs());
            }
            if (nextNs > untilNs) {
                nowNs = Math.max(nowNs, untilNs);
                return this;
            }
            if (++steps > 20_000_000L) {
                throw new AssertionError("no end in sight, seed " + seed + "\n" + tail());
            }
            nowNs = Math.max(nowNs, nextNs);
            while (!queue.isEmpty() && queue.peek().atNs <= nowNs) {
                final Datagram datagram = queue.poll();
                // At an odd offset, and the memory is made unusable afterwards: nobody may keep a view.
                final UnsafeBuffer memory = new UnsafeBuffer(new byte[datagram.bytes.length + 7]);
                memory.putBytes(3, datagram.bytes);
                datagram.to.node.onDatagram(datagram.to.socket, datagram.from, memory, 3, datagram.bytes.length, nowNs);
                memory.setMemory(0, memory.capacity(), (byte) '#');
            }
            for (final Node node : nodes) {
                node.pollTimers(nowNs, 1_000);
            }
        }
    }

    public SimNetwork runFor(final long durationNs) {
        return runUntil(nowNs + durationNs);
    }

    public long sends() {
        return sends;
    }

    public long refused() {
        return refused;
    }

    public long lost() {
        return lost;
    }

    /** Start lines of all that was sent, with times. */
    public List<String> log() {
        return log;
    }

    /** The last lines of the log and the seed, for a failure's message. */
    public String tail() {
        return "seed " + seed + "\n" + String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size()));
    }
}
