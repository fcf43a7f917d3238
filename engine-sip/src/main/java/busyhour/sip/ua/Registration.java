package busyhour.sip.ua;

/** Where one endpoint's registration stands; worked on by {@link Registrations}. */
final class Registration {

    static final byte UNREGISTERED = 0;
    static final byte REGISTERING = 1;
    static final byte REGISTERED = 2;
    /** A REGISTER for a binding that stands is under way. */
    static final byte REFRESHING = 3;
    static final byte UNREGISTERING = 4;

    byte state = UNREGISTERED;
    /** Why it is in this state, for people. */
    String reason = "";
    long callId;
    long tag;
    long cSeq;
    /** Seconds asked for; grows when the registrar wants more (423). */
    long expiresS;
    /** REGISTER requests since the command. */
    int attempts;
    /** What credentials the last REGISTER carried: see {@link Credentials}. */
    byte carried;
    int transaction = -1;
    /** When the binding is to be refreshed. */
    long refreshAtNs;
    /** The binding is to be removed as soon as the REGISTER under way is through. */
    boolean unregisterWanted;

    /** Whether the registrar has, or may have, a binding of this endpoint. */
    boolean isBound() {
        return state != UNREGISTERED;
    }
}
