package busyhour.sip.ua;

import busyhour.sip.SipHop;
import busyhour.sip.SipTargets;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.dialog.Workspace;
import busyhour.sip.digest.DigestChallenge;
import busyhour.sip.digest.DigestHasher;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import busyhour.sip.timer.TimerWheel;
import busyhour.sip.transaction.TransactionUser;
import busyhour.sip.transaction.Transactions;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What the parts of a shard's signalling share: memory, layers below, the message that is being written. */
final class SipCore {

    /** The largest message that we write. */
    static final int SCRATCH_BYTES = 16_384;

    static final byte[] ALLOW = Ascii.bytes("INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, MESSAGE, REFER, NOTIFY, SUBSCRIBE");
    static final byte[] ALLOW_WITH_PRACK = Ascii.bytes(
            "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, MESSAGE, REFER, NOTIFY, SUBSCRIBE, PRACK");
    /** {@link OptionTags} that we know how to handle in calls. */
    static final int TAGS = OptionTags.RELIABLE | OptionTags.TIMER | OptionTags.REPLACES | OptionTags.NO_REFER_SUB;
    static final byte[] SUPPORTED = OptionTags.text(TAGS);
    /** Bodies that we take, in an answer to OPTIONS. */
    static final byte[] ACCEPT = Ascii.bytes("application/sdp, application/dtmf-relay, application/dtmf, message/sipfrag, "
            + "application/simple-message-summary, text/plain");
    static final byte[] EVENTS = Ascii.bytes("refer, message-summary");
    private static final UnsafeBuffer DOUBLE_CRLF = new UnsafeBuffer(Ascii.bytes("\r\n\r\n"));
    static final byte[] SDP = Ascii.bytes("application/sdp");

    final UserAgentsContext context;
    final UserAgentListener listener;
    final BytePool pool;
    final Transactions transactions;
    /** Calls 0..maxCalls-1, then endpoints. */
    final TimerWheel wheel;
    /** See {@link InDialog}. */
    final TimerWheel dialogWheel;
    final Calls calls;
    final UserAgent[] agents;
    final Identifiers ids;
    final Credentials credentials;
    final DigestChallenge challenge = new DigestChallenge();
    /** Texts of the challenges that endpoints were given. */
    final BytePool challenges;
    final EarlyDialogs early;
    final PresetRoutes routes;
    final OptionTags tags = new OptionTags();
    final Workspace workspace;
    final Requests requests;
    final UnsafeBuffer scratch = new UnsafeBuffer(new byte[SCRATCH_BYTES]);
    final byte[] userAgent;

    private final SipTransport transport;
    private final SipWriter writer = new SipWriter();
    private final Map<SipTargets, TargetList> targetLists = new HashMap<>();
    private final Map<String, byte[]> texts = new HashMap<>();
    /** Where the message that is being worked on came from. */
    TransportAddress source;
    /** What it came in by. */
    private int sourceSocket;
    /** The same with its transport: where messages go back to. */
    final SipHop arrival = new SipHop();
    /** Time of the last input. */
    long nowNs;
    /** Set right after construction. */
    InDialog inDialog;
    int agentCount;

    SipCore(
            final UserAgentsContext context,
            final SipTransport transport,
            final UserAgentListener listener,
            final TransactionUser user) {
        this.context = context;
        this.transport = transport;
        this.listener = listener;
        userAgent = Ascii.bytes(context.userAgent());
        pool = context.newPool();
        challenges = context.newChallengePool();
        ids = new Identifiers(context.seed());
        wheel = new TimerWheel(context.maxCalls() + context.maxUserAgents());
        workspace = new Workspace(context.hostNames());
        requests = new Requests(this);
        dialogWheel = new TimerWheel(InDialog.owners(context));
        transactions = new Transactions(
                context.transactions(), ids.next(), context.times(), pool, transport, user, requests);
        routes = new PresetRoutes(context.maxUserAgents());
        early = new EarlyDialogs(context.maxEarlyDialogs(), pool, workspace);
        calls = new Calls(context.maxCalls(), pool, wheel, ids, workspace, early);
        agents = new UserAgent[context.maxUserAgents()];
        credentials = new Credentials(new DigestHasher(ids.next()));
    }

    /** An empty message in {@link #scratch}. */
    SipWriter begin() {
        return writer.wrap(scratch, 0, SCRATCH_BYTES);
    }

    /** Timer number of an endpoint. */
    int timerOf(final UserAgent agent) {
        return context.maxCalls() + agent.number;
    }

