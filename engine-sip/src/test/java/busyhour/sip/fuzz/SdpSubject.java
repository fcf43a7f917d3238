package busyhour.sip.fuzz;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.sdp.LocalDescription;
import busyhour.sip.sdp.NegotiatedSession;
import busyhour.sip.sdp.OfferAnswer;
import busyhour.sip.sdp.SdpFault;
import busyhour.sip.sdp.SdpView;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads a description, asks for all that is in it, takes it as an answer, and answers it as an offer. */
final class SdpSubject implements FuzzRun.Subject {

    private static final byte[] CRYPTO = Ascii.bytes("crypto");

    private final SdpView view = new SdpView();
    private final SdpView ours = new SdpView();
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final LocalDescription local = new LocalDescription();
    private final NegotiatedSession media = new NegotiatedSession();
    private final TransportAddress address = new TransportAddress();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[SdpView.MAX_LENGTH * 2]);

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
