package busyhour.engine.media;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.TargetPolicy;
import busyhour.ipc.plan.MediaSpec;
import busyhour.rtp.receive.NoteBook;

/**
 * The streams of a shard by their numbers: audio 0 to n-1, video n to 2n-1, where n is the number of endpoints.
 *
 * <p>One thread.
 */
final class StreamTable {

    final AudioStream[] audio;
    /** Null for endpoints without video. */
    final VideoStream[] video;
    /** Both; null where there is no video. */
    final MediaStream[] all;
    final boolean hasVideo;
    final ConnectedSockets connected;
    /** Of the audio streams, by their numbers. */
    final NoteBook notes;

    StreamTable(final MediaSpec[] specs, final DatagramIo io, final TargetPolicy policy) {
        final int endpoints = specs.length;
        boolean anyVideo = false;
        connected = new ConnectedSockets(2 * endpoints);
        notes = new NoteBook(endpoints);
        audio = new AudioStream[endpoints];
        video = new VideoStream[endpoints];
        all = new MediaStream[2 * endpoints];
        for (int i = 0; i < endpoints; i++) {
            audio[i] = new AudioStream(i, i, specs[i], io, policy, connected, notes);
            all[i] = audio[i];
            if (specs[i].video() != null) {
                video[i] = new VideoStream(endpoints + i, i, specs[i], io, policy, connected);
                all[endpoints + i] = video[i];
                anyVideo = true;
            }
        }
        hasVideo = anyVideo;
    }

    /** A second of the endpoint's streams is over. */
    void endSecond(final int endpoint, final long nowNs) {
        audio[endpoint].endSecond(nowNs);
        if (video[endpoint] != null && video[endpoint].hasRun) {
            video[endpoint].endSecond(nowNs);
        }
    }

    /** When the first packet of any stream of the endpoint came; {@link Long#MAX_VALUE} when none did. */
    long firstPacketNs(final int endpoint) {
        final long ofAudio = audio[endpoint].hasPackets() ? audio[endpoint].firstPacketNs : Long.MAX_VALUE;
        final boolean moving = video[endpoint] != null && video[endpoint].hasPackets();
        return moving ? Math.min(ofAudio, video[endpoint].firstPacketNs) : ofAudio;
    }

    /** RTP port of the endpoint's video, 0 without. */
    int videoPort(final int endpoint) {
        return video[endpoint] == null ? 0 : video[endpoint].port;
    }
}
