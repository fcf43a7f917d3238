package busyhour.engine.stream;

/**
 * Trust and identity of TLS and WSS. Set-up time value: make one for a group and use it for all its listening points, which then
 * share a session cache.
 *
 * @param verify                   whether the server's certificate and its name are checked.
 * @param caPem                    authorities to trust, null = those of the system.
 * @param certificatePem           our own certificate chain, null = none as client, one made for the purpose as server.
 * @param keyPem                   its private key, null without a certificate.
 * @param serverName               name to ask for and to expect, null = the address that is connected to.
 * @param requireClientCertificate as server, refuse clients without a certificate that {@code caPem} or the system trusts.
 * @param minVersion               {@code 1.2} or {@code 1.3}.
 * @param maxVersion               {@code 1.2} or {@code 1.3}.
 */
public record StreamTls(
        boolean verify,
        byte[] caPem,
        byte[] certificatePem,
        byte[] keyPem,
        String serverName,
        boolean requireClientCertificate,
        String minVersion,
        String maxVersion) {

    /** Checked against the system's authorities, no certificate of our own. */
    public static final StreamTls SYSTEM = new StreamTls(true, null, null, null, null);

    public StreamTls(final boolean verify, final byte[] caPem, final byte[] certificatePem, final byte[] keyPem, final String serverName) {
        this(verify, caPem, certificatePem, keyPem, serverName, false, "1.2", "1.3");
    }

    public StreamTls withServerName(final String name) {
        return new StreamTls(verify, caPem, certificatePem, keyPem, name, requireClientCertificate, minVersion, maxVersion);
    }

    public StreamTls withRequireClientCertificate(final boolean value) {
        return new StreamTls(verify, caPem, certificatePem, keyPem, serverName, value, minVersion, maxVersion);
    }

    public StreamTls withVersions(final String min, final String max) {
        return new StreamTls(verify, caPem, certificatePem, keyPem, serverName, requireClientCertificate, min, max);
    }

    @Override
    public String toString() {
        return "StreamTls[verify=" + verify + ", serverName=" + serverName + "]"; // keys never reach a log
    }
}
