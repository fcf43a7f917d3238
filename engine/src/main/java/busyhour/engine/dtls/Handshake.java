package busyhour.engine.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * One handshake from its beginning to its keys or its failure, and then for a while on call for a peer that missed our last
 * flight. Runs on a virtual thread, which waits most of the time; an interrupt ends it without a word.
 */
final class Handshake implements Runnable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MS_PER_S = 1_000;
    private static final long NS_PER_MS = 1_000_000L;

    private final HandshakeLane lane;
    private final HandshakeTransport transport;
    private final DtlsEndpoint endpoint;
    private final DtlsTerms terms;
    private final int stream;
    private final int call;
    private final boolean again;
    private volatile boolean finished;

    Handshake(
            final HandshakeLane lane,
            final HandshakeTransport transport,
            final DtlsEndpoint endpoint,
            final DtlsTerms terms,
            final int stream,
            final int call,
            final boolean again) {
        this.lane = lane;
        this.transport = transport;
        this.endpoint = endpoint;
        this.terms = terms;
        this.stream = stream;
        this.call = call;
        this.again = again;
    }

    /** Whether it came to its keys: another ClientHello begins another handshake from now on. */
    boolean isFinished() {
        return finished;
    }

    boolean isServer() {
        return !terms.client();
    }

    @Override
    public void run() {
        lane.keepOffShardCores();
        final JcaTlsCrypto crypto = new JcaTlsCryptoProvider().create(RANDOM);
        final SrtpNegotiation negotiation = new SrtpNegotiation(endpoint, terms, crypto);
        try {
            final DTLSTransport secured = secure(negotiation, crypto);
            if (secured != null) {
                finished = true;
                lane.keys(stream, call, negotiation, again);
                linger(secured);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt(); // the call is over, or another handshake began
        } catch (final IOException | RuntimeException e) {
            if (!finished && !Thread.currentThread().isInterrupted()) {
                lane.failed(stream, call, reason(e, negotiation));
            }
        }
    }

    /** @return null when it failed in words already. */
    private DTLSTransport secure(final SrtpNegotiation negotiation, final JcaTlsCrypto crypto) throws IOException, InterruptedException {
        final DtlsTimes times = lane.times();
        if (isServer() && !transport.awaitFirst(times.limitMs())) { // waiting for a peer takes no turn from others
            lane.failed(stream, call, "the peer began no DTLS handshake within " + seconds());
            return null;
        }
        if (!lane.takeTurn(times.limitMs())) {
            lane.failed(stream, call, "too many DTLS handshakes at once: this one had no turn within " + seconds());
            return null;
        }
        try {
            return isServer() ? new DTLSServerProtocol().accept(new DtlsServer(negotiation, crypto, times), transport)
                    : new DTLSClientProtocol().connect(new DtlsClient(negotiation, crypto, times), transport);
        } finally {
            lane.endTurn();
        }
    }

    /** Flights of the peer that come again are answered within {@code receive}. */
    private void linger(final DTLSTransport secured) throws IOException {
        final byte[] unread = new byte[DtlsRecord.MAX_DATAGRAM];
        final long endNs = System.nanoTime() + lane.times().lingerMs() * NS_PER_MS;
        for (long leftMs = lane.times().lingerMs(); leftMs > 0; leftMs = (endNs - System.nanoTime()) / NS_PER_MS) {
            secured.receive(unread, 0, unread.length, (int) leftMs);
        }
    }

    private String reason(final Exception e, final SrtpNegotiation negotiation) {
        if (negotiation.fault() != null) {
            return negotiation.fault();
        }
        if (e instanceof TlsTimeoutException) {
            return transport.hasHeard() ? "the DTLS handshake did not end within " + seconds()
                    : "the peer did not answer the DTLS handshake within " + seconds();
        }
        if (e instanceof TlsFatalAlertReceived alert) {
            return "the peer ended the DTLS handshake: " + AlertDescription.getText(alert.getAlertDescription());
        }
        if (e instanceof TlsFatalAlert alert) {
            return "the DTLS handshake failed: " + AlertDescription.getText(alert.getAlertDescription());
        }
        return "the DTLS handshake failed: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private String seconds() {
        return lane.times().limitMs() % MS_PER_S == 0 ? lane.times().limitMs() / MS_PER_S + " s" : lane.times().limitMs() + " ms";
    }
}
