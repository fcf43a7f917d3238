package busyhour.engine.stream;

import io.netty.handler.ssl.NotSslRecordException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failed handshake means, in one sentence: RFC 8446 6.2 for the alerts. */
final class TlsFailure {

    private static final Pattern ALERT = Pattern.compile("(?:received fatal alert: |^\\()([a-z_]+)");
    private static final Pattern ABOUT_CERTIFICATE =
            Pattern.compile("bad_certificate|unsupported_certificate|certificate_revoked|certificate_expired|certificate_unknown|unknown_ca|access_denied");

    private TlsFailure() {
    }

    /**
     * @param ours  whether we opened the connection.
     * @param asked whether the peer asked for a certificate of ours as client.
     */
    static StreamFailure of(final Throwable thrown, final String to, final boolean ours, final boolean asked) {
        final String tls = "TLS with " + to + " failed: ";
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 8; cause = cause.getCause(), depth++) {
            if (cause instanceof PeerTrust.Refusal refusal) {
                return new StreamFailure(refusal.reason(), tls + refusal.getMessage());
            }
            if (cause instanceof NotSslRecordException) {
                return new StreamFailure(StreamFault.TLS_NOT_TLS, to + " does not speak TLS");
            }
        }
        final String said = String.valueOf(thrown.getMessage());
        final String lower = said.toLowerCase(Locale.ROOT);
        final Matcher alert = ALERT.matcher(lower);
        if (lower.contains("received fatal alert") && alert.find()) {
            return ofAlert(alert.group(1), tls, ours, asked);
        }
        if (lower.contains("empty client certificate chain") || lower.contains("empty certificate chain")) {
            return new StreamFailure(StreamFault.TLS_CLIENT_CERTIFICATE, tls + "it sent no client certificate");
        }
        if (lower.contains("in common") || lower.contains("not enabled or supported") || lower.contains("no appropriate protocol")
                || lower.contains("negotiate the desired security parameters") || lower.contains("is not accepted by")
                || lower.contains("protocol_version") || lower.contains("unsupported_versions")) {
            return new StreamFailure(StreamFault.TLS_NOTHING_IN_COMMON, tls + "no protocol version or cipher in common (" + said + ")");
        }
        if (lower.contains("closed")) {
            return new StreamFailure(StreamFault.PEER_CLOSED, to + " closed the connection during the TLS handshake");
        }
        return new StreamFailure(StreamFault.TLS_OTHER, tls + said);
    }

    private static StreamFailure ofAlert(final String alert, final String tls, final boolean ours, final boolean asked) {
        if (alert.equals("certificate_required")) {
            return new StreamFailure(StreamFault.TLS_CLIENT_CERTIFICATE, tls + "it wants a client certificate (alert " + alert + ")");
        }
        if (alert.equals("protocol_version") || alert.equals("insufficient_security")) {
            return new StreamFailure(StreamFault.TLS_NOTHING_IN_COMMON, tls + "no protocol version or cipher in common (alert " + alert + ")");
        }
        final boolean aboutCertificate = ABOUT_CERTIFICATE.matcher(alert).matches();
        if (ours && (aboutCertificate || asked && alert.equals("handshake_failure"))) {
            return new StreamFailure(StreamFault.TLS_CLIENT_CERTIFICATE, tls + "it did not accept "
                    + "our client certificate, or that we have none (alert " + alert + ")");
        }
        if (aboutCertificate) {
            return new StreamFailure(StreamFault.TLS_ALERT, tls + "it did not accept our certificate (alert " + alert + ")");
        }
        return new StreamFailure(StreamFault.TLS_ALERT, tls + "it refused with alert " + alert
                + (alert.equals("handshake_failure") ? ", mostly for want of a cipher in common" : ""));
    }
}
