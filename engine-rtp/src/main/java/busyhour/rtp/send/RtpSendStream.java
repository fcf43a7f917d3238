package busyhour.rtp.send;

import busyhour.codec.EncodedTrack;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.SenderReportSource;
import org.agrona.MutableDirectBuffer;

/**
 * One outgoing audio stream: frames of a pre-encoded track, in a loop, each behind a 12-byte header; in their place at
 * times another track, or digits as telephone events (RFC 4733) or tones.
 * <p>
 * {@link #write} only looks; {@link #onSent} moves sequence, timestamp and frame, so that a refused send leaves
 * all as it was and the same packet is offered again. The timestamp is the schedule's: it steps over packets
 * that the pacer skipped, while the sequence goes on, and the next packet carries the marker as after a silence
 * (RFC 3551 4.1).
 * <p>
 * Made once for each endpoint and started anew for each call; counters begin at 0 with each start. One accessor
 * for each send-side metric of the catalogue; gauges are of the second before the last {@link #onSecond} and
 * NaN when not measured. One shard's thread; allocates nothing.
 */
public final class RtpSendStream extends TrackSender implements SenderReportSource {

    private final SendRates rates = new SendRates();
    private final SendClock clock = new SendClock();
    private final SendContent content = new SendContent(this);

    private long sendErrors;
    private long skippedPackets;
    private long packetsOfOtherSsrcs;
    private long bytesOfOtherSsrcs;

    /**
     * Begins a call's stream.
     *
     * @param encodedTrack   what is sent.
     * @param startFrame     first frame, so that streams of one track need not speak in chorus; from there the first that is
     *                       sound.
     * @param streamSsrc     random (RFC 3550 8.1).
     * @param firstSequence  random; its lower 16 bits count.
     * @param firstTimestamp random.
     * @param rtpPayloadType as negotiated, 0 to 127.
     * @param ipv6           for the wire rate's headers.
     * @param nowNs          monotonic.
     */
    public void start(
            final EncodedTrack encodedTrack,
            final int startFrame,
            final int streamSsrc,
            final int firstSequence,
            final int firstTimestamp,
            final int rtpPayloadType,
            final boolean ipv6,
            final long nowNs) {
        if (startFrame < 0 || startFrame >= encodedTrack.frameCount()) {
            throw new IllegalArgumentException("start frame " + startFrame + " of " + encodedTrack.frameCount());
        }
        content.start(encodedTrack, startFrame);
        ssrc = streamSsrc;
        sequence = firstSequence & 0xFFFF;
        timestamp = firstTimestamp;
        payloadType = (byte) rtpPayloadType;
        marker = true;
        steady = false;
        sendErrors = 0;
        skippedPackets = 0;
        packetsOfOtherSsrcs = 0;
        bytesOfOtherSsrcs = 0;
        clock.stop();
        beginTally();
        rates.start(ipv6, nowNs);
    }

    /**
     * Goes on in other terms: SSRC, sequence and counts stay, the timestamp goes on too (RFC 7160 4.2 where its clock
     * changes). A track that is played once is cut off.
     *
     * @param next             what is sent from now on; the place in time is kept when it is another.
     * @param rtpPayloadType   as negotiated.
     * @param eventPayloadType of telephone events, -1 when the peer takes none.
     */
    public void change(final EncodedTrack next, final int rtpPayloadType, final int eventPayloadType) {
        if (next.codec().clockRateHz() != clockRateHz()) {
            clock.stop();
        }
        payloadType = (byte) rtpPayloadType;
        content.change(next);
        content.acceptEvents(eventPayloadType);
        steady = false;
    }

    /**
     * Packets flow again after they were held back, the first intended for {@code firstNs}: media time has passed
     * meanwhile, and the next packet begins a talk spurt (RFC 3551 4.1).
     */
    public void resume(final long firstNs) {
        if (clock.isRunning()) {
            final int passed = clock.timestampAt(firstNs, clockRateHz());
            timestamp = passed - timestamp > 0 ? passed : timestamp;
            marker = true;
        }
    }

    /**
     * Writes the packet that is due.
     *
     * @return its length, at most 12 and the track's largest frame; 0 when nothing is to be sent in this packet time: say
     *         {@link #onQuiet}.
     */
    public int write(final MutableDirectBuffer buffer, final int offset) {
        if (steady) {
            return writeFrame(buffer, offset);
        }
        if (content.isQuietDue()) {
            return 0;
        }
        final int payload = offset + RtpHeaderFlyweight.HEADER_LENGTH;
        if (content.isEventDue()) {
            final boolean first = content.isFirstOfEvent();
            final int length = content.writeEvent(buffer, payload);
            RtpHeaderFlyweight.write(buffer, offset, first, content.eventPayloadType(), sequence, content.eventTimestamp(), ssrc);
            return RtpHeaderFlyweight.HEADER_LENGTH + length;
        }
        final boolean noise = content.isNoiseDue(); // no talk spurt begins with it
        RtpHeaderFlyweight.write(buffer, offset, marker && !noise, noise ? content.noisePayloadType() : payloadType,
                sequence, timestamp, ssrc);
        return RtpHeaderFlyweight.HEADER_LENGTH + content.writeAudio(buffer, payload);
    }

