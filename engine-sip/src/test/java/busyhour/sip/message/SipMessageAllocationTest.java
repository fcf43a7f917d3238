package busyhour.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.Allocations;
import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SipMessageAllocationTest {

    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private final SipWriter writer = new SipWriter();
    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(4_096));
    private final TransportAddress address = new TransportAddress();

    @Test
    void shouldParseWithoutAllocation() {
        final UnsafeBuffer invite = Messages.buffer(Messages.INVITE);
        final UnsafeBuffer faulty = Messages.buffer(Messages.INVITE.replace("CSeq: 3", "CSeq: x").replace("To: Bob", "To: \"Bob"));
        final HeaderValues values = new HeaderValues();
        final NameAddr route = new NameAddr();
        final SipUri uri = new SipUri();
        Allocations.assertNone(() -> {
            parser.parse(invite, 0, invite.capacity(), message);
            values.reset(message, SipHeader.RECORD_ROUTE);
            while (values.next()) {
                route.wrap(message.buffer(), values.value());
                uri.wrap(message.buffer(), route.uri());
            }
            parser.parse(faulty, 0, faulty.capacity(), message);
        });
        assertThat(parser.parse(invite, 0, invite.capacity(), message)).isEqualTo(SipFault.OK);
    }

    @Test
    void shouldWriteWithoutAllocation() {
        final UnsafeBuffer octets = Messages.buffer(Messages.INVITE);
        parser.parse(octets, 0, octets.capacity(), message);
        address.parse("2001:db8::7");
        Allocations.assertNone(() -> {
            writer.wrap(out, 0, out.capacity()).statusLine(200).copyVias(message, address)
                    .copyHeaders(message, SipHeader.FROM).copyHeaders(message, SipHeader.CALL_ID)
                    .copyHeaders(message, SipHeader.CSEQ).copyHeaders(message, SipHeader.RECORD_ROUTE);
            writer.name(SipHeader.CONTACT).ascii("<sip:").hostPort(address).ascii(">").endLine();
            writer.header(SipHeader.EXPIRES, 3_600).beginBody().hex(7).finish();
            writer.wrap(out, 0, 100).requestLine(SipMethod.ACK, message.buffer(), message.requestUriText())
                    .copyHeaders(message, SipHeader.VIA).finish();
        });
        assertThat(writer.overflows()).isPositive();
    }

    @Test
    void shouldReadAndWriteAddressesWithoutAllocation() {
        final UnsafeBuffer text = Messages.buffer("[2001:db8::9:1]192.0.2.1");
        Allocations.assertNone(() -> {
            address.parse(text, 0, 15);
            address.putTextWithPort(out, 0);
            address.parse(text, 15, 9);
            address.putTextWithPort(out, 0);
        });
        assertThat(address.isIpv4()).isTrue();
    }
}
