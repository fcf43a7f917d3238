package busyhour.sip.transaction;

import busyhour.sip.SipHop;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipParser;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Transactions alone on a bench: what they send and report is written down with its time in milliseconds. */
final class Rig implements SipTransport, TransactionUser {

    static final long MS = 1_000_000L;
    static final long BRANCH = 0x1234_5678_9ABC_DEF0L;

    final BytePool pool = new BytePool(new int[] {512, 2_048}, new int[] {64, 16});
    final Transactions transactions;
    final TransportAddress lastTo = new TransportAddress();
    /** Start lines with times: {@code 500 INVITE}. */
    final List<String> sent = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    String lastSent = "";
    int refusals;
    long nowNs = 10_000 * MS;

    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private final TransportAddress peer = new TransportAddress();
    private final SipHop hop = new SipHop();

    Rig() {
        this(NextHops.NONE);
    }

    Rig(final NextHops hops) {
        transactions = new Transactions(TransactionRoom.ofEach(8), 5, TransactionTimes.RFC3261, pool, this, this, hops);
        peer.setIpv4(0x0A00_0002, 5060);
    }

    private static int socket(final boolean reliable) {
        return reliable ? 1 : 0;
    }

    @Override
    public byte kind(final int socket) {
        return socket == 1 ? TransportKind.TCP : TransportKind.UDP;
    }

    private long ms() {
        return nowNs / MS - 10_000;
    }

    int request(final byte method, final boolean reliable) {
        return request(method, reliable, false);
    }

    int request(final byte method, final boolean reliable, final boolean insist) {
        final String name = SipMethod.name(method);
        final UnsafeBuffer text = buffer(name + " sip:bob@10.0.0.2 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;rport;branch="
                + branch() + "\r\nMax-Forwards: 70\r\nRoute: <sip:10.0.0.9;lr>\r\nFrom: <sip:alice@a>;tag=f\r\nTo: <sip:bob@b>\r\n"
                + "Call-ID: c1\r\nCSeq: 7 " + name + "\r\nContent-Length: 0\r\n\r\n");
        return transactions.request(method, BRANCH, socket(reliable), hop.set(kind(socket(reliable)), peer, SipHop.NO_TARGET), text, 0, text.capacity(), 3, 4, insist, nowNs);
    }

    static String branch() {
        return "z9hG4bK" + String.format("%016x", BRANCH);
    }

    void response(final int status, final byte method, final String tag) {
        final String name = SipMethod.name(method);
        parse("SIP/2.0 " + status + " x\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;rport=5060;received=10.0.0.1;branch=" + branch()
                + "\r\nFrom: <sip:alice@a>;tag=f\r\nTo: <sip:bob@b>;tag=" + tag + "\r\nCall-ID: c1\r\nCSeq: 7 " + name
                + "\r\nContent-Length: 0\r\n\r\n");
        if (!transactions.onResponse(message, nowNs)) {
            events.add(ms() + " stray " + status);
        }
    }

    String requestText(final String name, final String branch, final String sentBy) {
        return name + " sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP " + sentBy + ";branch=" + branch
                + "\r\nFrom: <sip:alice@a>;tag=f\r\nTo: <sip:bob@b>\r\nCall-ID: c1\r\nCSeq: 7 " + name + "\r\nContent-Length: 0\r\n\r\n";
    }

    /** A request comes in; a new one opens a transaction, whose number is the answer, else -1. */
    int arrives(final String text, final boolean reliable) {
        parse(text);
        if (transactions.onRequest(message, nowNs) || message.method() == SipMethod.ACK) {
            return -1;
        }
        return transactions.open(message, socket(reliable), peer, 3, 4, nowNs);
    }

    /** Whether a transaction takes the request. */
    boolean absorbs(final String text) {
        parse(text);
        return transactions.onRequest(message, nowNs);
    }

    /** The connection to the peer breaks. */
    void transportFails() {
        transactions.onTransportFailed(1, peer, nowNs);
    }

    boolean respond(final int server, final int status) {
        return respond(server, status, "");
    }

    boolean respond(final int server, final int status, final String lines) {
        final UnsafeBuffer text = buffer("SIP/2.0 " + status + " x\r\n" + lines + "\r\n");
        return transactions.respond(server, status, text, 0, text.capacity(), nowNs);
    }

    SipMessage parse(final String text) {
        final UnsafeBuffer buffer = buffer(text);
        parser.parse(buffer, 0, buffer.capacity(), message);
        return message;
    }

    private static UnsafeBuffer buffer(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Time jumps from deadline to deadline up to this one. */
    void runTo(final long ms) {
        final long untilNs = (ms + 10_000) * MS;
        while (transactions.nextDeadlineNs() <= untilNs) {
            nowNs = Math.max(nowNs, transactions.nextDeadlineNs());
            transactions.pollTimers(nowNs, 10);
        }
        nowNs = untilNs;
    }

    @Override
    public boolean send(final int socket, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        if (refusals > 0) {
            refusals--;
            return false;
        }
        lastTo.copyFrom(to);
        lastSent = buffer.getStringWithoutLengthAscii(offset, length);
        final String[] words = lastSent.split(" ", 3);
        sent.add(ms() + " " + (words[0].startsWith("SIP/") ? words[1] : words[0]));
        return true;
    }

    @Override
    public void onResponse(final int transaction, final int endpoint, final int session, final SipMessage response, final long at) {
        final long tag = response.toTag();
        events.add(ms() + " response " + response.statusCode() + " "
                + response.buffer().getStringWithoutLengthAscii(Span.offset(tag), Span.length(tag)));
    }

    @Override
    public void onFailed(
            final int transaction, final int endpoint, final int session, final byte method, final int status, final long at) {
        events.add(ms() + (status == 408 ? " timeout " : " unavailable ") + SipMethod.name(method));
    }

    @Override
    public void onSent(
            final int endpoint, final int socket, final boolean again, final TransportAddress to, final DirectBuffer buffer, final int offset,
            final int length, final long at) {
        if (again) {
            sent.set(sent.size() - 1, sent.getLast() + " again");
        }
    }

    @Override
    public void onAbsorbed(final int endpoint, final boolean again, final SipMessage absorbed, final long at) {
        events.add(ms() + (again ? " absorbed again" : " absorbed"));
    }

    @Override
    public void onTerminated(final int transaction, final int endpoint, final int session, final long at) {
        events.add(ms() + " ended");
    }

    boolean isClean() {
        return transactions.active() == 0 && pool.available() == pool.capacity()
                && transactions.nextDeadlineNs() == Long.MAX_VALUE;
    }
}
