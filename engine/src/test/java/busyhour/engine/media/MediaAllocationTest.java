package busyhour.engine.media;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.MemoryDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.TargetPolicy;
import busyhour.ipc.plan.MediaSpec;
import busyhour.sip.TransportAddress;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.LocalDescription;
import busyhour.sip.sdp.NegotiatedSession;
import busyhour.sip.sdp.OfferAnswer;
import busyhour.sip.sdp.SdpView;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** New terms, digits and files in a running stream, offer and answer included, with a peer that follows. */
class MediaAllocationTest {

    private static final long MS = 1_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EncodedTrack muLaw = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMU, 20);
    private final EncodedTrack aLaw = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMA, 20);
    private final byte[] digits = {'1', '2'};
    private final int[] aLawOnly = {CodecTable.PCMA};
    private final int[] muLawOnly = {CodecTable.PCMU};
    private final LocalDescription us = new LocalDescription().beginSession(1);
    private final LocalDescription peer = new LocalDescription().beginSession(2);
    private final NegotiatedSession terms = new NegotiatedSession();
    private final NegotiatedSession theirs = new NegotiatedSession();
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final SdpView view = new SdpView();
    private final UnsafeBuffer offer = new UnsafeBuffer(new byte[2_048]);
    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[2_048]);
    private final MemoryDatagramIo io = new MemoryDatagramIo(8);
    private long nowNs = 1_000 * MS;
    private int packets;
    private final MediaStreams streams = new MediaStreams(new MediaSpec[] {MediaSpec.PLAIN, MediaSpec.PLAIN}, io, new PortRange(20_000, 20_199),
            new TargetPolicy(false, List.of()), () -> nowNs, new KernelClock(), new MediaTraffic() {
                @Override
                public void onSent(final int endpoint, final long latenessNs) {
                    packets++;
                }

                @Override
                public void onSkipped(final int endpoint, final int skipped, final long latenessNs) {
                    throw new AssertionError("late");
                }

                @Override
                public void onReceived(final int endpoint) {
                    packets++;
                }
            }, 3);

    @Test
    void shouldAllocateNothing() {
        final TransportAddress local = new TransportAddress().setIpv4(0x7F000001, 0);
        us.address().setIpv4(0x7F000001, 0);
        us.audio().rtpPort(open(0, local));
        peer.address().setIpv4(0x7F000001, 0);
        peer.audio().rtpPort(open(1, local));
        negotiate(Direction.SENDRECV, muLawOnly, muLaw);
        threads.getCurrentThreadAllocatedBytes(); // its first call allocates
        turn();
        turn();
        final int before = packets;
        final long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        turn();
        final long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        assertThat(allocated).isZero();
        assertThat(packets - before).isGreaterThan(100);
    }

    private int open(final int endpoint, final TransportAddress local) {
        assertThat(streams.open(endpoint, local, nowNs)).isZero();
        return streams.audio(endpoint).port();
    }

    private void turn() {
        negotiate(Direction.SENDONLY, null, muLaw);
        run();
        negotiate(Direction.INACTIVE, null, muLaw);
        streams.audio(0).sendDigits(digits, DigitMethod.RTP, 60, 60);
        run();
        negotiate(Direction.SENDRECV, aLawOnly, aLaw);
        run();
        streams.audio(0).sendDigits(digits, DigitMethod.INBAND, 60, 60);
        streams.audio(0).play(aLaw);
        run();
        streams.pause(0, true, nowNs);
        run();
        streams.pause(0, false, nowNs);
        negotiate(Direction.SENDRECV, muLawOnly, muLaw);
        run();
        streams.audio(0).onInfoDigit((byte) '1', 100, nowNs);
        streams.onSecond(0, nowNs);
    }

    private void negotiate(final int direction, final int[] codecs, final EncodedTrack track) {
        us.audio().propose(direction, codecs);
        view.parse(offer, 0, offerAnswer.writeOffer(us, offer, 0, offer.capacity()));
        view.parse(answer, 0, offerAnswer.writeAnswer(view, peer, answer, 0, answer.capacity(), theirs));
        if (offerAnswer.onAnswer(view, us, terms) != OfferAnswer.OK) {
            throw new AssertionError("no agreement");
        }
        streams.audioTerms(0, track, 0, terms.audio(), nowNs);
        streams.audioTerms(1, track, 1, theirs.audio(), nowNs);
    }

    private void run() {
        for (int i = 0; i < 1_000; i++) {
            nowNs += MS;
            streams.cycle().now(nowNs);
            io.poll(streams.cycle(), 100);
            streams.cycle().send(nowNs, 10);
            streams.cycle().pollRtcp(nowNs, 10);
        }
    }
}
