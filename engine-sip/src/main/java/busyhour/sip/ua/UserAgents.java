package busyhour.sip.ua;

import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipParser;
import busyhour.sip.timer.TimerHandler;
import org.agrona.DirectBuffer;

/**
 * All SIP endpoints of one shard (RFC 3261 user agents): registrations and calls.
 *
 * <p>Commands answer false (or a negative code) when they are refused; the state is then as before and the command may
 * be given again. One thread; nothing allocates after the endpoints are added.
 */
public final class UserAgents extends DialogCommands {

    /** {@link #invite} was refused: the transport took no message. */
    public static final int REFUSED_TRANSPORT = -1;
    /** {@link #invite} was refused: all calls, transactions or message blocks are in use. */
    public static final int REFUSED_POOL = -2;
    /** {@link #invite} was refused: the target is no SIP URI, or it or the SDP is too long. */
    public static final int REFUSED_TARGET = -3;

    private final SipCore core;
    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private final Responses responses;
    private final Registrations registrations;
    private final HangUps hangUps;
    private final CallerSide callers;
    private final CalleeSide callees;
    private final InboundRequests requests;
    private final TimerHandler onTimer = this::onTimer;
    private long keepAlives;

    /** See {@link UserAgentsContext}, which must be concluded. Takes all memory that the calls will need. */
    public UserAgents(final UserAgentsContext context, final SipTransport transport, final UserAgentListener listener) {
        final TransactionEvents events = new TransactionEvents();
        core = new SipCore(context, transport, listener, events);
        responses = new Responses(core);
        registrations = new Registrations(core);
        hangUps = new HangUps(core, responses);
        callers = new CallerSide(core, hangUps);
        callees = new CalleeSide(core, responses, hangUps);
        core.inDialog = new InDialog(core, responses, callers, this::hangUp);
        core.calls.onReleased(core.inDialog::onReleased);
        bind(core, callers, callees);
        events.bind(core, registrations, callers, hangUps);
        requests = new InboundRequests(core, responses, callees, hangUps);
    }

    /**
     * Adds an endpoint. Set-up time, may allocate. An endpoint whose user part another one of its socket has already
     * gets a Contact with a user part of its own.
     *
     * @return its number, counted from 0.
     * @throws IllegalStateException when there are {@link UserAgentsContext#maxUserAgents()} already.
     */
    public int add(final UserAgentDescriptor descriptor) {
        final int number = core.agentCount;
        if (number == core.agents.length) {
            throw new IllegalStateException("more than " + number + " endpoints");
        }
        String contactUser = descriptor.user();
        if (requests.isKnown(descriptor.points(), Ascii.bytes(contactUser))) {
            contactUser += "~" + number;
        }
        core.agents[number] = new UserAgent(number, descriptor, contactUser, core);
        requests.add(core.agents[number]);
        core.agentCount++;
        return number;
    }

    /** As it was given to {@link #add}. */
    public UserAgentDescriptor descriptor(final int ua) {
        return core.agents[ua].descriptor;
    }

    /** Registers, or registers anew. False: refused, or the endpoint has no registrar, or a REGISTER is under way. */
    public boolean register(final int ua, final long nowNs) {
        return registrations.register(core.agents[ua], nowNs);
    }

    /** Removes the binding. False: refused, or not registered, or a REGISTER is under way. */
    public boolean unregister(final int ua, final long nowNs) {
        return registrations.unregister(core.agents[ua], nowNs);
    }

    /** Whether the registrar has a binding of the endpoint, as far as we know. */
    public boolean isRegistered(final int ua) {
        final byte state = core.agents[ua].registration.state;
        return state == Registration.REGISTERED || state == Registration.REFRESHING;
    }

    /**
     * Calls somebody.
     *
     * @param targetUri {@code sip:user@host}, ASCII; becomes Request-URI and To.
     * @param sdp       the offer; the core keeps a copy. Without length the callee offers, and {@link #acknowledge} answers.
     * @return call handle (at least 0) or one of the REFUSED codes.
     */
    public int invite(
            final int ua, final CharSequence targetUri, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        return callers.invite(core.agents[ua], targetUri, sdp, offset, length, nowNs);
    }

    /** Sends a provisional response, 101..199. False: refused, or not a call that rings. */
    public boolean ring(final int call, final int status, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && callees.ring(found, status, nowNs);
    }

    /**
     * Sends a provisional response with SDP, 101..199: early media, and the answer to the INVITE's offer, or the offer when
     * it had none. Reliable (RFC 3262) as policy and caller ask for; then its repetition and its PRACK are cared for, and
     * another one or the 200 waits for the PRACK where it has to. False: refused, or not a call that rings.
     */
    public boolean ring(
            final int call, final int status, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && callees.ring(found, status, sdp, offset, length, nowNs);
    }

    /** Answers the offer in the 2xx to our INVITE that had none: goes into the ACK. Only from within onAnswered. */
    public boolean acknowledge(final int call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && callers.acknowledge(found, sdp, offset, length);
    }

    /**
     * Refuses with 300..399 and says where else to call; the handle is then dead.
     *
     * @param contactUri {@code sip:} URI, or a whole Contact value with its angle brackets, parameters and commas.
     * @return false: refused, or nothing to redirect.
     */
    public boolean redirect(final int call, final int status, final CharSequence contactUri, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && callees.redirect(found, status, contactUri, nowNs);
    }

    /** Accepts with 200 and this SDP, repeated until the ACK comes. False: refused, or nothing to answer. */
    public boolean answer(final int call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && callees.answer(found, sdp, offset, length, nowNs);
    }

