package busyhour.sip.transaction;

import busyhour.sip.SipHop;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;
import busyhour.sip.store.KeyTable;
import busyhour.sip.timer.TimerHandler;
import busyhour.sip.timer.TimerWheel;
import org.agrona.DirectBuffer;

/**
 * The transaction layer of a shard: matches messages to the four state machines, runs their timers and repeats their
 * messages (RFC 3261 17, RFC 6026). Everything is taken from pools; a transaction is named by a number until
 * {@link TransactionUser#onTerminated}. One thread.
 */
public final class Transactions {

    /** The transport did not take the message; nothing has changed. */
    public static final int REFUSED_TRANSPORT = -1;
    /** No transaction or no block is free; nothing has changed. */
    public static final int REFUSED_POOL = -2;
    /** Status of a request that nobody answered (RFC 3261 8.1.3.1). */
    public static final int NO_RESPONSE = 408;
    /** Status of a request that met a broken transport (RFC 3261 8.1.3.1). */
    public static final int UNAVAILABLE = 503;

    private static final int NO_SESSION = -1;

    final TransactionTimes times;
    final BytePool pool;
    final TimerWheel wheel;
    final TransactionUser user;
    final InviteEchoes echoes = new InviteEchoes();
    final Failover failover;

    private final SipTransport transport;
    private final TransactionPool transactions;
    private final TransactionKeys keys;
    private final TransactionPeers peers;
    private final long[] branches;
    private final long[] memos;
    private final TimerHandler onTimer;
    private final SipHop cancelHop = new SipHop();
    private long withoutBlock;
    private long strays;

    /**
     * @param room     how many transactions of each kind.
     * @param seed     of the key table's hash.
     * @param pool     blocks for the messages that are repeated.
     * @param hops     where requests go that fail.
     */
    public Transactions(
            final TransactionRoom room,
            final long seed,
            final TransactionTimes times,
            final BytePool pool,
            final SipTransport transport,
            final TransactionUser user,
            final NextHops hops) {
        this.times = times;
        this.pool = pool;
        this.transport = transport;
        this.user = user;
        final int numbers = room.all();
        wheel = new TimerWheel(numbers);
        keys = new TransactionKeys(numbers, seed);
        peers = new TransactionPeers(numbers, transport);
        failover = new Failover(this, hops);
        branches = new long[numbers];
        memos = new long[numbers];
        transactions = new TransactionPool(room, this);
        onTimer = (owner, nowNs) -> transactions.at(owner).onTimer(nowNs);
    }

    /**
     * Sends a request that has this branch in its topmost Via, and cares for it. Not for ACK.
     *
     * @param socket    that it leaves by.
     * @param hop       where it goes; over a reliable transport also when that is one of UDP: it is too long (18.1.1).
     * @param endpoint  given back in every callback.
     * @param session   given back in every callback.
     * @param insist    a request that the transport refuses is kept and offered again by {@link #pollTimers}.
     * @return the transaction, or {@link #REFUSED_TRANSPORT}, {@link #REFUSED_POOL}.
     */
    public int request(
            final byte method,
            final long branch,
            final int socket,
            final SipHop hop,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final int endpoint,
            final int session,
            final boolean insist,
            final long nowNs) {
        final Transaction transaction = transactions.take(
                method == SipMethod.INVITE ? TransactionPool.INVITE_CLIENT : TransactionPool.CLIENT, nowNs);
        if (transaction == null) {
            return REFUSED_POOL;
        }
        open(transaction, method, socket, hop.address(), endpoint, session);
        transaction.hopKind = hop.kind();
        transaction.target = hop.target();
        if (!transaction.store(buffer, offset, length)) {
            giveBack(transaction);
            withoutBlock++;
            return REFUSED_POOL;
        }
        if (!transaction.send(nowNs) && !insist) {
            giveBack(transaction);
            return REFUSED_TRANSPORT;
        }
        branches[transaction.number] = branch;
        keys.client(branch, method).put(transaction.number);
        transaction.start(nowNs);
        return transaction.number;
    }

    /**
     * Cancels an INVITE that a provisional response was received to (RFC 3261 9.1).
     *
     * @return the CANCEL's transaction, or a refusal; the INVITE goes on until its final response.
     */
    public int cancel(final int invite, final long nowNs) {
        final Transaction transaction = transactions.at(invite);
        if (transaction.state() != Transaction.PROCEEDING || transaction.message < 0) {
            return REFUSED_POOL;
        }
        final int length = echoes.cancel(
                pool.buffer(transaction.message), pool.offset(transaction.message), pool.length(transaction.message));
        if (length < 0) {
            return REFUSED_POOL;
        }
        final int cancel = request(SipMethod.CANCEL, branches[invite], transaction.socket,
                cancelHop.set(transaction.hopKind, transaction.peer, SipHop.NO_TARGET), echoes.buffer(), 0, length, transaction.endpoint, transaction.session, true, nowNs);
        if (cancel >= 0) {
            ((InviteClientTransaction) transaction).cancelled(nowNs);
        }
        return cancel;
    }

