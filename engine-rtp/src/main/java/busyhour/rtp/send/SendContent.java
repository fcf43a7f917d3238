package busyhour.rtp.send;

import busyhour.codec.AudioCodec;
import busyhour.codec.DtmfTones;
import busyhour.codec.EncodedTrack;
import busyhour.rtp.TelephoneEventFlyweight;
import busyhour.rtp.speech.SpokenAudio;
import org.agrona.MutableDirectBuffer;

/**
 * What one outgoing stream's packets carry: frames of its ordinary track, of another one that is played once in its place,
 * or digits in the place of both. While digits last the track goes on unheard.
 *
 * <p>One shard's thread; allocates nothing.
 */
public final class SendContent {

    private static final int NO_PAYLOAD_TYPE = -1;
    private static final long NS_PER_MS = 1_000_000L;

    private final TrackPosition position = new TrackPosition();
    private final DigitSender digits = new DigitSender();
    private int eventPayloadType = NO_PAYLOAD_TYPE;
    private int noisePayloadType = NO_PAYLOAD_TYPE;
    private long noisePackets;
    private boolean played;
    private SpokenAudio listener = SpokenAudio.NONE;

    SendContent() {
        DtmfTones.of(AudioCodec.PCMU); // made at set-up, not in the first call
    }

    /** Set-up: who is told of the frames that are sent. */
    void spokenTo(final SpokenAudio spokenTo) {
        listener = spokenTo;
    }

    void start(final EncodedTrack track, final int startFrame) {
        position.start(track, firstSound(track, startFrame));
        digits.reset();
        played = false;
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

    void change(final EncodedTrack next) {
        if (next != position.ordinary()) {
            played |= position.isOnce();
            position.change(next);
        }
    }

    /** After the stream's start: the peer takes telephone events under this payload type, or none (-1). */
    public void acceptEvents(final int payloadTypeOfEvents) {
        eventPayloadType = payloadTypeOfEvents;
        digits.change(DtmfTones.of(position.track().codec()), payloadTypeOfEvents >= 0);
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
        final EncodedTrack ordinary = position.ordinary();
        if (once.codec() != ordinary.codec() || once.ptimeMs() != ordinary.ptimeMs()) {
            return false;
        }
        position.play(once);
        return true;
    }

    /** Whether a track that was played once came to its end since the last question. */
    public boolean takePlayed() {
        final boolean was = played;
        played = false;
        return was;
    }

    /**
     * Sends digits as telephone events, from the next packet on.
     *
     * @param asciiDigits at least one; 0-9, A-D, * and # only. Kept until they are out, not copied.
     * @return false when digits are under way, or the peer takes no events.
     */
    public boolean sendEvents(final byte[] asciiDigits, final int durationMs, final int gapMs) {
        if (digits.isActive() || eventPayloadType < 0) {
            return false;
        }
        digits.begin(asciiDigits, null, clockRateHz(), durationMs, gapMs);
        return true;
    }

    /**
     * Sends digits as tones, from the next packet on.
     *
     * @param asciiDigits as in {@link #sendEvents}.
     * @return false when digits are under way, or the codec is none whose payload tones can be patched into.
     */
    public boolean sendTones(final byte[] asciiDigits, final int durationMs, final int gapMs) {
        final DtmfTones tones = DtmfTones.of(position.track().codec());
        if (digits.isActive() || tones == null) {
            return false;
        }
        digits.begin(asciiDigits, tones, clockRateHz(), durationMs, gapMs);
        return true;
    }

    /** Whether digits came to their end since the last question; also when new terms gave them up. */
    public boolean takeDigitsDone() {
        return digits.takeDone();
    }

    private int clockRateHz() {
        return position.track().codec().clockRateHz();
    }

    EncodedTrack track() {
        return position.track();
    }

    private int units() {
        return position.track().timestampUnitsPerFrame();
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
        final EncodedTrack track = position.track();
        final int frame = position.frame();
        return track.frameLength(frame) == 0 || track.isComfortNoise(frame) && noisePayloadType < 0;
    }

    /** Whether the frame due describes noise, with a payload type of its own. */
    boolean isNoiseDue() {
        return !digits.takesPacket() && position.track().isComfortNoise(position.frame());
    }

    int noisePayloadType() {
        return noisePayloadType;
    }

    long noisePackets() {
        return noisePackets;
    }

    /** The packet time due passes with nothing sent. */
    void onQuiet(final SendRates rates, final long nowNs) {
        rates.onSilence(position.track());
        tellFrame(nowNs);
    }

    private void tellFrame(final long nowNs) {
        final EncodedTrack track = position.track();
        listener.onFrame(track.frameSumOfSquares(position.frame()), track.samplesPerFrame(), track.ptimeMs() * NS_PER_MS, nowNs);
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
    int writeEvent(final MutableDirectBuffer buffer, final int offset, final int timestamp) {
        digits.writeEvent(buffer, offset, timestamp, units());
        return TelephoneEventFlyweight.LENGTH;
    }

    /** @return octets written. */
    int writeAudio(final MutableDirectBuffer buffer, final int offset, final int timestamp) {
        if (digits.takesPacket()) {
            digits.writeTone(buffer, offset, timestamp, units());
            return units();
        }
        final EncodedTrack track = position.track();
        final int length = track.frameLength(position.frame());
        buffer.putBytes(offset, track.buffer(), track.frameOffset(position.frame()), length);
        return length;
    }

    /** The packet written last left. @return octets of its payload. */
    int onSent(final int timestamp, final SendRates rates, final long latenessNs, final long nowNs) {
        final EncodedTrack track = position.track();
        if (!digits.takesPacket()) {
            final int frame = position.frame();
            final int length = track.frameLength(frame);
            if (track.isComfortNoise(frame)) {
                noisePackets++;
                rates.onPacket(length, latenessNs);
                rates.onSilence(track);
            } else {
                rates.onAudio(track, length, track.frameSumOfSquares(frame), track.frameLargestSquare(frame), latenessNs);
            }
            tellFrame(nowNs);
            return length;
        }
        final int length;
        if (digits.isEvent()) {
            length = TelephoneEventFlyweight.LENGTH;
            rates.onPacket(length, latenessNs);
        } else {
            length = units();
            rates.onAudio(track, length, digits.sumOfSquares(timestamp, length), digits.largestSquare(timestamp, length), latenessNs);
        }
        digits.onSent(timestamp, units());
        return length;
    }

    /** Media time goes on by so many packets. @return the timestamp then. */
    int step(final int timestamp, final int packets) {
        final int next = timestamp + packets * units();
        digits.onTimestamp(next);
        played |= position.advance(packets);
        return next;
    }

    long digitsSent() {
        return digits.sent();
    }
}
