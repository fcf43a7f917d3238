package busyhour.engine.media;

import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramIo;
import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Datagrams of a shared socket whose sender nobody has named yet: media may overtake the answer that says where it comes from, for the
 * two are read from different sockets. They wait a moment; what still belongs to nobody then, or finds no room, is a stranger's.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class ParkedDatagrams {

    static final int PLACES = 64;
    /** An answer that is on its way comes within it. */
    static final long PATIENCE_NS = 200_000_000L;

    private final UnsafeBuffer bytes;
    private final TransportAddress[] sources = new TransportAddress[PLACES];
    private final int[] sockets = new int[PLACES];
    private final int[] lengths = new int[PLACES];
    private final int[] toses = new int[PLACES];
    private final long[] arrivals = new long[PLACES];
    private final long[] untils = new long[PLACES];
    private final SharedSockets owner;
    private int first;
    private int count;

    ParkedDatagrams(final SharedSockets owner) {
        this.owner = owner;
        bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(owner.isEmpty() ? 0 : PLACES * DatagramIo.MEDIA_SLOT_BYTES));
        for (int i = 0; i < PLACES; i++) {
            sources[i] = new TransportAddress();
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** @return false when there is no room. */
    boolean park(
            final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length,
            final long arrivalEpochNs, final int tos, final long nowNs) {
        if (count == PLACES || length > DatagramIo.MEDIA_SLOT_BYTES) {
            return false;
        }
        final int place = (first + count++) % PLACES;
        bytes.putBytes(place * DatagramIo.MEDIA_SLOT_BYTES, buffer, offset, length);
        sources[place].copyFrom(source);
        sockets[place] = socket;
        lengths[place] = length;
        toses[place] = tos;
        arrivals[place] = arrivalEpochNs;
        untils[place] = nowNs + PATIENCE_NS;
        return true;
    }

    /** Hands over, in their order, those whose sender is known by now, and gives up the others when their time is over. */
    void retry(final DatagramIo io, final DatagramHandler handler, final long nowNs) {
        for (int left = count; left > 0; left--) {
            final int place = first;
            first = (first + 1) % PLACES;
            count--;
            final int tag = io.tag(sockets[place]);
            final int offset = place * DatagramIo.MEDIA_SLOT_BYTES;
            if (owner.streamTag(tag, sources[place]) >= 0) {
                handler.onDatagram(sockets[place], sources[place], bytes, offset, lengths[place], arrivals[place], toses[place]);
            } else if (nowNs - untils[place] >= 0) {
                owner.onStranger(tag);
            } else {
                final long untilNs = untils[place];
                park(sockets[place], sources[place], bytes, offset, lengths[place], arrivals[place], toses[place], nowNs);
                untils[(first + count - 1) % PLACES] = untilNs;
            }
        }
    }
}
