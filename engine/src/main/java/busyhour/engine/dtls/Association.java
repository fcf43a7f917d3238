package busyhour.engine.dtls;

import java.util.Arrays;

/**
 * What the dispatcher knows of a stream in one call: terms, once they are agreed on, and the handshake.
 *
 * <pre>
 *   datagram before the terms (the peer was faster than its answer) -> kept
 *   terms                                                           -> handshake
 *   other terms                                                     -> another handshake
 *   a new ClientHello after a handshake                             -> another handshake, as the server
 * </pre>
 *
 * <p>The dispatcher's thread.
 */
final class Association {

    private final HandshakeLane lane;
    private final int stream;
    private final int call;
    private DtlsTerms terms;
    private HandshakeTransport transport;
    private Handshake handshake;
    private Thread thread;
    private byte[] helloRandom;
    private boolean secured;

    Association(final HandshakeLane lane, final int stream, final int call) {
        this.lane = lane;
        this.stream = stream;
        this.call = call;
        transport = new HandshakeTransport(lane, stream, call);
    }

    int call() {
        return call;
    }

    void onTerms(final DtlsTerms agreed) {
        if (handshake != null) {
            stop();
        }
        terms = agreed;
        begin(agreed);
    }

    void onDatagram(final byte[] datagram) {
        final byte[] random = ClientHello.random(datagram);
        if (random != null && !mayTake(random)) {
            return;
        }
        transport.offer(datagram);
    }

    /** A ClientHello came. */
    private boolean mayTake(final byte[] random) {
        if (handshake == null || handshake.isServer() && !handshake.isFinished()) {
            helloRandom = random;
            return true;
        }
        if (!handshake.isFinished()) {
            return false; // we are the client, and the peer has not understood that
        }
        if (!Arrays.equals(random, helloRandom)) {
            stop();
            helloRandom = random;
            begin(terms.asServer());
        }
        return true;
    }

    private void begin(final DtlsTerms with) {
        handshake = new Handshake(lane, transport, lane.endpoint(stream), with, stream, call, secured);
        thread = Thread.ofVirtual().name("dtls-" + stream).start(handshake);
    }

    private void stop() {
        secured |= handshake.isFinished();
        thread.interrupt();
        transport = new HandshakeTransport(lane, stream, call);
        handshake = null;
    }

    void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
