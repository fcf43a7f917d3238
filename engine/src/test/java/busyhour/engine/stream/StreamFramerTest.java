package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** RFC 3261 7.5, 18.3 and RFC 5626 4.4.1 on a stream cut anywhere. */
class StreamFramerTest {

    private static final String PLAIN = "OPTIONS sip:a@b SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 4\r\n\r\nbody";
    private static final String COMPACT = "SIP/2.0 200 OK\r\ni: 2\r\nl: 0\r\n\r\n";
    private static final String FOLDED = "INFO sip:a@b SIP/2.0\r\nSubject: a\r\n b\r\nContent-Length:\r\n\t  3  \r\nX: y\r\n\r\nabc";
    private static final String ODD = "MESSAGE sip:a@b SIP/2.0\r\nCONTENT-length \t: 7\r\nLocation: l: 99\r\n\r\n\r\n\r\nl:5";
    private static final String TWICE = "INVITE sip:a@b SIP/7.0\r\nl: 2\r\nContent-Length: 2\r\n\r\nok";
    private static final String BARE = "BYE sip:a@b SIP/2.0\nCall-ID: 6\nl: 1\n\nx";
    private static final String NO_LENGTH = "ACK sip:a@b SIP/2.0\r\nCall-ID: 7\r\n\r\n";
    private static final List<String> MESSAGES = List.of(PLAIN, COMPACT, FOLDED, ODD, TWICE, BARE, NO_LENGTH);

    /** What was found, as text; what a stream in pieces would have given. */
    private static List<String> read(final String stream, final int... cuts) {
        final byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[bytes.length + 3]);
        final StreamFramer framer = new StreamFramer();
        final List<String> found = new ArrayList<>();
        int at = 3;
        int copied = 0;
        for (int i = 0; i <= cuts.length; i++) {
            final int limit = i < cuts.length ? cuts[i] : bytes.length;
            buffer.putBytes(3 + copied, bytes, copied, limit - copied);
            copied = limit;
            int result;
            while ((result = framer.next(buffer, at, 3 + limit)) != StreamFramer.MORE) {
                final String text = buffer.getStringWithoutLengthAscii(at, framer.length());
                switch (result) {
                    case StreamFramer.MESSAGE -> found.add(text);
                    case StreamFramer.BAD_LENGTH -> found.add("bad " + text);
                    case StreamFramer.TOO_LONG -> found.add("too long");
                    case StreamFramer.GARBAGE -> found.add("garbage " + text.strip());
                    case StreamFramer.PING -> found.add("ping");
                    default -> found.add("crlf");
                }
                if (result == StreamFramer.TOO_LONG || result == StreamFramer.BAD_LENGTH) {
                    return found;
                }
                at += framer.length();
            }
        }
        return found;
    }

    @Test
    void shouldFindMessagesInOnePiece() {
        assertThat(read(String.join("", MESSAGES))).isEqualTo(MESSAGES);
    }

    @Test
    void shouldFindTheSameWhereverTheStreamIsCutOnceAndTwice() {
        final String stream = String.join("", MESSAGES) + "\r\n\r\n" + "nonsense\r\n" + PLAIN + "\r\n" + COMPACT;
        final List<String> whole = read(stream);
        assertThat(whole).hasSize(MESSAGES.size() + 6).contains("ping", "garbage nonsense");
        for (int cut = 0; cut <= stream.length(); cut++) {
            assertThat(read(stream, cut)).as("cut at %d", cut).isEqualTo(whole);
            for (int second = cut; second <= stream.length(); second += 7) {
                assertThat(read(stream, cut, second)).as("cut at %d and %d", cut, second).isEqualTo(whole);
            }
        }
    }

    @Test
    void shouldFindTheSameOctetByOctetAndInRandomPieces() {
        final String stream = String.join("\r\n\r\n", MESSAGES);
        final List<String> whole = read(stream);
        final int[] each = new int[stream.length()];
        for (int i = 0; i < each.length; i++) {
            each[i] = i;
        }
        assertThat(read(stream, each)).isEqualTo(whole);
        final Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            final int[] cuts = random.ints(random.nextInt(1, 20), 0, stream.length()).sorted().toArray();
            assertThat(read(stream, cuts)).isEqualTo(whole);
        }
    }

    @Test
    void shouldTellPingsFromAnswersToPings() {
        assertThat(read("\r\n")).containsExactly("crlf");
        assertThat(read("\r\n\r\n")).containsExactly("crlf", "ping");
        assertThat(read("\r\n\r\n\r\n\r\n")).containsExactly("crlf", "ping", "crlf", "ping");
        assertThat(read(COMPACT + "\r\n" + COMPACT + "\r\n")).containsExactly(COMPACT, "crlf", COMPACT, "crlf");
    }

    @Test
    void shouldTakeAMessageWithoutLengthAsOneWithoutBodyAndSkipTheRest() {
        final StreamFramer framer = new StreamFramer();
        final UnsafeBuffer buffer = new UnsafeBuffer(NO_LENGTH.getBytes(StandardCharsets.US_ASCII));
        assertThat(framer.next(buffer, 0, buffer.capacity())).isEqualTo(StreamFramer.MESSAGE);
        assertThat(framer.lengthMissing()).isTrue();
        assertThat(read(NO_LENGTH + "v=0\r\no=- 1 1 IN IP4 a\r\n" + PLAIN))
                .containsExactly(NO_LENGTH, "garbage v=0", "garbage o=- 1 1 IN IP4 a", PLAIN);
    }

    @Test
    void shouldRefuseLengthsThatSayNothingOrTwoThings() {
        for (final String value : List.of("", "x", "-1", "1 2", "3;a", "0x1", "1\r\n 2")) {
            assertThat(read("INFO sip:a@b SIP/2.0\r\nContent-Length: " + value + "\r\n\r\n")).as("'%s'", value)
                    .hasSize(1).allMatch(found -> found.startsWith("bad "));
        }
        assertThat(read("INFO sip:a@b SIP/2.0\r\nl: 1\r\nContent-Length: 2\r\n\r\nab")).hasSize(1).allMatch(found -> found.startsWith("bad "));
    }

    @Test
    void shouldCutOffWhatHasNoEnd() {
        final String start = "INFO sip:a@b SIP/2.0\r\n";
        assertThat(read("x".repeat(8_193))).containsExactly("too long");
        assertThat(read(start + "X: " + "y".repeat(9_000))).containsExactly("too long");
        assertThat(read(start + "X: y\r\n" + " z\r\n".repeat(3_000))).containsExactly("too long");
        assertThat(read(start + "X: y\r\n".repeat(257))).containsExactly("too long");
        assertThat(read(start + ("X: " + "y".repeat(1_000) + "\r\n").repeat(70))).containsExactly("too long");
        assertThat(read(start + "l: 65536\r\n\r\n")).containsExactly("too long");
        assertThat(read(start + "l: 99999999999999999999\r\n\r\n")).containsExactly("too long");
        assertThat(read("no SIP at all\r\n".repeat(600))).hasSizeBetween(400, 600).last().isEqualTo("too long");
    }

    @Test
    void shouldTakeTheLongestMessage() {
        final String head = "INFO sip:a@b SIP/2.0\r\nContent-Length: ";
        final int body = 65_536 - head.length() - 5 - 4;
        final String message = head + body + "\r\n\r\n" + "b".repeat(body);
        assertThat(message).hasSize(65_536);
        assertThat(read(message + COMPACT, 100, 30_000, 65_535)).containsExactly(message, COMPACT);
    }
}
