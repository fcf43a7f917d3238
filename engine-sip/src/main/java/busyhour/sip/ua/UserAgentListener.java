package busyhour.sip.ua;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import org.agrona.DirectBuffer;

/**
 * What the endpoints of a shard report. Called from within {@link UserAgents#onDatagram}, {@link UserAgents#pollTimers}
 * and the commands; commands may be given from within, except from {@link #onMessage} and {@link #selectUserAgent}, which
 * come while a message is being worked on. Buffers and messages are valid during the callback.
 *
 * <p>A call ends for the listener with exactly one of {@link #onCallFailed}, {@link #onRemoteHangUp} and
 * {@link #onHungUp}; its handle is dead before that callback returns, and after {@link UserAgents#reject} returned true.
 */
public interface UserAgentListener {

    /** Flag of {@link #onMessage}: we sent it; without it we received it. */
    int SENT = 1;
    /** Flag of {@link #onMessage}: a repetition of an earlier message. */
    int RETRANSMISSION = 2;
    /** Flag of {@link #onMessage}: not a SIP message that can be worked with. */
    int MALFORMED = 4;

    /**
     * The registrar took the binding, for the first time or after a failure or a change; refreshes that go well are not
     * reported.
     *
     * @param attempts REGISTER requests since the command, challenges included.
     */
    void onRegistered(int ua, int attempts, long nowNs);

    /**
     * Registration or a refresh ended without a binding. Nothing more is tried until {@link UserAgents#register}.
     *
     * @param statusCode the final answer; 401 or 407 for credentials refused; 0 = no answer (Timer F).
     */
    void onRegistrationFailed(int ua, int statusCode, long nowNs);

    /** The binding is gone, whether the registrar answered or not. */
    void onUnregistered(int ua, long nowNs);

    /**
     * An INVITE that no registered user part claims. Which endpoint takes it?
     *
     * @return its number, or the negative status code to refuse with (-486, -404).
     */
    int selectUserAgent(int socket, SipMessage invite, long nowNs);

    /** A call comes in; {@link UserAgents#ring}, {@link UserAgents#answer} or {@link UserAgents#reject} it, now or later. */
    void onInvite(int ua, int call, SipMessage invite, long nowNs);

    /** Our INVITE left; once a call, not for the repetition with credentials. */
    void onInviteSent(int ua, int call, long nowNs);

    /** A provisional response above 100 came, or 100. */
    void onProvisional(int ua, int call, SipMessage response, long nowNs);

    /** The first 2xx came; the ACK is sent or will be as soon as the transport takes it. */
    void onAnswered(int ua, int call, SipMessage response, long nowNs);

    /**
     * The call ended without an answer.
     *
     * @param statusCode the final answer; 408 also when nothing came (Timer B) or our 2xx was never acknowledged (Timer
     *                   H); 487 when the caller cancelled.
     * @param response   the final answer, null when there was none.
     */
    void onCallFailed(int ua, int call, int statusCode, SipMessage response, long nowNs);

    /** The ACK to our 2xx came: the call stands at the callee. */
    void onConfirmed(int ua, int call, long nowNs);

    /** The peer's BYE came; it is answered. */
    void onRemoteHangUp(int ua, int call, long nowNs);

    /**
     * Our hang-up of an answered call is through.
     *
     * @param statusCode answer to the BYE, 0 = none came (Timer F).
     */
    void onHungUp(int ua, int call, int statusCode, long nowNs);

    /** A 401 or 407 came, whatever is done about it. */
    void onChallenged(int ua, int statusCode, long nowNs);

    /**
     * Each message that was sent or received, before what follows from it.
     *
     * @param ua    the endpoint, -1 when it is not known.
     * @param flags {@link #SENT}, {@link #RETRANSMISSION}, {@link #MALFORMED}.
     * @param peer  destination or source.
     */
    void onMessage(int ua, int flags, TransportAddress peer, DirectBuffer buffer, int offset, int length, long nowNs);
}
