package busyhour.rtp.send;

import busyhour.codec.AudioCodec;
import busyhour.codec.DtmfTones;
import busyhour.codec.EncodedTrack;
import busyhour.rtp.TelephoneEventFlyweight;
import org.agrona.MutableDirectBuffer;

/**
 * What one outgoing stream's packets carry when they are not {@link TrackSender}'s: frames of a track that falls silent at times, of
 * another one that is played once in its place, or digits in the place of both. While digits last the track goes on unheard.
 *
 * <p>One shard's thread; allocates nothing.
 */
public final class SendContent {

    private static final int NO_PAYLOAD_TYPE = -1;

    private final TrackSender stream;
    private final Interlude interlude;
    private final DigitSender digits = new DigitSender();
    private int eventPayloadType = NO_PAYLOAD_TYPE;
    private int noisePayloadType = NO_PAYLOAD_TYPE;
    private long noisePackets;

    SendContent(final TrackSender stream) {
        this.stream = stream;
        interlude = new Interlude(stream);
        DtmfTones.of(AudioCodec.PCMU); // made at set-up, not in the first call
    }

    void start(final EncodedTrack track, final int startFrame) {
        stream.place(track, firstSound(track, startFrame));
        interlude.reset();
        digits.reset();
        eventPayloadType = NO_PAYLOAD_TYPE;
        noisePayloadType = NO_PAYLOAD_TYPE;
        noisePackets = 0;
    }

    /** A stream begins with a packet, not with silence that may last for a while. */
    private static int firstSound(final EncodedTrack track, final int startFrame) {
        int frame = startFrame;
        for (int i = 0; i < track.frameCount() && (track.frameLength(frame) == 0 || track.isComfortNoise(frame)); i++) {
            frame = track.nextFrame(frame);
        }
        return frame;
    }

    /** Goes over to another track as the ordinary one, at the same place in time. What is played once is cut off. */
    void change(final EncodedTrack next) {
        if (next != interlude.ordinary()) {
            interlude.end();
            final long placeMs = (long) stream.frame * stream.track.ptimeMs();
            stream.place(next, (int) (placeMs / next.ptimeMs() % next.frameCount()));
        }
    }

    /** Whether nothing is under way but the track, and nothing has come to its end that nobody has asked for yet. */
    boolean isTrackAlone() {
        return !digits.isActive() && !digits.isDone() && !interlude.isActive() && !interlude.isPlayed();
    }

    /** After the stream's start: the peer takes telephone events under this payload type, or none (-1). */
    public void acceptEvents(final int payloadTypeOfEvents) {
        eventPayloadType = payloadTypeOfEvents;
        digits.change(DtmfTones.of(stream.track.codec()), payloadTypeOfEvents >= 0);
        stream.steady = false;
    }

    /** After the stream's start: the peer takes comfort noise (RFC 3389) under this payload type, or none (-1). */
    public void acceptComfortNoise(final int payloadTypeOfNoise) {
        noisePayloadType = payloadTypeOfNoise;
    }

    /**
     * Plays a track once in place of the ordinary one; {@link #takePlayed} says when it came to its end.
     *
     * @return false when it is of another codec or packet time than what is sent.
     */
    public boolean play(final EncodedTrack once) {
        if (once.codec() != stream.track.codec() || once.ptimeMs() != stream.track.ptimeMs()) {
            return false;
        }
        interlude.begin(once);
        stream.steady = false;
        return true;
    }

    /** Whether a track that was played once came to its end since the last question. */
    public boolean takePlayed() {
        return interlude.takePlayed();
    }

    /**
     * Sends digits as telephone events, from the next packet on.
     *
     * @param asciiDigits at least one; 0-9, A-D, * and # only. Kept until they are out, not copied.
     * @return false when digits are under way, or the peer takes no events.
     */
    public boolean sendEvents(final byte[] asciiDigits, final int durationMs, final int gapMs) {
        return eventPayloadType >= 0 && begin(asciiDigits, null, durationMs, gapMs);
    }

