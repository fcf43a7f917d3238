package busyhour.engine.dtls;

import busyhour.rtp.srtp.SrtpSuite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A shard of one or more streams, stepped by the test: what it says, and what it sends to its peer. */
final class DtlsEnd implements DtlsHandler {

    /** One thing that was told of a stream. */
    record Told(int stream, SrtpSuite suite, String localKey, String remoteKey, boolean again, String fault) {
    }

    final List<Told> told = new ArrayList<>();
    final Queue<byte[]> wire = new ConcurrentLinkedQueue<>();
    final ShardHandshakes handshakes;
    final DtlsEndpoint endpoint;
    private SplittableRandom random;
    private double loss;

    DtlsEnd(final DtlsHandshakes all, final int streams, final SrtpSuite... suites) {
        endpoint = new DtlsEndpoint(DtlsIdentity.generate(), List.of(suites));
        handshakes = all.forShard(0, new DtlsEndpoint[] {endpoint}, streams, () -> { });
    }

    /** Every n-th would be the same message each time where a flight has n of them. */
    DtlsEnd lose(final double share, final long seed) {
        loss = share;
        random = new SplittableRandom(seed);
        return this;
    }

    @Override
    public void onSend(final int stream, final DirectBuffer buffer, final int offset, final int length) {
        final byte[] datagram = new byte[1 + length];
        datagram[0] = (byte) stream;
        buffer.getBytes(offset, datagram, 1, length);
        if (loss == 0 || random.nextDouble() >= loss) {
            wire.add(datagram);
        }
    }

    @Override
    public void onKeys(final int stream, final SrtpSuite suite, final byte[] local, final byte[] remote, final boolean again) {
        told.add(new Told(stream, suite, hex(local, suite), hex(remote, suite), again, null));
    }

    private static String hex(final byte[] key, final SrtpSuite suite) {
        return HexFormat.of().formatHex(key, 0, suite.keyAndSaltLength());
    }

    @Override
    public void onFailed(final int stream, final DirectBuffer buffer, final int offset, final int length) {
        told.add(new Told(stream, null, null, null, false, buffer.getStringWithoutLengthAscii(offset, length)));
    }

    /** Steps both until each has told so much, 20 s at most. */
    static void exchange(final DtlsEnd one, final int oneTells, final DtlsEnd other, final int otherTells) throws InterruptedException {
        final long endNs = System.nanoTime() + 20_000_000_000L;
        while ((one.told.size() < oneTells || other.told.size() < otherTells) && System.nanoTime() < endNs) {
            one.step(other);
            other.step(one);
            Thread.sleep(1);
        }
    }

    void step(final DtlsEnd peer) {
        handshakes.poll(this, 64);
        for (byte[] datagram = wire.poll(); datagram != null; datagram = wire.poll()) {
            peer.deliver(datagram);
        }
    }

    void deliver(final byte[] datagram) {
        final byte[] octets = Arrays.copyOfRange(datagram, 1, datagram.length);
        if (!handshakes.onDatagram(datagram[0], new UnsafeBuffer(octets), 0, octets.length)) {
            throw new AssertionError("no room");
        }
    }
}
