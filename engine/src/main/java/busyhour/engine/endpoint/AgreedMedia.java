package busyhour.engine.endpoint;

import busyhour.codec.video.EncodedVideo;
import busyhour.engine.media.MediaStreams;
import busyhour.engine.media.TrackSet;
import busyhour.engine.media.VideoStream;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.NegotiatedMedia;

/**
 * Brings an endpoint's streams to what offer and answer agreed on, with what its group plays and shows in the codecs chosen.
 *
 * <p>One shard's thread. Allocates nothing.
 */
final class AgreedMedia {

    private final MediaStreams media;
    private final EndpointRecords records;

    AgreedMedia(final MediaStreams media, final EndpointRecords records) {
        this.media = media;
        this.records = records;
    }

    /** For the first time in a call, and whenever terms changed: the streams go on with them, or one begins or ends. */
    void apply(final Endpoint endpoint, final long nowNs) {
        final NegotiatedMedia audio = endpoint.media.audio();
        final TrackSet codec = endpoint.group().tracks().audio(endpoint.playedCodec(), endpoint.index());
        media.audioTerms(endpoint.local(), codec.track(audio.ptimeMs(), audio.sendComfortNoise() >= 0), endpoint.id(), audio, nowNs);
        if (endpoint.codecInUse != audio.codec()) {
            endpoint.codecInUse = audio.codec();
            records.audioCodec(endpoint, CodecTable.isSent(audio.codec()) ? codec.codec().encodingName() : CodecTable.row(audio.codec()).planName(),
                    nowNs);
        }
        if (endpoint.media.hasVideo()) {
            applyVideo(endpoint, endpoint.media.video(), nowNs);
        } else if (endpoint.times.isAnswered()) {
            media.noVideo(endpoint.local(), nowNs);
        }
        media.decoding().begin(endpoint.local(), endpoint.callNumber, endpoint.group().localAddress(endpoint.index()), nowNs);
    }

    private void applyVideo(final Endpoint endpoint, final NegotiatedMedia video, final long nowNs) {
        final EncodedVideo shown = endpoint.group().tracks().video(video.codec(), endpoint.index());
        media.videoTerms(endpoint.local(), shown, endpoint.id(), video, nowNs);
        if (endpoint.videoInUse != video.codec()) {
            endpoint.videoInUse = video.codec();
            records.videoCodec(endpoint, shown.encoding().codec().encodingName(), nowNs);
        }
    }

    /** What was agreed on and never came in an answered call, in words; null when nothing is missing. */
    String missing(final Endpoint endpoint) {
        final VideoStream video = media.video(endpoint.local());
        if (!media.audio(endpoint.local()).hasPackets() && Direction.receives(endpoint.media.audio().direction())) {
            return "no media received";
        }
        return video != null && endpoint.media.hasVideo() && !video.hasPackets() && Direction.receives(endpoint.media.video().direction())
                ? "no video received" : null;
    }
}
