package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;

/** An endpoint's subscription to message waiting (RFC 3842); worked on by {@link Subscriptions}. */
final class Subscription {

    static final byte NONE = 0;
    /** SUBSCRIBE is on its way, for the first time. */
    static final byte SUBSCRIBING = 1;
    static final byte ACTIVE = 2;
    static final byte REFRESHING = 3;
    /** SUBSCRIBE with Expires 0 is on its way. */
    static final byte ENDING = 4;
    /** That one is answered; the last NOTIFY may still come. */
    static final byte LAST = 5;

    final UserAgent agent;
    final Dialog dialog;
    byte state = NONE;
    long tag;
    /** Whether the dialog has the notifier's tag. */
    boolean confirmed;
    /** The notifier has ended it while our SUBSCRIBE was on its way. */
    boolean over;
    /** Seconds asked for. */
    long expiresS;
    int attempts;

    Subscription(final UserAgent agent, final Dialog dialog) {
        this.agent = agent;
        this.dialog = dialog;
    }
}
