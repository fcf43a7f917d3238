package busyhour.engine.run;

import java.util.List;

/** SIP messages of a foreign peer at 127.0.0.1:5059, as text. */
final class RawSip {

    private static final String SDP = """
            v=0\r
            o=- 1 1 IN IP4 127.0.0.1\r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio 9000 RTP/AVP 0\r
            """;

    private RawSip() {
    }

    static String invite(final String user, final int port, final String callId) {
        return request("INVITE", user, port, callId, 1, "Contact: <sip:peer@127.0.0.1:5059>\r\nContent-Type: application/sdp\r\n", "", SDP);
    }

    static String cancel(final String user, final int port, final String callId) {
        return request("CANCEL", user, port, callId, 1, "", "", "");
    }

    /** ACK or BYE in the dialog that our 200 made. */
    static String inDialog(final String method, final String user, final int port, final String callId, final String ok) {
        final int cSeq = method.equals("ACK") ? 1 : 2;
        final String to = header(ok, "To");
        return request(method, user, port, callId, cSeq, "", to.substring(to.indexOf(";tag=")), "");
    }

    private static String request(final String method, final String user, final int port, final String callId, final int cSeq,
            final String more, final String toTag, final String body) {
        final String branch = method.equals("CANCEL") ? "INVITE" : method;
        return method + " sip:" + user + "@127.0.0.1:" + port + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5059;branch=z9hG4bK" + callId + branch + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:peer@127.0.0.1>;tag=peer" + callId + "\r\n"
                + "To: <sip:" + user + "@127.0.0.1>" + toTag + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + cSeq + " " + method + "\r\n"
                + more + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** A response to a request. */
    static String response(final String request, final int status, final String more, final boolean sdp) {
        final String to = header(request, "To");
        final String body = sdp ? SDP : "";
        return "SIP/2.0 " + status + " Reason\r\n"
                + "Via: " + header(request, "Via") + "\r\n"
                + "From: " + header(request, "From") + "\r\n"
                + "To: " + to + (to.contains(";tag=") || status == 100 ? "" : ";tag=callee") + "\r\n"
                + "Call-ID: " + header(request, "Call-ID") + "\r\n"
                + "CSeq: " + header(request, "CSeq") + "\r\n"
                + more + (sdp ? "Contact: <sip:callee@127.0.0.1:5059>\r\nContent-Type: application/sdp\r\n" : "")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String header(final String message, final String name) {
        return message.lines().filter(line -> line.startsWith(name + ": ")).findFirst().orElseThrow().substring(name.length() + 2);
    }

    /** The last message that begins so. */
    static String last(final List<String> messages, final String start) {
        return messages.stream().filter(message -> message.startsWith(start)).reduce((a, b) -> b)
                .orElseThrow(() -> new AssertionError("no " + start + " among " + messages));
    }
}
