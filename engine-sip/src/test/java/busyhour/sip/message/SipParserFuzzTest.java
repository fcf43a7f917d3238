package busyhour.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.Allocations;
import busyhour.sip.TransportAddress;
import busyhour.sip.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * Spoilt messages: no exception, every span inside the message, bounded time, and what was accepted can be answered.
 * A seed that fails is in the message of the failure.
 */
class SipParserFuzzTest {

    private static final int ROUNDS = 60_000;
    /** Processor time, so that a busy machine fails no test. */
    private static final long MAX_PARSE_NS = 500_000_000L;

    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private final HeaderValues values = new HeaderValues();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final SipWriter writer = new SipWriter();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[65_536 * 2]);
    private final TransportAddress source = new TransportAddress().setIpv4(0x7F000001, 5060);

    private static List<byte[]> corpus() {
        final List<byte[]> corpus = new ArrayList<>();
        for (final String text : List.of(Messages.INVITE, Messages.OPTIONS, Messages.OK)) {
            corpus.add(text.getBytes(StandardCharsets.UTF_8));
        }
        for (final String folder : List.of("01-sip/rfc4475", "01-sip/rfc5118", "01-sip/messages", "01-sip/fuzz-seeds")) {
            try {
                for (final Path file : Vectors.files(folder)) {
                    if (!file.toString().endsWith(".json")) {
                        corpus.add(Vectors.read(file));
                    }
                }
            } catch (final TestAbortedException absent) {
                // The built-in messages remain: the test is worth running with them alone.
                continue;
            }
        }
        return corpus;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_260_725, 0x5EED})
    void shouldSurviveSpoiltMessages(final long seed) {
        System.out.println("seed " + seed);
        final List<byte[]> corpus = corpus();
        final Mutator mutator = new Mutator(seed);
        int accepted = 0;
        for (int round = 0; round < ROUNDS / 3; round++) {
            final byte[] octets = mutator.mutate(corpus.get(mutator.below(corpus.size())));
            accepted += use(octets, "seed " + seed + ", round " + round) ? 1 : 0;
        }
        assertThat(accepted).as("messages still accepted").isPositive();
    }

    @Test
    void shouldSurviveEachSeedOfOtherFuzzersAsItIs() {
        for (final byte[] octets : corpus()) {
            use(octets, new String(octets, 0, Math.min(octets.length, 80), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void shouldStayFastOnWhatIsMadeToBeSlow() {
        final String[] fillers = {
            " ", "\r\n ", ",", ";", ";a", "\"", "\\", "<", "a:b,", "\"\",", "<a:b>,", "SIP/2.0/UDP h,", "=", ";a=\"", "x:y\r\n", ":"};
        for (final String filler : fillers) {
            for (final String header : List.of("Via: SIP/2.0/UDP h", "Contact: ", "Route: ", "To: ", "X: ", "")) {
                final StringBuilder text = new StringBuilder(Messages.OPTIONS.replace("Content-Length: 0\r\n\r\n", header));
                while (text.length() + filler.length() < SipLimits.MAX_MESSAGE_LENGTH - 4) {
                    text.append(filler);
                }
                final byte[] octets = text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
                use(octets, header + filler);
            }
        }
    }

    /** @return whether the message was accepted. */
    private boolean use(final byte[] octets, final String what) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[octets.length + 9]);
        buffer.putBytes(7, octets);
        final long start = Allocations.cpuNs();
        try {
            final int fault = parser.parse(buffer, 7, octets.length, message);
            assertThat(fault).isEqualTo(message.fault()).isBetween(SipFault.OK, SipFault.COUNT - 1);
            walk(octets.length);
            answer();
        } catch (final RuntimeException e) {
            throw new AssertionError(what + ":\n" + new String(octets, StandardCharsets.ISO_8859_1), e);
        }
        assertThat(Allocations.cpuNs() - start).as(what).isLessThan(MAX_PARSE_NS);
        return message.fault() == SipFault.OK;
    }

    private void walk(final int length) {
        assertThat(message.length()).isLessThanOrEqualTo(length);
        inside(message.requestUriText(), length);
        inside(message.callId(), length);
        inside(message.fromTag(), length);
        inside(message.toTag(), length);
        inside(message.topVia().text(), length);
        inside(message.topVia().branch(), length);
        inside(message.topVia().parameters(), length);
        inside(message.contact().uri(), length);
        for (int i = 0; i < message.headerCount(); i++) {
            inside(message.headerName(i), length);
            inside(message.headerValue(i), length);
            final byte id = message.headerId(i);
            if (message.firstHeader(id) == i) {
                values.reset(message, id);
                int count = 0;
                while (values.next()) {
                    inside(values.value(), length);
                    if (address.wrap(message.buffer(), values.value()) == SipFault.OK) {
                        inside(address.parameters(), length);
                        address.parameter(Ascii.bytes("nosuch"));
                        uri.wrap(message.buffer(), address.uri());
                    }
                    count++;
                }
                assertThat(count).isLessThanOrEqualTo(length);
            }
        }
        message.hasSdp();
    }

    private static void inside(final long span, final int length) {
        if (Span.isPresent(span) && (Span.length(span) < 0 || Span.end(span) > length)) {
            throw new IllegalStateException("span " + Span.offset(span) + "+" + Span.length(span) + " of " + length);
        }
    }

    private void answer() {
        if (message.isAnswerable()) {
            writer.wrap(out, 0, out.capacity()).statusLine(400).copyVias(message, source)
                    .copyHeaders(message, SipHeader.FROM).copyHeaders(message, SipHeader.TO).noBody();
            assertThat(writer.finish()).isPositive();
        }
    }
}
