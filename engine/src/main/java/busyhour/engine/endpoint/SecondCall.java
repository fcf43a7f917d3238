package busyhour.engine.endpoint;

/** What an endpoint knows of a call beside its own, which a transfer needs. Changed by its shard's thread only. */
final class SecondCall {

    /** No role; nothing is pending. */
    static final byte NONE = 0;

    /** Role: we ask the transfer's target first. */
    static final byte CONSULTATION = 1;
    /** Role: we were asked to call the target. */
    static final byte TARGET = 2;

    /** To do: accept a REFER, and then follow it. */
    static final byte ACCEPT = 1;
    /** To do: decline a REFER. */
    static final byte DECLINE = 2;
    /** To do: call whom the REFER names. */
    static final byte FOLLOW = 3;
    /** To do: ask the peer to take our place in the consultation. */
    static final byte REFER = 4;
    /** To do: tell the transferor, our former peer, how it went. */
    static final byte TELL = 5;
    /** To do: tell the transferor, still our peer, that it did not work. */
    static final byte TELL_FAILED = 6;

    int call = Endpoint.NO_CALL;
    byte role;
    /** Role of the call whose INVITE is being sent: the command has not returned its handle yet. */
    byte dialling;
    /** The call that was the endpoint's own before; its BYE is under way. */
    int former = Endpoint.NO_CALL;
    byte pending;
    /** Of the second call, for the transferor. */
    int status;

    void begin(final int handle, final byte itsRole) {
        call = handle;
        role = itsRole;
    }

    void clear() {
        call = Endpoint.NO_CALL;
        role = NONE;
        pending = NONE;
    }
}
