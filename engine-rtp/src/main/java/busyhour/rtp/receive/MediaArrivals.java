package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutBuffer;
import org.agrona.DirectBuffer;

/**
 * What becomes of a packet whose sequence number was found good: which codec it is of, how long it lasts, when it is played,
 * how it sounds.
 */
final class MediaArrivals {

    private final PayloadFormats formats = new PayloadFormats();
    private final PayloadDuration durations;
    private final OpusFigures opus;
    private final MediaTiming timing;
    private final PlayoutBuffer playout;
    private final QualityMetrics quality;
    private final NetworkMetrics network;
    private final AudioMetrics audio;
    private int clockRateHz;
    private int nominalUnits;
    private long packetNs;

    MediaArrivals(MediaTiming timing, PlayoutBuffer playout, QualityMetrics quality, NetworkMetrics network, AudioMetrics audio,
            OpusFigures opus) {
        this.timing = timing;
        this.playout = playout;
        this.quality = quality;
        this.network = network;
        this.audio = audio;
        this.opus = opus;
        durations = new PayloadDuration(opus);
    }

    /** @param codec null for media that is not looked into. */
    void reset(AudioCodec codec, int streamClockRateHz, int payloadType, int ptimeMs) {
        clockRateHz = streamClockRateHz;
        formats.reset(codec, payloadType);
        nominalUnits = (int) ((long) clockRateHz * ptimeMs / 1_000); // 44.1 kHz is no whole number of units a millisecond
        packetNs = ptimeMs * 1_000_000L;
        opus.reset();
        timing.reset(clockRateHz);
        playout.reset(packetNs);
    }

    PayloadFormats formats() {
        return formats;
    }

    /** Packet time in use, 0 where packets have none. */
    long packetNs() {
        return packetNs;
    }

    /** A packet of another kind took a sequence number: an event, or what was not negotiated. */
    void onOther(long sequence, long arrivalNs) {
        timing.onInterruption();
        playout.onOther(sequence, arrivalNs);
    }

    /**
     * A packet of media or comfort noise.
     *
     * @param sequence extended.
     * @param follows  whether it follows the last one without a gap.
     * @return {@link PacketOutcome#MEDIA} or {@link PacketOutcome#COMFORT_NOISE}.
     */
    int onMedia(RtpHeaderFlyweight header, long sequence, boolean follows, DirectBuffer buffer, long arrivalNs) {
        if (formats.select(header.payloadType())) {
            onCodec(formats.codec(), arrivalNs);
        }
        final AudioCodec codec = formats.codec();
        final boolean noise = formats.isNoise(header.payloadType());
        final boolean measured = codec != null && !noise;
        final int offset = header.payloadOffset();
        final int length = header.payloadLength();
        final int told = measured ? durations.units(codec, buffer, offset, length) : 0;
        final boolean malformed = measured && told == PayloadDuration.UNKNOWN && length > 0;
        final int units = told > 0 || measured && length == 0 ? told : nominalUnits;
        if (malformed) {
            audio.onMalformedPayload();
        }
        final boolean repairs = codec == AudioCodec.OPUS && told > 0 && opus.repairsPrevious();
        place(sequence, header.timestamp(), header.marker(), units, told, noise || pauses(codec), repairs, arrivalNs);
        if (noise) {
            audio.onComfortNoise(buffer, offset, length, arrivalNs);
            return PacketOutcome.COMFORT_NOISE;
        }
        quality.codecMode(durations.amrMode());
        if (!malformed) {
            audio.onMedia(buffer, offset, length, units, follows, arrivalNs);
        }
        return PacketOutcome.MEDIA;
    }

    /** A packet of G.711 that was noted when it came, in sequence: as {@link #onMedia}, but for its loudness. */
    void onNoted(long sequence, int timestamp, boolean marker, int length, long arrivalNs) {
        place(sequence, timestamp, marker, length, length, false, false, arrivalNs);
        quality.codecMode(durations.amrMode());
    }

    /**
     * When it was sent, when it came, when it is played.
     *
     * @param units    timestamp units that it lasts, as far as known; {@code told} those that the payload itself tells, 0 = none.
     * @param mayPause whether the sender may have paused before it without a marker.
     */
    private void place(long sequence, int timestamp, boolean marker, int units, int told, boolean mayPause, boolean repairs, long arrivalNs) {
        final int step = timing.onMedia(sequence, timestamp, marker, units, mayPause, arrivalNs);
        if (step != MediaClock.STEADY) {
            quality.onTimestampJump();
        }
        if (step == MediaClock.REBASED) {
            playout.rebase();
        }
        if (told > 0) {
            packetNs = told * 1_000_000_000L / clockRateHz;
            playout.packetNs(packetNs);
        }
        if (packetNs > 0 && timing.delayNs() > packetNs) {
            network.onLate();
        }
        playout.onPacket(sequence, timing.mediaNs(), marker, repairs, arrivalNs);
    }

    /** Codecs with a silence of their own, in which the sender pauses and says so in no marker. */
    private static boolean pauses(AudioCodec codec) {
        return codec == AudioCodec.OPUS || codec == AudioCodec.G729 || codec == AudioCodec.AMR || codec == AudioCodec.AMR_WB;
    }

    private void onCodec(AudioCodec codec, long nowNs) {
        quality.codec(codec);
        audio.codec(codec, nowNs);
        if (codec.clockRateHz() != clockRateHz) {
            clockRateHz = codec.clockRateHz();
            nominalUnits = codec.timestampUnits((int) (packetNs / 1_000_000));
            timing.reset(clockRateHz);
            playout.rebase();
        }
    }
}
