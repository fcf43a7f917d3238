package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SimDatagramIo;
import busyhour.engine.io.SimNetwork;
import busyhour.engine.io.TargetPolicy;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.ipc.plan.MediaSpec;
import busyhour.sip.TransportAddress;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.LocalDescription;
import busyhour.sip.sdp.NegotiatedSession;
import busyhour.sip.sdp.OfferAnswer;
import busyhour.sip.sdp.SdpView;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Two endpoints of one shard that talk to each other, with real offers and answers, in virtual time. */
final class MediaRig implements MediaEvents, MediaTraffic {

    static final long MS = 1_000_000;
    static final int ALICE = 0;
    static final int BOB = 1;

    private static final TransportAddress LOOPBACK = new TransportAddress().setIpv4(0x7F000001, 0);

    final SimDatagramIo io = new SimNetwork().host();
    long nowNs = 5_000 * MS;
    final MediaStreams streams;
    final List<String> events = new ArrayList<>();
    final LocalDescription[] descriptions = {new LocalDescription(), new LocalDescription()};
    final NegotiatedSession[] terms = {new NegotiatedSession(), new NegotiatedSession()};
    final int[] received = new int[2];
    private final EncodedTrack[] tracks = new EncodedTrack[8];
    private final UnsafeBuffer offer = new UnsafeBuffer(new byte[2_048]);
    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[2_048]);
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final SdpView view = new SdpView();
    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
    /** Last packet that came for each endpoint. */
    final int[] lastPayloadType = new int[2];
    final int[] lastSsrc = new int[2];
    final int[] lastSequence = new int[2];
    /** Its octets. */
    final byte[][] wire = new byte[2][];

    MediaRig() {
        this(MediaSpec.PLAIN, MediaSpec.PLAIN);
    }

    MediaRig(final MediaSpec alice, final MediaSpec bob) {
        streams = new MediaStreams(new MediaSpec[] {alice, bob}, io, new PortRange(20_000, 20_199), new TargetPolicy(false, List.of()),
                () -> nowNs, new KernelClock(), this, 7);
        streams.events(this);
        for (int endpoint = ALICE; endpoint <= BOB; endpoint++) {
            open(endpoint);
            descriptions[endpoint].audio().codecs(CodecTable.PCMU, CodecTable.PCMA);
        }
    }

    private void open(final int endpoint) {
        streams.open(endpoint, LOOPBACK, nowNs);
        descriptions[endpoint].beginSession(endpoint + 1).address().copyFrom(LOOPBACK);
        descriptions[endpoint].audio().rtpPort(streams.audio(endpoint).port());
    }

    EncodedTrack track(final int endpoint) {
        final AudioCodec codec = AudioCodec.byName(CodecTable.row(terms[endpoint].audio().codec()).planName());
        final int ptimeMs = terms[endpoint].audio().ptimeMs();
        final int slot = codec.ordinal() * 4 + ptimeMs / 20;
        if (tracks[slot] == null) {
            tracks[slot] = TrackEncoder.encode(SpeechSignal.samples(), codec, ptimeMs);
        }
        return tracks[slot];
    }

    /** One offers, the other answers. */
    void negotiate(final int offerer) {
        negotiate(offerer, 0);
    }

    /** The answer takes a while to arrive, and who gave it sends already. */
    void negotiate(final int offerer, final int answerMs) {
        final int answerer = 1 - offerer;
        view.parse(offer, 0, offerAnswer.writeOffer(descriptions[offerer], offer, 0, offer.capacity()));
        final int length = offerAnswer.writeAnswer(view, descriptions[answerer], answer, 0, answer.capacity(), terms[answerer]);
        view.parse(answer, 0, length);
        if (length < 0 || offerAnswer.onAnswer(view, descriptions[offerer], terms[offerer]) != OfferAnswer.OK) {
            throw new AssertionError("no agreement");
        }
        apply(answerer);
        run(answerMs);
        apply(offerer);
    }

    private void apply(final int endpoint) {
        streams.audioTerms(endpoint, track(endpoint), endpoint, terms[endpoint].audio(), nowNs);
    }

    void run(final int milliseconds) {
        for (int i = 0; i < milliseconds; i++) {
            nowNs += MS;
            streams.cycle().now(nowNs);
            io.poll(this::onDatagram, 1_000);
            streams.cycle().send(nowNs, 1_000);
            streams.cycle().pollRtcp(nowNs, 100);
            if (nowNs % (1_000 * MS) == 0) {
                streams.onSecond(ALICE, nowNs);
                streams.onSecond(BOB, nowNs);
            }
        }
    }

    private void onDatagram(final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length,
            final long arrivalEpochNs, final int tos) {
        final int tag = io.tag(socket);
        if (!MediaTags.isRtcp(tag) && !MediaTags.isShared(tag)) {
            header.wrap(buffer, offset, length);
            lastPayloadType[tag] = header.payloadType();
            lastSsrc[tag] = header.ssrc();
            lastSequence[tag] = header.sequence();
            wire[tag] = new byte[length];
            buffer.getBytes(offset, wire[tag]);
        }
        streams.cycle().onDatagram(socket, source, buffer, offset, length, arrivalEpochNs, tos);
    }

    private static String name(final int endpoint) {
        return endpoint == ALICE ? "alice" : "bob";
    }

    @Override
    public void onSent(final int endpoint, final long latenessNs) {
        // the receiver counts
    }

    @Override
    public void onSkipped(final int endpoint, final int packets, final long latenessNs) {
        throw new AssertionError("the rig is never late");
    }

    @Override
    public void onReceived(final int endpoint) {
        received[endpoint]++;
    }

    @Override
    public void onMediaStarted(final int endpoint, final long atNs) {
        events.add(name(endpoint) + " media");
    }

    @Override
    public void onDigit(final int endpoint, final byte digit, final int durationMs, final byte method, final long atNs) {
        events.add(name(endpoint) + " " + (char) digit + " " + durationMs + " " + DigitMethod.name(method));
    }

    @Override
    public void onDigitsSent(final int endpoint, final long atNs) {
        events.add(name(endpoint) + " sent");
    }

    @Override
    public void onPlayed(final int endpoint, final long atNs) {
        events.add(name(endpoint) + " played");
    }

    @Override
    public void onSilence(final int endpoint, final long sinceNs, final long atNs) {
        if (quiet) {
            events.add(name(endpoint) + " silence");
        }
    }

    @Override
    public void onSpeech(final int endpoint, final long atNs) {
        if (quiet) {
            events.add(name(endpoint) + " speech");
        }
    }

    /** Whether speech and silence are of interest. */
    boolean quiet;
}