    /** Nobody waits for this INVITE's final response any longer: 64 * T1 more are enough for it. */
    public void endWithin64T1(final int invite, final long nowNs) {
        if (transactions.at(invite) instanceof InviteClientTransaction transaction) {
            transaction.cancelled(nowNs);
        }
    }

    /** Copies the credentials of an INVITE whose 2xx is being reported into its ACK (RFC 3261 22.1). */
    public void copyCredentials(final int invite, final SipWriter ack) {
        // Without a transaction it made room for another one meanwhile.
        final int block = invite < 0 ? BytePool.NONE : transactions.at(invite).message;
        if (block >= 0) {
            echoes.credentials(pool.buffer(block), pool.offset(block), pool.length(block), ack);
        }
    }

    /** A response came in. False: it belongs to no transaction (RFC 6026 8.9: it is dropped). */
    public boolean onResponse(final SipMessage response, final long nowNs) {
        final long branch = Branch.parse(response.buffer(), response.topVia().branch());
        if (branch != Branch.FOREIGN && response.viaCount() == 1) {
            final int number = keys.client(branch, response.cSeqMethod()).find();
            if (number != KeyTable.UNKNOWN) {
                if (transactions.at(number) instanceof InviteClientTransaction invite) {
                    invite.onResponse(response, nowNs);
                } else {
                    ((ClientTransaction) transactions.at(number)).onResponse(response, nowNs);
                }
                return true;
            }
        }
        strays++;
        return false;
    }

    /**
     * A request came in. True: a transaction took it, as a repetition or as the ACK to a refusal. False: it is new, or an
     * ACK to a 2xx.
     */
    public boolean onRequest(final SipMessage request, final long nowNs) {
        final byte method = request.method();
        final int number = keys.server(request, method == SipMethod.ACK ? SipMethod.INVITE : method).find();
        if (number == KeyTable.UNKNOWN) {
            return false;
        }
        if (!(transactions.at(number) instanceof InviteServerTransaction invite)) {
            ((ServerTransaction) transactions.at(number)).onRequest(request, nowNs);
            return true;
        }
        if (method != SipMethod.ACK) {
            invite.onRequest(request, nowNs);
            return true;
        }
        if (invite.state() == Transaction.ACCEPTED) {
            return false;
        }
        invite.onAck(request, nowNs);
        return true;
    }

    /** The INVITE server transaction that a CANCEL is meant for (RFC 3261 9.2), or -1. */
    public int findCancelled(final SipMessage cancel) {
        return keys.server(cancel, SipMethod.INVITE).find();
    }

    /**
     * Opens the server transaction of a new request; the user responds to it next.
     *
     * @param replyTo where responses go (RFC 3261 18.2.2, RFC 3581).
     * @return the transaction, or {@link #REFUSED_POOL}.
     */
    public int open(
            final SipMessage request,
            final int socket,
            final TransportAddress replyTo,
            final int endpoint,
            final int session,
            final long nowNs) {
        final boolean isInvite = request.method() == SipMethod.INVITE;
        final Transaction transaction = transactions.take(
                isInvite ? TransactionPool.INVITE_SERVER : TransactionPool.SERVER, nowNs);
        if (transaction == null) {
            return REFUSED_POOL;
        }
        open(transaction, request.method(), socket, replyTo, endpoint, session);
        keys.server(request, request.method()).put(transaction.number);
        transaction.start(nowNs);
        return transaction.number;
    }

    /** Sends a response. False: refused, or a final one was sent before; nothing has changed. */
    public boolean respond(
            final int server, final int status, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        return transactions.at(server) instanceof InviteServerTransaction invite
                ? invite.respond(status, buffer, offset, length, nowNs)
                : ((ServerTransaction) transactions.at(server)).respond(status, buffer, offset, length, nowNs);
    }

    /** Sends the 2xx of an INVITE again, which the transaction itself does not keep. False: refused. */
    public boolean repeat(final int server, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        return send(transactions.at(server), buffer, offset, length, true, nowNs);
    }

    /** Sends the last response again that the transaction keeps: a reliable provisional one. False: refused. */
    public boolean repeat(final int server, final long nowNs) {
        final Transaction transaction = transactions.at(server);
        return transaction.message >= 0 && transaction.send(nowNs);
    }

    /** Forgets a server transaction that nothing was sent for: the request may come again and is then new. */
    public void abandon(final int server, final long nowNs) {
        transactions.at(server).state(Transaction.IDLE, nowNs, "abandoned");
    }

    /** The session given when the transaction was opened. */
    public int session(final int transaction) {
        return transactions.at(transaction).session;
    }

    /** A number that the user keeps with the transaction, 0 at first. */
    public long memo(final int transaction) {
        return memos[transaction];
    }

