package busyhour.sip.ua;

import busyhour.sip.SimNetwork;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A peer that a test plays by hand: collects what comes, sends the text that it is given. */
final class RawPeer implements SimNetwork.Node {

    final TransportAddress address;
    final List<String> received = new ArrayList<>();
    private final SipTransport transport;

    RawPeer(final SimNetwork network, final String host, final int port) {
        address = SimParty.address(host, port);
        transport = network.transport(address);
        network.attach(address, 0, this);
    }

    void send(final TransportAddress to, final String text) {
        final UnsafeBuffer buffer = new UnsafeBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
        transport.send(0, to, buffer, 0, buffer.capacity());
    }

    String last() {
        return received.getLast();
    }

    /** Start line of the last message that came. */
    String lastLine() {
        return last().substring(0, last().indexOf('\r'));
    }

    /** Value of the first header with this name. */
    static String header(final String message, final String name) {
        final Matcher matcher = Pattern.compile("(?m)^" + name + ": ([^\r\n]*)").matcher(message);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** A response to a request that came: Vias, From, To with this tag, Call-ID, CSeq, and these headers and body. */
    static String response(final String request, final String statusLine, final String toTag, final String headers, final String body) {
        final StringBuilder text = new StringBuilder("SIP/2.0 " + statusLine + "\r\n");
        for (final String line : request.split("\r\n")) {
            if (line.startsWith("Via: ") || line.startsWith("From: ") || line.startsWith("Call-ID: ") || line.startsWith("CSeq: ")) {
                text.append(line).append("\r\n");
            } else if (line.startsWith("To: ")) {
                text.append(line).append(line.contains(";tag=") || toTag == null ? "" : ";tag=" + toTag).append("\r\n");
            }
        }
        return text + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** A request of ours out of a dialog. */
    String request(final String method, final String uri, final String branch, final long cSeq, final String headers, final String body) {
        return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + address + ";rport;branch=z9hG4bK" + branch
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:raw@raw>;tag=rawtag\r\nTo: <" + uri + ">\r\nCall-ID: raw-call\r\nCSeq: " + cSeq + " "
                + method + "\r\nContact: <sip:raw@" + address + ">\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Override
    public void onDatagram(
            final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        received.add(buffer.getStringWithoutLengthAscii(offset, length));
    }

    @Override
    public int pollTimers(final long nowNs, final int limit) {
        return 0;
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }
}