    /**
     * Sends digits as tones, from the next packet on.
     *
     * @param asciiDigits as in {@link #sendEvents}.
     * @return false when digits are under way, or the codec is none whose payload tones can be patched into.
     */
    public boolean sendTones(final byte[] asciiDigits, final int durationMs, final int gapMs) {
        final DtmfTones tones = DtmfTones.of(stream.track.codec());
        return tones != null && begin(asciiDigits, tones, durationMs, gapMs);
    }

    private boolean begin(final byte[] asciiDigits, final DtmfTones tones, final int durationMs, final int gapMs) {
        if (digits.isActive()) {
            return false;
        }
        digits.begin(asciiDigits, tones, stream.clockRateHz(), durationMs, gapMs);
        stream.steady = false;
        return true;
    }

    /** Whether digits came to their end since the last question; also when new terms gave them up. */
    public boolean takeDigitsDone() {
        return digits.takeDone();
    }

    private int units() {
        return stream.track.timestampUnitsPerFrame();
    }

    /** Whether the packet due is a telephone event, with a payload type and timestamp of its own. */
    boolean isEventDue() {
        return digits.takesPacket() && digits.isEvent();
    }

    /** Whether nothing is to be sent in this packet time: the codec's own silence, or one that only noise tells of. */
    boolean isQuietDue() {
        if (digits.takesPacket()) {
            return false;
        }
        final EncodedTrack track = stream.track;
        return track.frameLength(stream.frame) == 0 || track.isComfortNoise(stream.frame) && noisePayloadType < 0;
    }

    /** Whether the frame due describes noise, with a payload type of its own. */
    boolean isNoiseDue() {
        return !digits.takesPacket() && stream.track.isComfortNoise(stream.frame);
    }

    int noisePayloadType() {
        return noisePayloadType;
    }

    long noisePackets() {
        return noisePackets;
    }

    /** The packet time due passes with nothing sent. */
    void onQuiet(final long nowNs) {
        stream.countSilence(stream.track);
        stream.tellFrame(nowNs);
    }

    boolean isFirstOfEvent() {
        return digits.isFirst();
    }

    int eventPayloadType() {
        return eventPayloadType;
    }

    /** After {@link #writeEvent}. */
    int eventTimestamp() {
        return digits.eventTimestamp();
    }

    /** @return octets written. */
    int writeEvent(final MutableDirectBuffer buffer, final int offset) {
        digits.writeEvent(buffer, offset, stream.timestamp, units());
        return TelephoneEventFlyweight.LENGTH;
    }

    /** @return octets written. */
    int writeAudio(final MutableDirectBuffer buffer, final int offset) {
        if (digits.takesPacket()) {
            digits.writeTone(buffer, offset, stream.timestamp, units());
            return units();
        }
        return stream.putFrame(buffer, offset);
    }

    /** The packet written last left. */
    void onSent(final long nowNs, final long latenessNs) {
        if (digits.takesPacket()) {
            onDigitSent(latenessNs);
            return;
        }
        if (stream.track.isComfortNoise(stream.frame)) {
            noisePackets++;
            stream.countPacket(stream.track.frameLength(stream.frame), latenessNs);
            stream.countSilence(stream.track);
        } else {
            stream.countFrame(latenessNs);
        }
        stream.tellFrame(nowNs);
    }

    private void onDigitSent(final long latenessNs) {
        if (digits.isEvent()) {
            stream.countPacket(TelephoneEventFlyweight.LENGTH, latenessNs);
        } else {
            final int length = units();
            stream.countAudio(stream.track, length, digits.sumOfSquares(stream.timestamp, length),
                    digits.largestSquare(stream.timestamp, length), latenessNs);
        }
        digits.onSent(stream.timestamp, units());
    }

    /** Media time goes on by so many packets. */
    void step(final int packets) {
        stream.timestamp += packets * units();
        digits.onTimestamp(stream.timestamp);
        interlude.step(packets);
    }

    long digitsSent() {
        return digits.sent();
    }
}
