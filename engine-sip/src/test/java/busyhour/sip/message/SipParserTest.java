package busyhour.sip.message;

import static busyhour.sip.message.Messages.parse;
import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipParserTest {

    @Test
    void shouldReadAllThatATransactionNeeds() {
        final SipMessage invite = parse(Messages.INVITE);

        assertThat(invite.fault()).isEqualTo(SipFault.OK);
        assertThat(invite.isRequest()).isTrue();
        assertThat(invite.method()).isEqualTo(SipMethod.INVITE);
        assertThat(text(invite, invite.requestUriText())).isEqualTo("sip:bob@biloxi.example.com");
        assertThat(text(invite, invite.requestUri().user())).isEqualTo("bob");
        assertThat(text(invite, invite.requestUri().host())).isEqualTo("biloxi.example.com");
        assertThat(invite.viaCount()).isEqualTo(2);
        assertThat(invite.topVia().transport()).isEqualTo(Via.UDP);
        assertThat(text(invite, invite.topVia().host())).isEqualTo("proxy.atlanta.example.com");
        assertThat(invite.topVia().port()).isEqualTo(5060);
        assertThat(text(invite, invite.topVia().branch())).isEqualTo("z9hG4bK77ef4c2312983.1");
        assertThat(invite.topVia().hasMagicCookie()).isTrue();
        assertThat(invite.topVia().hasRport()).isTrue();
        assertThat(invite.topVia().rport()).isEqualTo(-1);
        assertThat(invite.topVia().received()).isEqualTo(Span.NONE);
        assertThat(text(invite, invite.from().displayName())).isEqualTo("Alice Liddell");
        assertThat(text(invite, invite.from().uri())).isEqualTo("sip:alice@atlanta.example.com");
        assertThat(text(invite, invite.fromTag())).isEqualTo("1928301774");
        assertThat(text(invite, invite.to().displayName())).isEqualTo("Bob");
        assertThat(invite.toTag()).isEqualTo(Span.NONE);
        assertThat(text(invite, invite.callId())).isEqualTo("a84b4c76e66710@pc33.atlanta.example.com");
        assertThat(invite.cSeq()).isEqualTo(314159);
        assertThat(invite.cSeqMethod()).isEqualTo(SipMethod.INVITE);
        assertThat(invite.maxForwards()).isEqualTo(69);
        assertThat(invite.expiresSeconds()).isEqualTo(-1);
        assertThat(text(invite, invite.contact().uri())).isEqualTo("sip:alice@192.0.2.101:5062;transport=udp");
        assertThat(invite.contentLength()).isEqualTo(236);
        assertThat(invite.bodyLength()).isEqualTo(236);
        assertThat(invite.hasSdp()).isTrue();
        assertThat(text(invite, Span.of(invite.bodyOffset(), 3))).isEqualTo("v=0");
        assertThat(invite.length()).isEqualTo(Messages.INVITE.length());
        assertThat(invite.headerCount()).isEqualTo(15);
    }

    @Test
    void shouldReadAResponse() {
        final SipMessage response = parse(Messages.OK);

        assertThat(response.fault()).isEqualTo(SipFault.OK);
        assertThat(response.isResponse()).isTrue();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response, response.reason())).isEqualTo("OK");
        assertThat(response.method()).isEqualTo(SipMethod.OPTIONS);
        assertThat(text(response, response.topVia().received())).isEqualTo("192.0.2.1");
        assertThat(text(response, response.toTag())).isEqualTo("2");
    }

    @Test
    void shouldLeaveNothingOfTheMessageBefore() {
        final SipMessage message = parse(Messages.INVITE);
        final byte[] next = Messages.OK.getBytes(StandardCharsets.US_ASCII);
        new SipParser().parse(new UnsafeBuffer(next), 0, next.length, message);

        assertThat(message.isRequest()).isFalse();
        assertThat(message.contact().isPresent()).isFalse();
        assertThat(message.contactCount()).isZero();
        assertThat(message.maxForwards()).isEqualTo(-1);
        assertThat(message.hasHeader(SipHeader.RECORD_ROUTE)).isFalse();
        assertThat(message.hasHeader(SipHeader.USER_AGENT)).isFalse();
        assertThat(message.bodyLength()).isZero();
        assertThat(message.requestUri().isPresent()).isFalse();
    }

    @Test
    void shouldTakeLineFeedsAloneAndLeadingEmptyLines() {
        final SipMessage message = parse("\r\n\r\n" + Messages.INVITE.replace("\r\n", "\n").replace("236", "1"));
        assertThat(message.fault()).isEqualTo(SipFault.OK);
        assertThat(message.bodyLength()).isEqualTo(1);
    }

    @Test
    void shouldTakeCompactFormsInAnyCase() {
        final SipMessage message = parse(Messages.INVITE.replace("Via:", "V :").replace("From:", "f:").replace("To:", "T:")
                .replace("Call-ID:", "i:").replace("Contact:", "m:").replace("Content-Length:", "l:")
                .replace("Content-Type:", "c:").replace("Supported:", "k:").replace("CSeq:", "cSEQ\t:"));
        assertThat(message.fault()).isEqualTo(SipFault.OK);
        assertThat(message.viaCount()).isEqualTo(2);
        assertThat(message.hasSdp()).isTrue();
        assertThat(text(message, message.value(SipHeader.SUPPORTED))).isEqualTo("replaces, timer");
    }

    @Test
    void shouldReadFoldedHeaders() {
        final SipMessage message = parse(Messages.OPTIONS
                .replace("From: <sip:alice@example.com>;tag=1", "From:\r\n \"A\r\n\tB\"\r\n <sip:alice@example.com>\r\n ; tag\r\n = 1")
                .replace("CSeq: 7 OPTIONS", "CSeq: 7\r\n  OPTIONS"));
        assertThat(message.fault()).isEqualTo(SipFault.OK);
        assertThat(text(message, message.fromTag())).isEqualTo("1");
        assertThat(text(message, message.from().uri())).isEqualTo("sip:alice@example.com");
        assertThat(message.cSeq()).isEqualTo(7);
    }

    @Test
    void shouldWalkOverValuesInLinesAndBetweenCommas() {
        final SipMessage message = parse(Messages.OPTIONS.replace("CSeq:", """
                Route: <sip:a,b@p1;lr>, "x, \\"y" <sip:p2>\r
                Route: <sip:p3>;q="1,2",,<sip:p4>,\r
                CSeq:"""));
        assertThat(message.fault()).isEqualTo(SipFault.OK);
        final HeaderValues values = new HeaderValues().reset(message, SipHeader.ROUTE);
        final StringBuilder found = new StringBuilder();
        while (values.next()) {
            found.append(text(message, values.value())).append('|');
        }
        assertThat(found).hasToString("<sip:a,b@p1;lr>|\"x, \\\"y\" <sip:p2>|<sip:p3>;q=\"1,2\"|<sip:p4>|");
        assertThat(values.reset(message, SipHeader.RECORD_ROUTE).next()).isFalse();
    }

    @Test
    void shouldKeepUnknownHeadersAndMethods() {
        final SipMessage message = parse(Messages.OPTIONS.replace("OPTIONS", "FROB!").replace("CSeq", "X-Thing: ä;;,\r\nCSeq"));
        assertThat(message.fault()).isEqualTo(SipFault.OK);
        assertThat(message.method()).isEqualTo(SipMethod.UNKNOWN);
        assertThat(text(message, message.methodText())).isEqualTo("FROB!");
        final int index = message.findUnknown(Ascii.bytes("x-thing"));
        assertThat(text(message, message.headerValue(index))).isEqualTo("ä;;,");
        assertThat(message.findUnknown(Ascii.bytes("x-thinG"))).isEqualTo(-1);
    }

    @Test
    void shouldIgnoreWhatFollowsTheBodyAndTakeTheRestWithoutContentLength() {
        assertThat(parse(Messages.OPTIONS + "OPTIONS sip:x").length()).isEqualTo(Messages.OPTIONS.length());
        final SipMessage message = parse(Messages.OPTIONS.replace("Content-Length: 0\r\n", "") + "abc");
        assertThat(message.fault()).isEqualTo(SipFault.OK);
        assertThat(message.bodyLength()).isEqualTo(3);
        assertThat(message.contentLength()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc | X: y                             | MISSING_VIA
            From: <sip:alice@example.com>;tag=1          | X: y                             | MISSING_FROM
            To: <sip:bob@example.com>                    | X: y                             | MISSING_TO
            Call-ID: 1@192.0.2.1                         | X: y                             | MISSING_CALL_ID
            CSeq: 7 OPTIONS                              | X: y                             | MISSING_CSEQ
            CSeq: 7 OPTIONS                              | CSeq: 7 INVITE                   | CSEQ_METHOD_MISMATCH
            CSeq: 7 OPTIONS                              | CSeq: 7 options                  | CSEQ_METHOD_MISMATCH
            CSeq: 7 OPTIONS                              | CSeq: 4294967296 OPTIONS         | BAD_CSEQ
            CSeq: 7 OPTIONS                              | CSeq: 36893488147419103232 OPTIONS | BAD_CSEQ
            CSeq: 7 OPTIONS                              | CSeq: -1 OPTIONS                 | BAD_CSEQ
            CSeq: 7 OPTIONS                              | CSeq: 7OPTIONS                   | BAD_CSEQ
            CSeq: 7 OPTIONS                              | CSeq: 7                          | BAD_CSEQ
            Call-ID: 1@192.0.2.1                         | Call-ID: 1 2                     | BAD_CALL_ID
            Call-ID: 1@192.0.2.1                         | Call-ID:                         | BAD_CALL_ID
            Content-Length: 0                            | Content-Length: 1                | BODY_TRUNCATED
            Content-Length: 0                            | Content-Length: -1               | BAD_CONTENT_LENGTH
            Content-Length: 0                            | Content-Length: 99999999999      | BAD_CONTENT_LENGTH
            Content-Length: 0                            | Content-Length: 0, 0             | BAD_CONTENT_LENGTH
            To: <sip:bob@example.com>                    | To: <sip:bob@example.com         | BAD_TO
            To: <sip:bob@example.com>                    | To: "Bob <sip:bob@example.com>   | BAD_TO
            To: <sip:bob@example.com>                    | To: <sip:bob@example.com>,<sip:x> | BAD_TO
            To: <sip:bob@example.com>                    | To: <sip:bob@example.com>;;x     | BAD_TO
            To: <sip:bob@example.com>                    | To:                              | BAD_TO
            To: <sip:bob@example.com>                    | To: <sip:bob @example.com>       | BAD_TO
            To: <sip:bob@example.com>                    | To: <>                           | BAD_TO
            To: <sip:bob@example.com>                    | To: sip:bob@example.com?a=b      | BAD_TO
            From: <sip:alice@example.com>;tag=1          | From: alice;tag=1                | BAD_FROM
            From: <sip:alice@example.com>;tag=1          | From: <sip:a@b>;=1               | BAD_FROM
            Call-ID: 1@192.0.2.1                         | Call-ID:1{}Contact:<sip:a@b>;;   | BAD_CONTACT
            Call-ID: 1@192.0.2.1                         | Call-ID:1{}Contact:              | BAD_CONTACT
            Call-ID: 1@192.0.2.1                         | Call-ID:1{}call-id: 1            | DUPLICATE_HEADER
            Call-ID: 1@192.0.2.1                         | Call-ID:1{}Max-Forwards: 70{}Max-Forwards: 70 | DUPLICATE_HEADER
            Content-Length: 0                            | Content-Length: 0{}l: 0          | DUPLICATE_HEADER
            Call-ID: 1@192.0.2.1                         | Call-ID:1{}Max-Forwards: x       | BAD_MAX_FORWARDS
            Call-ID: 1@192.0.2.1                         | Call-ID:1{}No colon              | BAD_HEADER_LINE
            Call-ID: 1@192.0.2.1                         | Call-ID:1{}:novalue              | BAD_HEADER_LINE
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc | Via: SIP/2.0/UDP                 | BAD_VIA
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc | Via: SIP/UDP 192.0.2.1       | BAD_VIA
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc | Via: SIP/2.0/UDP 192.0.2.1:99999 | BAD_VIA
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc | Via: SIP/2.0/UDP 192.0.2.1,      | BAD_VIA
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc | Via: SIP/2.0/UDP [::1;branch=z9hG4bKabc | BAD_VIA
            OPTIONS sip:bob@example.com SIP/2.0          | OPTIONS sip:bob@example.com SIP/3.0 | BAD_VERSION
            OPTIONS sip:bob@example.com SIP/2.0          | OPTIONS  sip:bob@example.com SIP/2.0 | BAD_REQUEST_URI
            OPTIONS sip:bob@example.com SIP/2.0          | OPTIONS <sip:bob@example.com> SIP/2.0 | BAD_REQUEST_URI
            OPTIONS sip:bob@example.com SIP/2.0          | OPTIONS sip:2001:db8::10 SIP/2.0 | BAD_REQUEST_URI
            OPTIONS sip:bob@example.com SIP/2.0          | OPTIONS sip:bob@example.com;x y SIP/2.0 | BAD_REQUEST_URI
            OPTIONS sip:bob@example.com SIP/2.0          | OPTIONS sip:bob@example.com      | BAD_START_LINE
            OPTIONS sip:bob@example.com SIP/2.0          | SIP/2.0 4294967301 OK            | BAD_STATUS_CODE
            OPTIONS sip:bob@example.com SIP/2.0          | SIP/2.0 099 OK                   | BAD_STATUS_CODE
            """)
    void shouldTellEachFault(final String line, final String instead, final String fault) throws ReflectiveOperationException {
        final SipMessage message = parse(Messages.OPTIONS.replace(line, instead.replace("{}", "\r\n")));
        final int expected = SipFault.class.getField(fault).getInt(null);
        assertThat(SipFault.text(message.fault())).isEqualTo(SipFault.text(expected));
    }

    @Test
    void shouldReadWhatAnAnswerNeedsDespiteAFault() {
        final SipMessage message = parse(Messages.OPTIONS.replace("To: <sip:bob@example.com>", "To: bob"));
        assertThat(message.fault()).isEqualTo(SipFault.BAD_TO);
        assertThat(SipFault.statusCode(message.fault())).isEqualTo(400);
        assertThat(message.isAnswerable()).isTrue();
        assertThat(message.cSeq()).isEqualTo(7);
        assertThat(text(message, message.topVia().branch())).isEqualTo("z9hG4bKabc");
        assertThat(message.to().isPresent()).isFalse();
    }

    @Test
    void shouldTakeNoOtherViaInPlaceOfAFaultyTopmostOne() {
        final SipMessage message = parse(Messages.OPTIONS.replace("Via:", "Via: SIP/2.0 UDP h\r\nVia:"));
        assertThat(message.fault()).isEqualTo(SipFault.BAD_VIA);
        assertThat(message.topVia().isPresent()).isFalse();
        assertThat(message.isAnswerable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n\r\n", "\n"})
    void shouldAnswerNothingToKeepAlives(final String text) {
        assertThat(parse(text).fault()).isEqualTo(SipFault.EMPTY);
        assertThat(SipFault.statusCode(SipFault.EMPTY)).isZero();
    }

    @Test
    void shouldHoldItsLimits() {
        assertThat(parse(Messages.OPTIONS.replace("CSeq", "X: " + "y".repeat(9_000) + "\r\nCSeq")).fault())
                .isEqualTo(SipFault.LINE_TOO_LONG);
        assertThat(parse("OPTIONS sip:" + "y".repeat(9_000) + " SIP/2.0\r\n\r\n").fault()).isEqualTo(SipFault.LINE_TOO_LONG);
        assertThat(parse(Messages.OPTIONS.replace("CSeq", "X: y\r\n".repeat(250) + "CSeq")).fault()).isEqualTo(SipFault.OK);
        assertThat(parse(Messages.OPTIONS.replace("CSeq", "X: y\r\n".repeat(251) + "CSeq")).fault())
                .isEqualTo(SipFault.TOO_MANY_HEADERS);
        final SipMessage viaTooLate = parse(Messages.OPTIONS.replaceFirst("Via", "X: y\r\n".repeat(256) + "Via"));
        assertThat(viaTooLate.fault()).isEqualTo(SipFault.TOO_MANY_HEADERS);
        assertThat(viaTooLate.isAnswerable()).isFalse();
        assertThat(parse(new byte[SipLimits.MAX_MESSAGE_LENGTH + 1]).fault()).isEqualTo(SipFault.TOO_LARGE);
        assertThat(parse(Messages.OPTIONS.replace("<sip:bob@example.com>", "<sip:bob@example.com>" + ";a".repeat(65))).fault())
                .isEqualTo(SipFault.BAD_TO);
        assertThat(parse(Messages.OPTIONS.replace("CSeq", "Contact: " + "<a:b>,".repeat(256) + "<a:b>\r\nCSeq")).fault())
                .isEqualTo(SipFault.TOO_MANY_VALUES);
    }

    @Test
    void shouldNotTakeHeadersThatTheDatagramCutsOff() {
        for (int length = 1; length < Messages.OPTIONS.length(); length++) {
            assertThat(parse(Messages.OPTIONS.substring(0, length)).fault()).as("length %d", length).isNotEqualTo(SipFault.OK);
        }
    }

    @Test
    void shouldTakeOverlargeMaxForwardsAsAbsent() {
        final SipMessage message = parse(Messages.OPTIONS.replace("CSeq", "Max-Forwards: 256\r\nExpires: 4294967296\r\nCSeq"));
        assertThat(message.fault()).isEqualTo(SipFault.OK);
        assertThat(message.maxForwards()).isEqualTo(-1);
        assertThat(message.expiresSeconds()).isEqualTo(-1);
    }

    @Test
    void shouldKnowEachHeaderByItsNameAndNoOther() {
        for (byte id = 1; id < SipHeader.COUNT; id++) {
            final String name = SipHeader.name(id);
            assertThat(SipHeader.parse(Messages.buffer(name), 0, name.length())).as(name).isEqualTo(id);
            final String upper = name.toUpperCase(Locale.ROOT);
            assertThat(SipHeader.parse(Messages.buffer(upper), 0, name.length())).as(upper).isEqualTo(id);
            final String other = name.substring(0, name.length() - 1) + "#";
            assertThat(SipHeader.parse(Messages.buffer(other), 0, name.length())).as(other).isEqualTo(SipHeader.UNKNOWN);
        }
    }

    @Test
    void shouldKnowEachMethodByItsNameAndNoOther() {
        for (byte method = 1; method < SipMethod.COUNT; method++) {
            final String name = SipMethod.name(method);
            assertThat(SipMethod.parse(Messages.buffer(name), 0, name.length())).as(name).isEqualTo(method);
            final String other = name.substring(0, name.length() - 1) + "x";
            assertThat(SipMethod.parse(Messages.buffer(other), 0, name.length())).as(other).isEqualTo(SipMethod.UNKNOWN);
        }
    }
}
