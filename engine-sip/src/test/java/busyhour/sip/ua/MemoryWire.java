package busyhour.sip.ua;

import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A wire between parties in one thread that allocates nothing: for allocation tests and throughput figures. */
final class MemoryWire {

    /** Takes what is sent to its address. */
    @FunctionalInterface
    interface Receiver {
        void onDatagram(int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long nowNs);
    }

    private static final int SLOTS = 4_096;
    private static final int SLOT_BYTES = 4_096;

    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[SLOTS * SLOT_BYTES]);
    private final int[] lengths = new int[SLOTS];
    private final int[] targets = new int[SLOTS];
    private final TransportAddress[] sources = new TransportAddress[SLOTS];
    private final TransportAddress[] addresses;
    private final Receiver[] receivers;
    private long head;
    private long tail;
    private long messages;

    MemoryWire(final TransportAddress... addresses) {
        this.addresses = addresses;
        receivers = new Receiver[addresses.length];
        for (int i = 0; i < SLOTS; i++) {
            sources[i] = new TransportAddress();
        }
    }

    void attach(final int party, final Receiver receiver) {
        receivers[party] = receiver;
    }

    SipTransport transport(final int party) {
        return (socket, to, buffer, offset, length) -> send(party, to, buffer, offset, length);
    }

    private boolean send(final int from, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        if (tail - head == SLOTS) {
            return false;
        }
        for (int i = 0; i < addresses.length; i++) {
            if (addresses[i].equals(to)) {
                final int slot = (int) (tail++ % SLOTS);
                memory.putBytes(slot * SLOT_BYTES, buffer, offset, length);
                lengths[slot] = length;
                targets[slot] = i;
                sources[slot].copyFrom(addresses[from]);
            }
        }
        return true;
    }

    /** Delivers until nothing is on the wire; answers how many messages. */
    long run(final long nowNs) {
        final long before = messages;
        while (head < tail) {
            final int slot = (int) (head % SLOTS);
            receivers[targets[slot]].onDatagram(0, sources[slot], memory, slot * SLOT_BYTES, lengths[slot], nowNs);
            head++;
            messages++;
        }
        return messages - before;
    }
}
