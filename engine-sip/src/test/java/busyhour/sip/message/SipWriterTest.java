package busyhour.sip.message;

import static busyhour.sip.message.Messages.parse;
import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipWriterTest {

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2_048]);
    private final SipWriter writer = new SipWriter();

    private String written() {
        final int length = writer.finish();
        assertThat(length).isNotNegative();
        return text(writer.buffer(), Span.of(0, length));
    }

    @Test
    void shouldWriteARequestThatCanBeRead() {
        final UnsafeBuffer target = Messages.buffer("sip:bob@192.0.2.4");
        writer.wrap(buffer, 5, 1_000).requestLine(SipMethod.INVITE, target, Span.of(0, target.capacity()));
        writer.name(SipHeader.VIA).append(Ascii.bytes("SIP/2.0/UDP ")).hostPort(new TransportAddress().setIpv4(0x7F000001, 5062))
                .append(Ascii.bytes(";branch=z9hG4bK")).hex(0x0123_4567_89AB_CDEFL).endLine();
        writer.header(SipHeader.FROM, Ascii.bytes("<sip:a@b>;tag=1")).header(SipHeader.TO, Ascii.bytes("<sip:b@b>"));
        writer.name(SipHeader.CALL_ID).ascii("abc\u00e9").uint(Long.MAX_VALUE).endLine();
        writer.name(SipHeader.CSEQ).uint(0).space().append(SipMethod.octets(SipMethod.INVITE)).endLine();
        writer.header(SipHeader.MAX_FORWARDS, 70).name(Ascii.bytes("X-Y")).octet((byte) 'z').endLine();
        writer.body(Messages.buffer("12345"), 1, 3);

        assertThat(written()).isEqualTo("""
                INVITE sip:bob@192.0.2.4 SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK0123456789abcdef
                From: <sip:a@b>;tag=1
                To: <sip:b@b>
                Call-ID: abc?9223372036854775807
                CSeq: 0 INVITE
                Max-Forwards: 70
                X-Y: z
                Content-Length: 3

                234""".replace("\n", "\r\n"));
        assertThat(parse(written()).fault()).isEqualTo(SipFault.OK);
    }

    @Test
    void shouldPatchTheLengthOfABodyThatFollows() {
        writer.wrap(buffer, 0, 1_000).statusLine(200).beginBody().ascii("0123456789abc");
        assertThat(written()).isEqualTo("SIP/2.0 200 OK\r\nContent-Length:    13\r\n\r\n0123456789abc");
        writer.wrap(buffer, 0, 1_000).statusLine(204).beginBody();
        assertThat(written()).isEqualTo("SIP/2.0 204 No Notification\r\nContent-Length:     0\r\n\r\n");
    }

    @Test
    void shouldCopyWhatAResponseCopies() {
        final SipMessage invite = parse(Messages.INVITE);
        writer.wrap(buffer, 0, 2_048).statusLine(180).copyVias(invite, null).copyHeaders(invite, SipHeader.RECORD_ROUTE)
                .copyHeaders(invite, SipHeader.FROM).copyHeaders(invite, SipHeader.CALL_ID).copyHeaders(invite, SipHeader.CSEQ);
        writer.name(SipHeader.TO).append(invite.buffer(), invite.to().text()).ascii(";tag=x").endLine().noBody();

        final SipMessage response = parse(written());
        assertThat(response.fault()).isEqualTo(SipFault.OK);
        assertThat(response.viaCount()).isEqualTo(2);
        assertThat(text(response, response.topVia().text())).isEqualTo(text(invite, invite.topVia().text()));
        assertThat(text(response, response.reason())).isEqualTo("Ringing");
        assertThat(response.cSeqMethod()).isEqualTo(SipMethod.INVITE);
        assertThat(text(response, response.toTag())).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SIP/2.0/UDP 192.0.2.1;branch=1            | SIP/2.0/UDP 192.0.2.1;branch=1
            SIP/2.0/UDP 192.0.2.9;branch=1            | SIP/2.0/UDP 192.0.2.9;branch=1;received=192.0.2.1
            SIP/2.0/UDP host.example;branch=1         | SIP/2.0/UDP host.example;branch=1;received=192.0.2.1
            SIP/2.0/UDP 192.0.2.1;rport;branch=1      | SIP/2.0/UDP 192.0.2.1;rport=4711;branch=1;received=192.0.2.1
            SIP/2.0/UDP 192.0.2.1;branch=1;rport      | SIP/2.0/UDP 192.0.2.1;branch=1;rport=4711;received=192.0.2.1
            SIP/2.0/UDP h;rport, SIP/2.0/UDP g;rport  | SIP/2.0/UDP h;rport=4711;received=192.0.2.1, SIP/2.0/UDP g;rport
            SIP/2.0/UDP h;received=10.0.0.1           | SIP/2.0/UDP h;received=10.0.0.1
            """)
    void shouldSayInTheTopViaWhereTheRequestCameFrom(final String via, final String expected) {
        final SipMessage request = parse(Messages.OPTIONS.replace("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc", "Via: " + via));
        assertThat(request.fault()).isEqualTo(SipFault.OK);
        writer.wrap(buffer, 0, 2_048).copyVias(request, new TransportAddress().setIpv4(0xC0000201, 4711));
        assertThat(written()).isEqualTo("Via: " + expected + "\r\n");
    }

    @Test
    void shouldRefuseAndCountWhatDoesNotFitWhereverItEnds() {
        final SipMessage invite = parse(Messages.INVITE);
        int needed = write(invite, 2_048);
        assertThat(needed).isPositive();
        for (int capacity = 0; capacity < needed; capacity++) {
            final long before = writer.overflows();
            buffer.putByte(capacity, (byte) 0x55);
            assertThat(write(invite, capacity)).as("capacity %d", capacity).isEqualTo(SipWriter.OVERFLOW);
            assertThat(writer.overflows()).isEqualTo(before + 1);
            assertThat(buffer.getByte(capacity)).isEqualTo((byte) 0x55);
        }
        assertThat(write(invite, needed)).isEqualTo(needed);
    }

    private int write(final SipMessage invite, final int capacity) {
        writer.wrap(buffer, 0, capacity).statusLine(200).copyVias(invite, new TransportAddress().setIpv4(0x7F000001, 9))
                .copyHeaders(invite, SipHeader.FROM).header(SipHeader.MAX_FORWARDS, 70).name(SipHeader.CALL_ID).hex(7).endLine();
        return writer.beginBody().ascii("body").finish();
    }

    @Test
    void shouldHaveAPhraseForEachCode() {
        for (int code = 100; code < 700; code++) {
            assertThat(SipReason.phrase(code)).as("%d", code).isNotEmpty();
        }
    }
}
