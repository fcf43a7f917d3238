package busyhour.sip.ua;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import org.agrona.DirectBuffer;

/**
 * What the endpoints of a shard report. Called from within {@link UserAgents#onMessage}, {@link UserAgents#pollTimers}
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

    /**
     * The first 2xx came; the ACK is sent or will be as soon as the transport takes it. When our INVITE had no offer, the
     * 2xx has it: its answer goes into the ACK by {@link UserAgents#acknowledge} from within, else the ACK goes empty.
     */
    void onAnswered(int ua, int call, SipMessage response, long nowNs);

    /**
     * The call ended without an answer.
     *
     * @param statusCode the final answer; 408 also when nothing came (Timer B) or our 2xx was never acknowledged (Timer
     *                   H); 487 when the caller cancelled.
     * @param response   the final answer, null when there was none.
     */
    void onCallFailed(int ua, int call, int statusCode, SipMessage response, long nowNs);

    /**
     * The ACK to our 2xx came: the call stands at the callee.
     *
     * @param ack has the answer when the offer was ours (delayed offer).
     */
    void onConfirmed(int ua, int call, SipMessage ack, long nowNs);

    /** A 3xx came and is followed: another INVITE with the same handle went out or will. */
    default void onRedirected(int ua, int call, int statusCode, long nowNs) {
    }

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
     * An offer came within the call, or the peer asks for one. Answer it by {@link UserAgents#answerOffer} or refuse it by
     * {@link UserAgents#rejectOffer}, now or later.
     *
     * @param method  what the answer travels in: INVITE or UPDATE for its 2xx, PRACK or ACK when the offer came in a response to
     *                an INVITE without one (it is then to be answered from within).
     * @param message holds the offer; a re-INVITE without one asks for ours, whose answer comes by {@link #onOfferAnswered}.
     * @return false: not answered here. The core then answers with the present description when that has as many media lines,
     *         else with 488.
     */
    default boolean onOffer(int ua, int call, byte method, SipMessage message, long nowNs) {
        return false;
    }

    /**
     * The answer to our offer, or the 2xx to a change without one.
     *
     * @param method  INVITE or UPDATE.
     * @param message the 2xx, or the ACK when our offer was in a 2xx.
     */
    default void onOfferAnswered(int ua, int call, byte method, SipMessage message, long nowNs) {
    }

    /**
     * Our re-INVITE or UPDATE changed nothing. After 408, 481 and no response the core hangs up (RFC 3261 12.2.1.2).
     *
     * @param status the final response, 0 = none came, or the ACK had no answer.
     */
    default void onOfferRefused(int ua, int call, byte method, int status, long nowNs) {
    }

    /**
     * INFO, MESSAGE, OPTIONS or NOTIFY came; the core answers 200.
     *
     * @param ua   -1: nobody's, out of a dialog.
     * @param call -1: out of a dialog.
     */
    default void onRequest(int ua, int call, SipMessage request, long nowNs) {
    }

    /**
     * Our request is through.
     *
     * @param call     -1: out of a dialog.
     * @param status   the final response, 0 = none came (Timer F).
     * @param response null when there was none.
     */
    default void onRequestAnswered(int ua, int call, byte method, int status, SipMessage response, long nowNs) {
    }

    /**
     * The peer wants us to call somebody (RFC 3515): {@link UserAgents#acceptRefer} or {@link UserAgents#rejectRefer}, now or
     * later; then {@link UserAgents#followRefer} and {@link UserAgents#referProgress}.
     *
     * @return false: not wanted, the core declines with 603.
     */
    default boolean onRefer(int ua, int call, SipMessage refer, long nowNs) {
        return false;
    }

    /**
     * How far the peer is with what our REFER asked for.
     *
     * @param status of the peer's call as its NOTIFY tells; 0 = the subscription ended without one.
     * @param last   nothing more will come.
     */
    default void onReferProgress(int ua, int call, int status, boolean last, long nowNs) {
    }

    /**
     * An INVITE came that is to take the place of a call (RFC 3891): answer or reject it like any other. A 2xx makes the core
     * report {@link #onReplaced} and end the old call.
     */
    default void onReplacing(int ua, int oldCall, int newCall, SipMessage invite, long nowNs) {
        onInvite(ua, newCall, invite, nowNs);
    }

    /** The new call is answered; the old one is being hung up and will end by its own callback. */
    default void onReplaced(int ua, int oldCall, int newCall, long nowNs) {
    }

    /** The session timer was refreshed, by our request or by the peer's (RFC 4028). */
    default void onSessionRefreshed(int ua, int call, boolean byUs, long nowNs) {
    }

    /** Nobody refreshed the session in time: the core sends BYE. */
    default void onSessionExpired(int ua, int call, long nowNs) {
    }

    /**
     * A subscription stands or was refreshed.
     *
     * @param eventPackage see {@link EventPackage}.
     */
    default void onSubscribed(int ua, byte eventPackage, int expiresS, long nowNs) {
    }

    /** A NOTIFY of a subscription, or an unsolicited one that we take; it is answered 200. */
    default void onNotify(int ua, byte eventPackage, SipMessage notify, long nowNs) {
    }

    /**
     * A subscription is over.
     *
     * @param status 200 when the notifier ended it, else the final answer to SUBSCRIBE; 0 = none came.
     */
    default void onSubscriptionEnded(int ua, byte eventPackage, int status, long nowNs) {
    }

    /**
     * Each message that was sent or received, before what follows from it.
     *
     * @param ua    the endpoint, -1 when it is not known.
     * @param flags {@link #SENT}, {@link #RETRANSMISSION}, {@link #MALFORMED}.
     * @param peer  destination or source.
     */
    default void onMessage(int ua, int flags, TransportAddress peer, DirectBuffer buffer, int offset, int length, long nowNs) {
    }

    /**
     * The same with the signalling socket that it went or came by, for those who want to know.
     */
    default void onMessage(
            final int ua,
            final int socket,
            final int flags,
            final TransportAddress peer,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        onMessage(ua, flags, peer, buffer, offset, length, nowNs);
    }
}