    /** No transaction or block was free: the call tries again, not before T1. */
    void later(final Call call, final long nowNs) {
        call.workAtNs = nowNs + context.times().t1Ns();
        calls.arm(call, nowNs);
    }

    /** A message came in: where from. */
    void onArrival(final int socket, final TransportAddress from) {
        source = from;
        sourceSocket = socket;
        arrival.set(transport.kind(socket), from, SipHop.NO_TARGET);
    }

    /** Whether the message that is being worked on came over a connection. */
    boolean cameReliably() {
        return TransportKind.isReliable(arrival.kind());
    }

    /** The octets of a text that many endpoints have, such as the address of the socket that they share. Set-up time. */
    byte[] text(final String text) {
        return text == null ? null : texts.computeIfAbsent(text, Ascii::bytes);
    }

    /** The state of this list of targets, shared by all endpoints that have an equal one. Set-up time. */
    TargetList targets(final SipTargets targets) {
        return targetLists.computeIfAbsent(targets, TargetList::new);
    }

    /** Headers that end messages of a call that open or change its session. */
    SipWriter contact(final SipWriter out, final Call call) {
        return contact(out, call.agent, call.secure ? call.agent.secureContactUris[call.kind] : call.agent.contactUris[call.kind]);
    }

    /** The same out of a call, for a message over this transport. */
    SipWriter contact(final SipWriter out, final UserAgent agent, final byte kind) {
        return contact(out, agent, agent.contactUris[kind]);
    }

    private static SipWriter contact(final SipWriter out, final UserAgent agent, final byte[] uri) {
        out.name(SipHeader.CONTACT).octet((byte) '<').append(uri).octet((byte) '>').endLine()
                .header(SipHeader.ALLOW, agent.allow);
        return agent.supported == null ? out : out.header(SipHeader.SUPPORTED, agent.supported);
    }

    /** Begins a request of this endpoint, with the lines that its user wants in it. */
    SipWriter begin(final UserAgent agent, final byte method) {
        return begin().lines(agent.descriptor.policy().headers(), method);
    }

    /** Writes what the endpoint has for a request of a call; answers {@link Credentials#NONE} or {@code carried}. */
    byte writeCredentials(
            final SipWriter out, final UserAgent agent, final byte method, final int target, final int sdp, final byte carried) {
        final boolean hasBody = sdp >= 0;
        return credentials.write(out, agent, method, pool.buffer(target), Span.of(pool.offset(target), pool.length(target)),
                hasBody ? pool.buffer(sdp) : scratch, hasBody ? pool.offset(sdp) : 0, hasBody ? pool.length(sdp) : 0, carried);
    }

    /** Ends the message with a session description from the pool, if there is one. */
    int endWithSdp(final SipWriter out, final int sdp) {
        return sdp < 0 ? out.noBody().finish() : out.header(SipHeader.CONTENT_TYPE, SDP)
                .body(pool.buffer(sdp), pool.offset(sdp), pool.length(sdp))
                .finish();
    }

    /** Header lines from the pool, if there are any. */
    void appendLines(final SipWriter out, final int lines) {
        if (lines >= 0) {
            out.append(pool.buffer(lines), pool.offset(lines), pool.length(lines));
        }
    }

    /** A double CRLF, no message. */
    void ping(final int socket, final TransportAddress to) {
        transport.send(socket, to, DOUBLE_CRLF, 0, DOUBLE_CRLF.capacity());
    }

    /** Sends what no transaction repeats; false when refused. */
    boolean send(
            final int ua,
            final int socket,
            final TransportAddress to,
            final boolean again,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        if (!transport.send(socket, to, buffer, offset, length)) {
            return false;
        }
        onSent(ua, socket, again, to, buffer, offset, length, nowNs);
        return true;
    }

    void onSent(
            final int ua,
            final int socket,
            final boolean again,
            final TransportAddress to,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        final int flags = again ? UserAgentListener.SENT | UserAgentListener.RETRANSMISSION : UserAgentListener.SENT;
        listener.onMessage(ua, socket, flags, to, buffer, offset, length, nowNs);
    }

    void onReceived(final int ua, final int flags, final SipMessage message, final long nowNs) {
        final DirectBuffer buffer = message.buffer();
        final int length = message.length() > 0 ? message.length() : buffer.capacity();
        listener.onMessage(ua, sourceSocket, flags, source, buffer, 0, length, nowNs);
    }
}
