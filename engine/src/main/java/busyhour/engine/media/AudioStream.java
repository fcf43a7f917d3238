package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.Dtmf;
import busyhour.codec.EncodedTrack;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.TargetPolicy;
import busyhour.ipc.plan.MediaSpec;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.SenderReportSource;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.AudioEvents;
import busyhour.rtp.receive.JitterBufferMetrics;
import busyhour.rtp.receive.NetworkMetrics;
import busyhour.rtp.receive.NoteBook;
import busyhour.rtp.receive.PacketOutcome;
import busyhour.rtp.receive.QualityMetrics;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.send.RtpSendStream;
import busyhour.rtp.send.SendContent;
import busyhour.sip.sdp.CodecTable;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The audio stream of one endpoint: the sending and receiving cores, and the digits by all methods.
 *
 * <p>One thread. Allocates nothing after construction.
 */
public final class AudioStream extends MediaStream {

    final RtpSendStream send = new RtpSendStream();
    final RtpReceiveStream receive;
    MediaEvents events = MediaEvents.NONE;

    /** What is expected until the answer says otherwise. */
    final AudioCodec firstCodec;
    final int firstPayloadType;
    final int ptimeMs;
    /** Largest random delay of each sent packet, 0 = none. */
    final int sendJitterMs;
    long jitterSeed;
    /** Tones are looked for although the peer sends telephone events. */
    boolean alwaysTones;
    private final DigitTally tally = new DigitTally();

    /** Hands what the receiving core hears to the listener, while the call's media run. */
    private final class Heard implements AudioEvents {

        @Override
        public void onDigit(final int event, final int durationMs, final boolean tones, final long nowNs) {
            heard(Dtmf.digit(event), durationMs, tones ? DigitMethod.INBAND : DigitMethod.RTP, nowNs);
        }

        @Override
        public void onSpeech(final long nowNs) {
            if (running) {
                events.onSpeech(endpoint, nowNs);
            }
        }

        @Override
        public void onSilence(final long sinceNs, final long nowNs) {
            if (running) {
                events.onSilence(endpoint, sinceNs, nowNs);
            }
        }
    }

    AudioStream(final int number, final int endpoint, final MediaSpec spec, final DatagramIo io, final TargetPolicy policy,
            final ConnectedSockets connected, final NoteBook notes) {
        super(number, endpoint, spec.audio().dscp(), spec, io, policy, connected);
        firstCodec = AudioCodec.byName(spec.audio().codecs().getFirst());
        firstPayloadType = CodecTable.row(CodecTable.find(firstCodec.encodingName())).payloadType();
        ptimeMs = spec.audio().ptimeMs();
        sendJitterMs = spec.audio().sendJitterMs();
        receive = new RtpReceiveStream(PlayoutMode.valueOf(spec.jitterBuffer().name()), new Heard());
        for (final String codec : spec.audio().codecs()) {
            receive.prepare(AudioCodec.byName(codec));
        }
        receive.takeNotes(notes, number);
        send.spokenTo(receive);
        send.noteIn(notes, number);
    }

    @Override
    void clear(final int newSsrc) {
        super.clear(newSsrc);
        tally.clear();
    }

    @Override
    int write(final MutableDirectBuffer buffer, final int offset) {
        return send.write(buffer, offset);
    }

    @Override
    void onSent(final long sentNs, final long intendedNs) {
        send.onSent(sentNs, sentNs - intendedNs);
    }

    @Override
    void onQuiet(final long nowNs) {
        send.onQuiet(nowNs);
    }

    @Override
    void onSsrcCollision(final int newSsrc) {
        ssrc = newSsrc;
        send.onSsrcCollision(newSsrc);
    }

    @Override
    void onRefused() {
        send.onRefused();
    }

    @Override
    void onGivenUp(final long nowNs) {
        send.onSkipped(1);
    }

    /** Packet time. */
    long packetNs() {
        return send.track().ptimeMs() * NS_PER_MS;
    }

