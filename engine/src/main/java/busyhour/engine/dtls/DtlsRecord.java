package busyhour.engine.dtls;

/**
 * A record in the rings between a shard and its handshakes, native byte order.
 *
 * <pre>
 *    0        4        8
 *   +--------+--------+-------------------------------------------------------------
 *   | stream | call   | START: client, hash, fingerprint    DATAGRAM, SEND: octets
 *   +--------+--------+ KEYS: suite, again, local and remote key and salt
 *                       FAILED: text                        CLOSE: nothing
 * </pre>
 *
 * The call's number tells what is said of a call that has ended from what is said of the next one on the same stream.
 */
final class DtlsRecord {

    /** To the handshakes. */
    static final int START = 1;
    static final int DATAGRAM = 2;
    static final int CLOSE = 3;
    /** To the shard. */
    static final int SEND = 4;
    static final int KEYS = 5;
    static final int FAILED = 6;

    static final int STREAM_OFFSET = 0;
    static final int CALL_OFFSET = 4;
    static final int PAYLOAD_OFFSET = 8;
    static final int FINGERPRINT_OFFSET = 2;
    static final int KEYS_OFFSET = 2;

    /** Octets of the longest datagram: more is no handshake's. */
    static final int MAX_DATAGRAM = 2048;

    private DtlsRecord() {
    }
}