    /** Keeps a number with the transaction. */
    public void memo(final int transaction, final long value) {
        memos[transaction] = value;
    }

    /**
     * A connection could not be made or is broken. Requests that got no response yet go elsewhere or end as 503 would
     * (RFC 3261 8.1.3.1); responses go to the address of their Via (18.2.2).
     */
    public void onTransportFailed(final int socket, final TransportAddress to, final long nowNs) {
        peers.onTransportFailed(socket, to, transactions, failover, nowNs);
    }

    /** Fires due timers, at most {@code limit}. */
    public int pollTimers(final long nowNs, final int limit) {
        return wheel.poll(nowNs, limit, onTimer);
    }

    /** Not later than the earliest timer. */
    public long nextDeadlineNs() {
        return wheel.nextDeadlineNs();
    }

    /** Transactions in use. */
    public int active() {
        return transactions.active();
    }

    /** Requests refused because no transaction or block was free. */
    public long refused() {
        return transactions.refused() + withoutBlock;
    }

    /** Transactions that ended before their time to make room: their peers' repetitions are then taken for new. */
    public long evicted() {
        return transactions.evicted();
    }

    /** Requests that went to another target than their first. */
    public long moved() {
        return failover.moved();
    }

    /** Responses that belonged to no transaction. */
    public long strays() {
        return strays;
    }

    boolean send(
            final Transaction transaction,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final boolean again,
            final long nowNs) {
        if (transaction.closed) {
            failover.openAnew(transaction, buffer, offset, length);
        }
        if (!transport.send(transaction.socket, transaction.peer, buffer, offset, length)) {
            return false;
        }
        user.onSent(transaction.endpoint, transaction.socket, again, transaction.peer, buffer, offset, length, nowNs);
        return true;
    }

    void onRepeated(final Transaction transaction, final SipMessage message, final long nowNs) {
        user.onAbsorbed(transaction.endpoint, true, message, nowNs);
    }

    void onAbsorbed(final Transaction transaction, final SipMessage message, final long nowNs) {
        user.onAbsorbed(transaction.endpoint, false, message, nowNs);
    }

    void onStray(final Transaction transaction, final SipMessage message, final long nowNs) {
        strays++;
        user.onAbsorbed(transaction.endpoint, true, message, nowNs);
    }

    /** The branch of a client transaction. */
    long branch(final Transaction transaction) {
        return branches[transaction.number];
    }

    /** Called by a transaction that has done its work. */
    void onLingering(final Transaction transaction) {
        transactions.linger(transaction);
    }

    /** Called by a transaction that became idle. */
    void release(final Transaction transaction, final long nowNs) {
        keys.remove(transaction.number);
        wheel.cancel(transaction.number);
        giveBack(transaction);
        user.onTerminated(transaction.number, transaction.endpoint, transaction.session, nowNs);
    }

    private void giveBack(final Transaction transaction) {
        transaction.forgetMessage();
        transaction.endAtNs = Transaction.NEVER;
        peers.forget(transaction);
        transactions.giveBack(transaction);
    }

    private void open(
            final Transaction transaction,
            final byte method,
            final int socket,
            final TransportAddress peer,
            final int endpoint,
            final int session) {
        transaction.method = method;
        transaction.endpoint = endpoint;
        transaction.session = session;
        memos[transaction.number] = 0;
        peers.open(transaction, socket, peer);
    }

    /** Responses of this transaction go to another address from now on. */
    void readdress(final Transaction transaction, final TransportAddress peer) {
        peers.move(transaction, transaction.socket, peer);
    }

    /** A request goes elsewhere as another transaction under the same number. */
    void readdress(final Transaction transaction, final int socket, final SipHop hop, final long branch) {
        peers.move(transaction, socket, hop);
        rename(transaction, branch);
    }

    /** The client transaction has this branch from now on, and no other. */
    private void rename(final Transaction transaction, final long branch) {
        keys.remove(transaction.number);
        branches[transaction.number] = branch;
        keys.client(branch, transaction.method).put(transaction.number);
    }

    /**
     * Another transaction takes over this INVITE's branch, with its ACK, so that the INVITE can go on elsewhere.
     *
     * @return it, or null when none is free.
     */
    InviteClientTransaction takeOver(
            final InviteClientTransaction invite, final DirectBuffer ack, final int length, final long nowNs) {
        final Transaction heir = transactions.take(TransactionPool.INVITE_CLIENT, nowNs);
        if (heir == null) {
            return null;
        }
        open(heir, SipMethod.INVITE, invite.socket, invite.peer, invite.endpoint, NO_SESSION);
        if (!heir.store(ack, 0, length)) {
            giveBack(heir);
            return null;
        }
        final long branch = branches[invite.number];
        keys.remove(invite.number);
        rename(heir, branch);
        return (InviteClientTransaction) heir;
    }
}
