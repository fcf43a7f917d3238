package busyhour.sip.fuzz;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.CryptoSuite;
import busyhour.sip.sdp.KeyStream;
import busyhour.sip.sdp.LocalDescription;
import busyhour.sip.sdp.LocalMedia;
import busyhour.sip.sdp.NegotiatedSession;
import busyhour.sip.sdp.OfferAnswer;
import busyhour.sip.sdp.SdpFault;
import busyhour.sip.sdp.SdpView;
import busyhour.sip.sdp.SrtpKeying;
import busyhour.sip.sdp.SrtpPolicy;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads a description, asks for all that is in it, takes it as an answer, and answers it as an offer. */
final class SdpSubject implements FuzzRun.Subject {

    private static final byte[] CRYPTO = Ascii.bytes("crypto");

    private final SdpView view = new SdpView();
    private final SdpView ours = new SdpView();
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final LocalDescription local = all();
    private final NegotiatedSession media = new NegotiatedSession();
    private final TransportAddress address = new TransportAddress();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[SdpView.MAX_LENGTH * 2]);

    /** Every codec, video, feedback, both ways of keying: so that all of a description is read. */
    private static LocalDescription all() {
        final LocalDescription local = new LocalDescription();
        final SrtpKeying[] keying = {SrtpKeying.SDES, SrtpKeying.DTLS};
        local.audio().codecs(IntStream.range(CodecTable.PCMU, CodecTable.H264).toArray()).comfortNoise(true).rtcpMux(true);
        local.video().enabled(true).rtpPort(6_000).codecs(CodecTable.H264, CodecTable.H264_MODE_0, CodecTable.VP8);
        for (final LocalMedia stream : List.of(local.audio(), local.video())) {
            stream.feedback().wanted(true, true).reports(true, true);
            stream.security().policy(SrtpPolicy.PREFERRED, keying, CryptoSuite.values(), new KeyStream(new byte[KeyStream.SEED_LENGTH]))
                    .fingerprint(new byte[32]);
        }
        return local;
    }

    @Override
    public boolean use(final UnsafeBuffer buffer, final int offset, final int length) {
        view.parse(buffer, offset, length);
        for (int media = 0; media < view.mediaCount(); media++) {
            view.direction(media);
            view.ptimeMs(media);
            view.rtpAddress(media, address);
            view.rtcpAddress(media, address);
            view.attribute(media, CRYPTO);
            for (int format = 0; format < view.formatCount(media); format++) {
                view.rtpmap(media, view.payloadType(media, format));
                view.fmtp(media, view.payloadType(media, format));
            }
        }
        offerAnswer.onAnswer(view, local, media);
        final int answer = offerAnswer.writeAnswer(view, local, out, 0, out.capacity(), media);
        if (answer > 0 && (ours.parse(out, 0, answer) != SdpFault.OK || ours.mediaCount() != view.mediaCount())) {
            throw new IllegalStateException("our own answer is none: " + out.getStringWithoutLengthAscii(0, answer));
        }
        return answer > 0;
    }
}
