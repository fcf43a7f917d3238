package busyhour.sip.sdp;

import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.message.Messages;
import busyhour.sip.message.Span;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One side of a session: offers, answers and takes answers as text. */
final class SdpParty {

    final LocalDescription local = new LocalDescription();
    final NegotiatedSession media = new NegotiatedSession();
    private KeyStream keys = new KeyStream(new byte[KeyStream.SEED_LENGTH]);
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private String lastAnswer;
    private final SdpView view = new SdpView();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[16_384]);

    SdpParty() {
        local.beginSession(77);
        local.address().parse("10.0.0.9");
        local.audio().rtpPort(30_000);
    }

    SdpParty(final int seed) {
        this();
        keys = new KeyStream(new byte[] {
            (byte) seed, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31});
        local.address().parse("10.0.0." + seed);
    }

    SdpParty withVideo(final int... codecs) {
        local.video().enabled(true).rtpPort(30_002).codecs(codecs.length == 0 ? new int[] {CodecTable.H264, CodecTable.VP8} : codecs);
        return this;
    }

    SdpParty secure(final SrtpPolicy policy, final SrtpKeying[] keying, final CryptoSuite... suites) {
        final byte[] fingerprint = new byte[32];
        keys.fill(fingerprint, 0, fingerprint.length);
        for (final LocalMedia stream : List.of(local.audio(), local.video())) {
            stream.security().policy(policy, keying, suites.length == 0 ? CryptoSuite.values() : suites, keys).fingerprint(fingerprint);
        }
        return this;
    }

    SdpView read(final String description) {
        final UnsafeBuffer octets = Messages.buffer(description.replace("\n", "\r\n"));
        view.parse(octets, 0, octets.capacity());
        return view;
    }

    private String written(final int length) {
        assertThat(length).as("length or verdict").isPositive();
        final String written = text(out, Span.of(0, length)).replace("\r\n", "\n");
        assertThat(read(written).fault()).as("we can read ourselves").isEqualTo(SdpFault.OK);
        return written;
    }

    String offer() {
        return written(offerAnswer.writeOffer(local, out, 0, out.capacity()));
    }

    String answer(final String offer) {
        final int count = read(offer).mediaCount();
        final String answer = written(offerAnswer.writeAnswer(read(offer), local, out, 0, out.capacity(), media));
        assertThat(lines(answer)).as("as many lines as the offer has (RFC 3264 6)").hasSize(count);
        return answer;
    }

    /** @return a length, or a negated verdict; then {@link #lastAnswer()} is none. */
    int tryAnswer(final String offer) {
        final int length = offerAnswer.writeAnswer(read(offer), local, out, 0, out.capacity(), media);
        lastAnswer = length < 0 ? null : written(length);
        return length;
    }

    String lastAnswer() {
        return lastAnswer;
    }

    /** @return the status code that refuses the offer. */
    int refusal(final String offer) {
        final String before = toText();
        final int verdict = -offerAnswer.writeAnswer(read(offer), local, out, 0, out.capacity(), media);
        assertThat(verdict).isPositive();
        assertThat(toText()).as("a refusal leaves all as it was").isEqualTo(before);
        return OfferAnswer.statusCode(verdict);
    }

    int onAnswer(final String answer) {
        return offerAnswer.onAnswer(read(answer), local, media);
    }

    static List<String> lines(final String description) {
        return description.lines().filter(line -> line.startsWith("m=")).toList();
    }

    private String toText() {
        return media.audio().codec() + " " + media.audio().remoteRtp() + " " + Direction.name(media.audio().direction()) + " " + media.audio().isClosed();
    }
}
