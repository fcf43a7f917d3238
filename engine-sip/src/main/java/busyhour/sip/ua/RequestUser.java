package busyhour.sip.ua;

import busyhour.sip.message.SipMessage;

/** Hears how a {@link ClientRequest} went. */
interface RequestUser {

    /**
     * The request is through and goes back to its pool after this.
     *
     * @param status the final response, 0 = none came (Timer F).
     */
    void onDone(ClientRequest request, int status, SipMessage response, long nowNs);
}
