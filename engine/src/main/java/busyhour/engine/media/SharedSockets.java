package busyhour.engine.media;

import busyhour.ipc.plan.MediaSpec;
import busyhour.sip.TransportAddress;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The shared sockets of a shard, one for audio and one for video of each group that wants them, and whose a datagram is that comes there.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class SharedSockets {

    private final MediaStream[] streams;
    private final SharedSocket[] sockets;

    /**
     * Gives streams of such groups their socket.
     *
     * @param specs of the endpoints; those of a group have the same one.
     */
    SharedSockets(final MediaSpec[] specs, final StreamTable table) {
        streams = table.all;
        final Map<MediaSpec, Integer> counts = new IdentityHashMap<>();
        for (final MediaSpec spec : specs) {
            if (spec.sharedSockets()) {
                counts.merge(spec, 1, Integer::sum);
            }
        }
        sockets = new SharedSocket[2 * counts.size()];
        final Map<MediaSpec, Integer> numbers = new IdentityHashMap<>();
        for (int i = 0; i < streams.length && sockets.length > 0; i++) {
            final MediaSpec spec = specs[i % specs.length];
            if (spec.sharedSockets() && streams[i] != null) {
                final int video = i < specs.length ? 0 : 1;
                final int known = numbers.size();
                final int number = 2 * numbers.computeIfAbsent(spec, key -> known) + video;
                if (sockets[number] == null) {
                    sockets[number] = new SharedSocket(number, i, counts.get(spec));
                }
                streams[i].shared = sockets[number];
            }
        }
    }

    boolean isEmpty() {
        return sockets.length == 0;
    }

    /** @return the tag of the stream that a datagram of a shared socket is for; negative when nobody has named its sender. */
    int streamTag(final int tag, final TransportAddress source) {
        final boolean rtcp = MediaTags.isRtcp(tag);
        final int stream = sockets[MediaTags.shared(tag)].stream(rtcp, source);
        return stream == PeerTable.NONE ? PeerTable.NONE : rtcp ? MediaTags.rtcp(stream) : MediaTags.rtp(stream);
    }

    /** A datagram is for nobody: the group's first endpoint answers for it. */
    void onStranger(final int tag) {
        streams[sockets[MediaTags.shared(tag)].firstStream].unexpectedSource++;
    }
}
