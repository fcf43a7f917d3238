package busyhour.rtp.srtp;

import busyhour.rtp.RtpHeaderFlyweight;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/** A sender and a receiver with the same key, and packets for them. Packets lie at an odd offset. */
final class SrtpEnds {

    static final int SSRC = 0x5EED0001;

    private static final int OFFSET = 3;

    final SrtpSuite suite;
    final byte[] keyAndSalt;
    final SrtpSender sender;
    final SrtpReceiver receiver;

    SrtpEnds(final SrtpSuite suite) {
        this(suite, key(suite, 1));
    }

    SrtpEnds(final SrtpSuite suite, final byte[] keyAndSalt) {
        this.suite = suite;
        this.keyAndSalt = keyAndSalt;
        sender = new SrtpSender(new SrtpWorkspace(TestCrypto.ALL_SUITES));
        receiver = new SrtpReceiver(new SrtpWorkspace(TestCrypto.ALL_SUITES));
        sender.key(suite, keyAndSalt);
        receiver.key(suite, keyAndSalt);
    }

    static byte[] key(final SrtpSuite suite, final long seed) {
        final byte[] key = new byte[suite.keyAndSaltLength()];
        new SplittableRandom(seed).nextBytes(key);
        return key;
    }

    static byte[] rtp(final int sequence) {
        return rtp(SSRC, sequence, 160);
    }

    static byte[] rtp(final int ssrc, final int sequence, final int payloadLength) {
        final byte[] packet = new byte[RtpHeaderFlyweight.HEADER_LENGTH + payloadLength];
        new SplittableRandom(sequence).nextBytes(packet);
        RtpHeaderFlyweight.write(new UnsafeBuffer(packet), 0, false, 0, sequence, 160 * sequence, ssrc);
        return packet;
    }

    /** A receiver report without blocks, then whatever. */
    static byte[] rtcp(final int ssrc, final int length) {
        final byte[] packet = new byte[length];
        new SplittableRandom(length).nextBytes(packet);
        final UnsafeBuffer buffer = new UnsafeBuffer(packet);
        buffer.putInt(0, 0x80C90001, java.nio.ByteOrder.BIG_ENDIAN);
        buffer.putInt(4, ssrc, java.nio.ByteOrder.BIG_ENDIAN);
        return packet;
    }

    byte[] protectRtp(final byte[] packet) {
        final UnsafeBuffer buffer = room(packet);
        return taken(buffer, sender.protectRtp(buffer, OFFSET, packet.length));
    }

    byte[] protectRtcp(final byte[] packet) {
        final UnsafeBuffer buffer = room(packet);
        return taken(buffer, sender.protectRtcp(buffer, OFFSET, packet.length));
    }

    private static UnsafeBuffer room(final byte[] packet) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + packet.length + SrtpSuite.MAX_OVERHEAD]);
        buffer.putBytes(OFFSET, packet);
        return buffer;
    }

    private static byte[] taken(final UnsafeBuffer buffer, final int length) {
        if (length < 0) {
            throw new AssertionError("refused: " + length);
        }
        return Arrays.copyOfRange(buffer.byteArray(), OFFSET, OFFSET + length);
    }

    /** The code of a packet that is refused, or its length when it comes to what was sent, else an error. */
    int receiveRtp(final byte[] packet, final byte[] plain) {
        final UnsafeBuffer into = new UnsafeBuffer(new byte[packet.length + OFFSET]);
        return same(into, receiver.unprotectRtp(new UnsafeBuffer(packet), 0, packet.length, into, OFFSET), plain);
    }

    int receiveRtcp(final byte[] packet, final byte[] plain) {
        final UnsafeBuffer into = new UnsafeBuffer(new byte[packet.length + OFFSET]);
        return same(into, receiver.unprotectRtcp(new UnsafeBuffer(packet), 0, packet.length, into, OFFSET), plain);
    }

    private static int same(final UnsafeBuffer into, final int length, final byte[] plain) {
        if (length >= 0 && !Arrays.equals(taken(into, length), plain)) {
            throw new AssertionError("another packet came out");
        }
        return length;
    }
}
