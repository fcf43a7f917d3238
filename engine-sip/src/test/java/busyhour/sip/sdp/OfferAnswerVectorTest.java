package busyhour.sip.sdp;

import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import busyhour.sip.Vectors;
import busyhour.sip.message.Span;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The exchanges of RFC 4317: both sides must be readable, and our own answers to their offers legal. */
class OfferAnswerVectorTest {

    private static final String FOLDER = "01-sip/rfc4317";
    private static final Pattern OPEN_AUDIO = Pattern.compile("(?m)^m=audio [1-9]\\d* RTP/AVP((?: \\d+)+)\\s*$");

    private final SdpView offer = new SdpView();
    private final SdpView answer = new SdpView();
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[2_048]);

    @TestFactory
    Stream<DynamicTest> shouldAnswerEachOffer() {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final JsonNode section : Vectors.json(FOLDER, "exchanges.json")) {
            for (final JsonNode exchange : section.path("exchanges")) {
                tests.add(dynamicTest(exchange.path("offer").asText(), () -> exchange(exchange)));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private void exchange(final JsonNode exchange) {
        final UnsafeBuffer offered = read(exchange.path("offer").asText());
        final UnsafeBuffer answered = read(exchange.path("answer").asText());
        assertThat(offer.parse(offered, 0, offered.capacity())).isEqualTo(SdpFault.OK);
        assertThat(answer.parse(answered, 0, answered.capacity())).isEqualTo(SdpFault.OK);
        assertSameLines(exchange.path("answer").asText());

        final LocalDescription local = new LocalDescription().beginSession(1);
        local.address().parse("192.0.2.9");
        local.audio().rtpPort(6_000);
        final NegotiatedSession media = new NegotiatedSession();
        final int length = offerAnswer.writeAnswer(offer, local, out, 0, out.capacity(), media);
        final int expected = firstPcm(text(offered, Span.of(0, offered.capacity())));
        if (expected < 0) {
            assertThat(length).isEqualTo(-OfferAnswer.NOTHING_COMMON);
            return;
        }
        assertThat(media.audio().sendPayloadType()).isEqualTo(expected);
        assertThat(media.audio().hasRemoteAddress()).as("RFC 4317 names hosts").isFalse();
        assertThat(answer.parse(out, 0, length)).isEqualTo(SdpFault.OK);
        assertSameLines("ours");
        for (int line = 0; line < answer.mediaCount(); line++) {
            assertThat(answer.port(line) != 0).isEqualTo(line == media.audio().mediaIndex());
        }
    }

    /** RFC 3264 6: as many lines, in the same order, of the same types. */
    private void assertSameLines(final String what) {
        assertThat(answer.mediaCount()).as(what).isEqualTo(offer.mediaCount());
        for (int media = 0; media < offer.mediaCount(); media++) {
            assertThat(text(answer.buffer(), answer.mediaTypeText(media))).as(what)
                    .isEqualTo(text(offer.buffer(), offer.mediaTypeText(media)));
            assertThat(text(answer.buffer(), answer.protocol(media))).as(what)
                    .isEqualTo(text(offer.buffer(), offer.protocol(media)));
        }
    }

    private static UnsafeBuffer read(final String file) {
        return new UnsafeBuffer(Vectors.read(Vectors.folder(FOLDER).resolve(file)));
    }

    /** @return the first of the static types 0 and 8 in an open audio line, found by other means than ours; -1 for none. */
    private static int firstPcm(final String description) {
        final Matcher lines = OPEN_AUDIO.matcher(description);
        while (lines.find()) {
            for (final String format : lines.group(1).trim().split(" ")) {
                if (format.equals("0") || format.equals("8")) {
                    return Integer.parseInt(format);
                }
            }
        }
        return -1;
    }
}
