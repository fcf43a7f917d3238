package busyhour.sip.transaction;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipParser;
import busyhour.sip.message.SipWriter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The two requests that repeat an INVITE's headers, branch included: the ACK to a final response other than 2xx (RFC 3261
 * 17.1.1.3), whose To comes from the response, and the CANCEL (9.1). One scratch buffer.
 */
final class InviteEchoes {

    private static final int CAPACITY = 8_192;
    private static final byte[] MAX_FORWARDS = Ascii.bytes("70");

    private final SipParser parser = new SipParser();
    private final SipMessage invite = new SipMessage();
    private final SipWriter writer = new SipWriter();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[CAPACITY]);

    /** What {@link #ack} and {@link #cancel} wrote, from offset 0. */
    DirectBuffer buffer() {
        return scratch;
    }

    /** Length of the ACK, negative when it cannot be written. */
    int ack(final DirectBuffer buffer, final int offset, final int length, final SipMessage response) {
        parser.parse(buffer, offset, length, invite);
        begin(SipMethod.ACK);
        writer.copyHeaders(response, SipHeader.TO);
        return end(SipMethod.ACK);
    }

    /** Length of the CANCEL, negative when it cannot be written. */
    int cancel(final DirectBuffer buffer, final int offset, final int length) {
        parser.parse(buffer, offset, length, invite);
        begin(SipMethod.CANCEL);
        writer.copyHeaders(invite, SipHeader.TO);
        return end(SipMethod.CANCEL);
    }

    /** Copies the INVITE's credentials into its ACK (RFC 3261 22.1). */
    void credentials(final DirectBuffer buffer, final int offset, final int length, final SipWriter ack) {
        parser.parse(buffer, offset, length, invite);
        ack.copyHeaders(invite, SipHeader.AUTHORIZATION).copyHeaders(invite, SipHeader.PROXY_AUTHORIZATION);
    }

    private void begin(final byte method) {
        writer.wrap(scratch, 0, CAPACITY)
                .requestLine(method, invite.buffer(), invite.requestUriText())
                .header(SipHeader.VIA, invite.buffer(), invite.topVia().text())
                .copyHeaders(invite, SipHeader.ROUTE)
                .header(SipHeader.MAX_FORWARDS, MAX_FORWARDS)
                .copyHeaders(invite, SipHeader.FROM);
    }

    private int end(final byte method) {
        writer.copyHeaders(invite, SipHeader.CALL_ID)
                .name(SipHeader.CSEQ).uint(invite.cSeq()).space().append(SipMethod.octets(method)).endLine();
        return writer.noBody().finish();
    }
}
