package busyhour.sip.fuzz;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.NameAddr;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipParser;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.message.Via;
import org.agrona.concurrent.UnsafeBuffer;

/** Parses, walks over all that can be asked for, and writes a refusal where one can be written. */
final class MessageSubject implements FuzzRun.Subject {

    private static final byte[] NO_SUCH = Ascii.bytes("nosuch");

    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private final HeaderValues values = new HeaderValues();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final Via via = new Via();
    private final SipWriter writer = new SipWriter();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[65_536 * 2]);
    private final TransportAddress source = new TransportAddress().setIpv4(0x7F000001, 5060);
    private int length;

    @Override
    public boolean use(final UnsafeBuffer buffer, final int offset, final int octets) {
        final int fault = parser.parse(buffer, offset, octets, message);
        if (fault != message.fault() || fault < SipFault.OK || fault >= SipFault.COUNT || message.length() > octets) {
            throw new IllegalStateException("fault " + fault);
        }
        length = octets;
        inside(message.requestUriText());
        inside(message.methodText());
        inside(message.callId());
        inside(message.fromTag());
        inside(message.toTag());
        inside(message.topVia().text());
        inside(message.topVia().branch());
        inside(message.topVia().parameters());
        inside(message.contact().uri());
        if (message.bodyLength() > 0) {
            inside(Span.of(message.bodyOffset(), message.bodyLength()));
        }
        for (int i = 0; i < message.headerCount(); i++) {
            inside(message.headerName(i));
            inside(message.headerValue(i));
            final byte id = message.headerId(i);
            if (message.firstHeader(id) == i) {
                walk(id);
            }
        }
        message.hasSdp();
        message.acceptsSdp();
        refuse();
        return fault == SipFault.OK;
    }

    private void walk(final byte id) {
        values.reset(message, id);
        int count = 0;
        while (values.next()) {
            inside(values.value());
            if (address.wrap(message.buffer(), values.value()) == SipFault.OK) {
                inside(address.parameters());
                inside(address.displayName());
                address.parameter(NO_SUCH);
                if (uri.wrap(message.buffer(), address.uri()) == SipFault.OK) {
                    inside(uri.user());
                    inside(uri.host());
                    inside(uri.parameters());
                }
            }
            if (id == SipHeader.VIA && via.wrap(message.buffer(), Span.offset(values.value()), Span.length(values.value())) == SipFault.OK) {
                inside(via.host());
            }
            if (++count > length) {
                throw new IllegalStateException("more values than octets");
            }
        }
    }

    private void inside(final long span) {
        if (Span.isPresent(span) && (Span.length(span) < 0 || Span.end(span) > length)) {
            throw new IllegalStateException("span " + Span.offset(span) + "+" + Span.length(span) + " of " + length);
        }
    }

    private void refuse() {
        if (message.isAnswerable()) {
            writer.wrap(out, 0, out.capacity()).statusLine(400).copyVias(message, source)
                    .copyHeaders(message, SipHeader.FROM).copyHeaders(message, SipHeader.TO).noBody();
            if (writer.finish() <= 0) {
                throw new IllegalStateException("no refusal could be written");
            }
        }
    }
}