    /** Refuses with 300..699; the handle is then dead. False: refused, or nothing to reject. */
    public boolean reject(final int call, final int status, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && callees.reject(found, status, nowNs);
    }

    /**
     * Ends a call, whatever its state asks for: BYE, CANCEL (when a provisional response came, else as soon as it does),
     * BYE after the ACK, or 480 to an INVITE not answered yet. The listener hears when it is through, perhaps from within
     * this call.
     *
     * @return false when the call is over or ending; a refused send is repeated by {@link #pollTimers}.
     */
    public boolean hangUp(final int call, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && hangUp(found, nowNs);
    }

    private boolean hangUp(final Call found, final long nowNs) {
        if (found.hangUpWanted) {
            return false;
        }
        switch (found.state) {
            case Call.INVITING, Call.CALLING, Call.PROCEEDING -> callers.hangUp(found, nowNs);
            case Call.RINGING, Call.ACCEPTED -> callees.hangUp(found, nowNs);
            case Call.ESTABLISHED -> hangUps.start(found, nowNs);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** One whole message came in over any transport. */
    public void onMessage(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        core.onArrival(socket, source);
        core.nowNs = nowNs;
        final int fault = parser.parse(buffer, offset, length, message);
        if (fault == SipFault.EMPTY) {
            keepAlives++;
        } else if (fault != SipFault.OK) {
            requests.onMalformed(socket, message, nowNs);
        } else if (message.isRequest()) {
            if (!core.transactions.onRequest(message, nowNs)) {
                requests.onRequest(socket, message, nowNs);
            }
        } else if (!core.transactions.onResponse(message, nowNs)) {
            core.onReceived(-1, 0, message, nowNs);
        }
    }

    /**
     * A connection could not be made or is broken. Requests on it that nobody has answered yet go to the endpoint's next
     * target, else end as 503 would (RFC 3261 8.1.3.1).
     */
    public void onTransportFailed(final int socket, final TransportAddress to, final long nowNs) {
        core.transactions.onTransportFailed(socket, to, nowNs);
    }

    /** Does what is due, at most {@code limit} things. Returns how many. */
    public int pollTimers(final long nowNs, final int limit) {
        core.nowNs = nowNs;
        int done = core.transactions.pollTimers(nowNs, limit);
        done += done < limit ? core.wheel.poll(nowNs, limit - done, onTimer) : 0;
        return done + (done < limit ? core.inDialog.pollTimers(nowNs, limit - done) : 0);
    }

    /** When to poll next; may be early. {@link Long#MAX_VALUE}: nothing is waited for. */
    public long nextDeadlineNs() {
        return Math.min(core.dialogWheel.nextDeadlineNs(), Math.min(core.transactions.nextDeadlineNs(), core.wheel.nextDeadlineNs()));
    }

    /** The endpoint of a live call, -1 for a dead handle. */
    public int userAgentOf(final int call) {
        final Call found = core.calls.find(call);
        return found == null ? -1 : found.agent.number;
    }

    /** Calls in use. */
    public int activeCalls() {
        return core.calls.active();
    }

    /** Transactions in use; they linger for 32 s. */
    public int activeTransactions() {
        return core.transactions.active();
    }

    /** What had to be refused because a pool was empty: calls, transactions, blocks. */
    public long poolRefusals() {
        return core.inDialog.clients.refused() + core.calls.refused() + core.transactions.refused() + core.pool.refused();
    }

    /** Transactions that ended before their 32 s to make room for new ones. */
    public long evictedTransactions() {
        return core.transactions.evicted();
    }

    /** Requests that went to another target than their first (RFC 3263 4.3). */
    public long movedRequests() {
        return core.transactions.moved();
    }

    /** Messages that could not be parsed. */
    public long malformedMessages() {
        return requests.malformed();
    }

    /** Messages that could not be parsed for this reason: a {@link SipFault}. */
    public long malformedMessages(final int fault) {
        return requests.malformed(fault);
    }

    /** Requests that were answered at once with this status, without the listener or outside of a call's INVITE. */
    public long answeredWith(final int status) {
        return responses.answeredWith(status);
    }

    /** Responses that belonged to no transaction. */
    public long strayResponses() {
        return core.transactions.strays();
    }

    /** Datagrams of line ends only (RFC 5626 3.5.1). */
    public long keepAlives() {
        return keepAlives;
    }

    /** Answers that went out without a transaction: the request was malformed or no transaction was free. */
    public long statelessAnswers() {
        return responses.stateless();
    }

    /** Answers that the transport refused; the request will come again. */
    public long unsentAnswers() {
        return responses.unsent();
    }

    /** Blocks of memory in use, for tests: 0 when all calls and transactions have ended. */
    int blocksInUse() {
        return core.pool.capacity() - core.pool.available();
    }

    private void onTimer(final int owner, final long nowNs) {
        final int calls = core.context.maxCalls();
        if (owner >= calls) {
            registrations.onTimer(core.agents[owner - calls], nowNs);
            return;
        }
        final Call call = core.calls.at(owner);
        final boolean work = nowNs >= call.workAtNs;
        if (work) {
            call.workAtNs = Call.NEVER;
            callers.work(call, nowNs);
        }
        final int generation = call.generation;
        callees.onTimer(call, work, nowNs);
        if (work && call.state == Call.ENDING && call.generation == generation) {
            hangUps.work(call, nowNs);
        }
        if (call.state != Call.FREE) {
            core.calls.arm(call, nowNs);
        }
    }
}