    /**
     * The written packet left.
     *
     * @param nowNs      when it was sent, monotonic.
     * @param latenessNs how long after its intended time.
     */
    public void onSent(final long nowNs, final long latenessNs) {
        if (steady) {
            onFrameSent(nowNs, latenessNs);
            return;
        }
        if (!clock.isRunning()) {
            clock.start(nowNs - latenessNs, timestamp);
        }
        marker = content.isNoiseDue() || marker && content.isEventDue();
        noted = false;
        content.onSent(nowNs, latenessNs);
        sequence = RtpArithmetic.nextSequence(sequence);
        content.step(1);
        steady = track.isUnbroken() && content.isTrackAlone();
    }

    /**
     * The packet time due is silence, of which nothing is sent: the timestamp goes on, the sequence stays, and what comes next
     * begins a talk spurt (RFC 3551 4.1).
     */
    public void onQuiet(final long nowNs) {
        content.onQuiet(nowNs);
        content.step(1);
        marker = true;
    }

    /** Whether the next packet is as ordinary as the last one: neither digits nor a track played once are under way or out. */
    public boolean isSteady() {
        return steady;
    }

    /** The kernel refused the written packet; it will be offered again. */
    public void onRefused() {
        sendErrors++;
    }

    /** Packets whose time passed unsent ({@link PacingTarget#onSkipped}). */
    public void onSkipped(final int packets) {
        skippedPackets += packets;
        content.step(packets);
        marker = true;
    }

    /**
     * Another source uses our SSRC (RFC 3550 8.2): goes on under a new one. Say BYE for the old one first
     * ({@code RtcpSession}). Sequence and timestamp go on; the sender report's counts begin anew (6.4.1).
     */
    public void onSsrcCollision(final int newSsrc) {
        ssrc = newSsrc;
        packetsOfOtherSsrcs = packetsSent();
        bytesOfOtherSsrcs = bytesSent();
    }

    /** Closes the second: the gauges are of the time since the last call. */
    public void onSecond(final long nowNs) {
        if (track != null) {
            rates.onSecond(this, nowNs, clockRateHz());
            beginSecond();
        }
    }

    @Override
    public int ssrc() {
        return ssrc;
    }

    @Override
    public long reportPacketCount() {
        return packetsSent() - packetsOfOtherSsrcs & 0xFFFF_FFFFL;
    }

    @Override
    public long reportOctetCount() {
        return bytesSent() - bytesOfOtherSsrcs & 0xFFFF_FFFFL;
    }

    @Override
    public int rtpTimestampAt(final long nowNs) {
        return clock.isRunning() ? clock.timestampAt(nowNs, clockRateHz()) : timestamp;
    }

    /** What is in the packets: another track for a while, digits. */
    public SendContent content() {
        return content;
    }

    public int payloadType() {
        return payloadType;
    }

    /** Sequence number of the packet to be written next. */
    public int nextSequence() {
        return sequence;
    }

    /** Timestamp of the packet to be written next. */
    public int nextTimestamp() {
        return timestamp;
    }

    /** {@code dtmf_digits_sent}: as telephone events or tones. */
    public long digitsSent() {
        return content.digitsSent();
    }

    /** {@code comfort_noise_packets_sent} (RFC 3389). */
    public long comfortNoisePacketsSent() {
        return content.noisePackets();
    }

    /** {@code send_errors}: refusals, each attempt counted. */
    public long sendErrors() {
        return sendErrors;
    }

    /** Packets never sent because the generator was too late. Not a metric of the tested system. */
    public long skippedPackets() {
        return skippedPackets;
    }

    /** {@code packets_sent_rate_ps}. */
    public double packetsSentRatePs() {
        return rates.packetsPs();
    }

    /** {@code bytes_sent_rate_bps}. */
    public double bytesSentRateBps() {
        return rates.bytesBps();
    }

    /** {@code wire_sent_rate_bps}: with RTP, UDP and IP headers. */
    public double wireSentRateBps() {
        return rates.wireBps();
    }

    /** {@code audio_bitrate_bps} of the send side: payload bits by the media clock. */
    public double audioBitrateBps() {
        return rates.codecBps();
    }

    /** {@code send_lateness_max_us}. */
    public double sendLatenessMaxUs() {
        return rates.latenessMaxUs();
    }

    /** {@code send_lateness_avg_us}. */
    public double sendLatenessAvgUs() {
        return rates.latenessAvgUs();
    }

    /** {@code audio_level_rms_dbov} of the send side. */
    public double audioLevelRmsDbov() {
        return rates.levelRmsDbov();
    }

    /** {@code audio_level_peak_dbov} of the send side. */
    public double audioLevelPeakDbov() {
        return rates.levelPeakDbov();
    }

    /** {@code ptime_ms} of the send side. */
    public double ptimeMs() {
        return track == null ? Double.NaN : track.ptimeMs();
    }

    /** {@code audio_codec} of the send side, null before the first start. */
    public String audioCodec() {
        return track == null ? null : track.codec().encodingName();
    }
}