    @Override
    void tell(final long nowNs) {
        if (!send.isSteady()) {
            receive.onTime(nowNs);
            tellEnds(nowNs);
        } else if (!send.isNoted()) {
            receive.onTime(nowNs);
        }
    }

    private void tellEnds(final long nowNs) {
        final SendContent content = send.content();
        if (content.takeDigitsDone()) {
            events.onDigitsSent(endpoint, nowNs);
        }
        if (content.takePlayed()) {
            events.onPlayed(endpoint, nowNs);
        }
    }

    @Override
    int onRtp(final DirectBuffer buffer, final int offset, final int length, final long arrivalNs, final int mark) {
        final int outcome = receive.onPacket(buffer, offset, length, arrivalNs, decoding == null ? mark : NoteBook.UNMARKED);
        if (decoding != null && outcome <= PacketOutcome.COMFORT_NOISE) {
            decoding.audio(outcome == PacketOutcome.MEDIA ? receive.codec() : null, buffer, offset, length, arrivalNs);
        }
        return outcome;
    }

    @Override
    void onFirstPacket(final long nowNs) {
        events.onMediaStarted(endpoint, nowNs);
    }

    @Override
    void onSecond(final long nowNs) {
        send.onSecond(nowNs);
        receive.roundTripMs(session.rttMs());
        receive.onSecond(nowNs);
    }

    @Override
    long notedNs() {
        return receive.notedNs();
    }

    @Override
    SenderReportSource sender() {
        return send;
    }

    @Override
    ReceptionReportSource reception() {
        return receive.receptionReport();
    }

    @Override
    int clockRateHz() {
        return send.clockRateHz();
    }

    /**
     * Plays a track once from its beginning in place of the ordinary one, which goes on afterwards;
     * {@link MediaEvents#onPlayed} says when. A track that plays already is replaced.
     *
     * @param track of the codec and packet time that are sent.
     * @return false when the stream does not run, or the track is of another codec or packet time.
     */
    public boolean play(final EncodedTrack track) {
        return running && send.content().play(track);
    }

    /**
     * Sends digits one after the other in place of the audio. While nothing may be sent (hold, pause) they wait.
     *
     * @param digits     ASCII: 0-9, A-D, * and #; kept until {@link MediaEvents#onDigitsSent}, not copied.
     * @param method     {@link DigitMethod#RTP} or {@link DigitMethod#INBAND}.
     * @param durationMs of each.
     * @param gapMs      between two.
     * @return false when the stream does not run, digits are under way, or the peer takes none by this method.
     */
    public boolean sendDigits(final byte[] digits, final byte method, final int durationMs, final int gapMs) {
        final SendContent content = send.content();
        final boolean begun = running
                && (method == DigitMethod.INBAND ? content.sendTones(digits, durationMs, gapMs) : content.sendEvents(digits, durationMs, gapMs));
        tally.sent(begun ? method : 0);
        return begun;
    }

    /** A digit went by INFO: it is counted here, with all others. */
    public void onInfoDigitSent() {
        tally.sentByInfo();
    }

    /** A digit came by INFO: counted, and told as {@link MediaEvents#onDigit}. */
    public void onInfoDigit(final byte digit, final int durationMs, final long nowNs) {
        receive.onInfoDigit(durationMs);
        heard(digit, durationMs, DigitMethod.INFO, nowNs);
    }

    private void heard(final byte digit, final int durationMs, final byte method, final long nowNs) {
        tally.received(method);
        if (running) {
            events.onDigit(endpoint, digit, durationMs, method, nowNs);
        }
    }

    @Override
    public QualityMetrics quality() {
        return receive.quality();
    }

    @Override
    public NetworkMetrics network() {
        return receive.network();
    }

    @Override
    public JitterBufferMetrics jitterBuffer() {
        return receive.jitterBuffer();
    }

    public RtpSendStream send() {
        return send;
    }

    public RtpReceiveStream receive() {
        return receive;
    }

    /** {@code dtmf_digits_sent}: by every method. */
    public long digitsSent() {
        return send.digitsSent() + tally.byInfo();
    }

    /** By which methods digits went in this call. */
    public DigitTally digits() {
        return tally;
    }
}
