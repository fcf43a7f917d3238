package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStreams;
import busyhour.engine.media.VideoStream;
import busyhour.ipc.message.CallMediaWriter;
import busyhour.ipc.ring.ShardRing;
import busyhour.rtp.speech.Conversation;

/**
 * Tells what the media of each call is and came to: how its streams are protected as soon as that is agreed on and when it changes,
 * and who spoke when it is over.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class CallMediaRecords {

    private final ShardRing ring;
    private final MediaStreams media;
    private final long runStartNs;
    private final CallMediaWriter writer = new CallMediaWriter();
    private final String[] toldAudio;
    private final String[] toldVideo;

    /**
     * For one shard.
     *
     * @param runStartNs when the run began, monotonic.
     * @param endpoints  endpoints of the shard.
     */
    CallMediaRecords(final ShardRing ring, final MediaStreams media, final long runStartNs, final int endpoints) {
        this.ring = ring;
        this.media = media;
        this.runStartNs = runStartNs;
        toldAudio = new String[endpoints];
        toldVideo = new String[endpoints];
    }

    /** A second of the endpoint's media is over. */
    void second(final Endpoint endpoint, final long nowNs) {
        final int local = endpoint.local();
        if (!media.audio(local).hasRun()) {
            return;
        }
        final String audio = media.audio(local).protection();
        final String video = videoProtection(local);
        if (audio == toldAudio[local] && video == toldVideo[local]) { // words of one set: the same word is the same object
            return;
        }
        if (writer.begin().security(audio, video).tryWrite(ring, nowNs - runStartNs, endpoint.id(), endpoint.callNumber, false)) {
            toldAudio[local] = audio;
            toldVideo[local] = video;
        }
    }

    /** A call that had media is over. */
    void over(final Endpoint endpoint, final long nowNs) {
        final int local = endpoint.local();
        final Conversation conversation = media.audio(local).receive().audio().conversation();
        writer.begin().speech(conversation.talkRatio(nowNs), conversation.timeToGreetingMs())
                .security(media.audio(local).protection(), videoProtection(local))
                .tryWrite(ring, nowNs - runStartNs, endpoint.id(), endpoint.callNumber, true);
        toldAudio[local] = null;
        toldVideo[local] = null;
    }

    /** Null without video. */
    private String videoProtection(final int local) {
        final VideoStream video = media.video(local);
        return video == null || !video.hasRun() ? null : video.protection();
    }
}
