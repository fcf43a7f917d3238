package busyhour.ipc.plan;

import java.util.List;

/**
 * How the endpoints of a group speak SIP.
 *
 * @param transport      UDP, TCP, TLS, WS, WSS or AUTO (RFC 3263); with a registrar that one's.
 * @param tls            for TLS and WSS; never null.
 * @param own            each endpoint has a socket or connection of its own; else those of a shard share one.
 * @param outboundProxy  {@code sip:} URI that goes into Route and where requests go first, or null.
 * @param localAddresses addresses that the endpoints use in turn; empty = the one that the kernel would route from.
 * @param headers        added to, or put in place of, headers of our requests.
 * @param prack          reliable provisional responses (RFC 3262).
 * @param sessionTimer   session timers (RFC 4028), or null: none asked for.
 * @param delayedOffer   INVITE without SDP; the callee offers.
 * @param expiresS       seconds to register for.
 */
public record SignallingSpec(
        String transport,
        TlsSpec tls,
        boolean own,
        String outboundProxy,
        List<String> localAddresses,
        List<HeaderSpec> headers,
        Prack prack,
        SessionTimerSpec sessionTimer,
        boolean delayedOffer,
        int expiresS) {

    /** UDP, one socket for all, nothing out of the ordinary. */
    public static final SignallingSpec PLAIN =
            new SignallingSpec("UDP", TlsSpec.SYSTEM, false, null, List.of(), List.of(), Prack.SUPPORTED, null, false, 600);

    /** What is said of reliable provisional responses (RFC 3262 3, 4). */
    public enum Prack { OFF, SUPPORTED, REQUIRED }

    /**
     * Trust and identity of TLS and WSS. Names are keys into {@link Assignment#files()}.
     *
     * @param verify      whether the server's certificate and name are checked.
     * @param ca          PEM of the authorities to trust, null = the system's.
     * @param certificate PEM of our own certificate chain, ours first, null = none.
     * @param key         PEM of its private key as PKCS#8 without a password, null without a certificate.
     * @param serverName  name to ask for and to expect (SNI), null = the host of the target.
     */
    public record TlsSpec(boolean verify, String ca, String certificate, String key, String serverName) {
        /** Checked against the system's authorities. */
        public static final TlsSpec SYSTEM = new TlsSpec(true, null, null, null, null);

        @Override
        public String toString() {
            return "TlsSpec[verify=" + verify + ", serverName=" + serverName + "]"; // a key never reaches a log
        }
    }

    /**
     * A header of our own.
     *
     * @param name    as written in the message.
     * @param value   its value; {@code null} leaves the header out.
     * @param methods that carry it; empty = INVITE and REGISTER.
     */
    public record HeaderSpec(String name, String value, List<String> methods) {
    }

    /**
     * Session timer as offered or granted (RFC 4028).
     *
     * @param expiresS  Session-Expires, seconds.
     * @param minSeS    Min-SE, seconds, at least 90 unless a test wants less.
     * @param refresher who refreshes.
     */
    public record SessionTimerSpec(int expiresS, int minSeS, Refresher refresher) {
        /** ANY leaves it to the peer. */
        public enum Refresher { ANY, UAC, UAS }
    }
}
