package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Reads feedback packets (RFC 4585 6, RFC 5104 4.3, draft-alvestrand-rmcat-remb-03) and tells a listener, item by item.
 * <pre>
 * |V=2|P|   FMT   |  PT=205, 206  |             length            |
 * |                  SSRC of packet sender                        |
 * |                  SSRC of media source                         |
 * :            feedback control information (FCI)                 :
 *
 * NACK (205, 1)   |       PID     | BLP: the 16 that follow |  ...
 * SLI  (206, 2)   | first (13) | number (13) | picture (6)  |  ...
 * FIR  (206, 4)   | SSRC | number (8) | reserved (24)       |  ...
 * REMB (206, 15)  | "REMB" | n (8) | exponent (6) | mantissa (18) | n SSRCs |
 * </pre>
 * Lengths that do not fit are refused as a whole packet. Bounded by the datagram; allocates nothing.
 */
final class FeedbackReader {

    static final int NACK = 1;
    static final int PLI = 1;
    static final int SLI = 2;
    static final int FIR = 4;
    static final int APPLICATION_LAYER = 15;
    static final int REMB_NAME = 0x52454D42;

    static final int SENDER_OFFSET = 4;
    static final int MEDIA_OFFSET = 8;
    static final int FCI_OFFSET = 12;

    private static final int WORD = 4;
    private static final int BLP_BITS = 16;
    private static final int SEQUENCE_MASK = 0xFFFF;

    private final TransportFeedbackFlyweight transport = new TransportFeedbackFlyweight();

    /**
     * Reads one packet.
     *
     * @param length without padding, {@link #FCI_OFFSET} at least.
     * @return false when its items do not fit into it. A format that is not known is walked over.
     */
    boolean read(
            final DirectBuffer buffer, final int offset, final int length, final int ourSsrc, final FeedbackListener listener, final long nowNs) {
        final int sender = word(buffer, offset + SENDER_OFFSET);
        if (sender == ourSsrc) {
            return true; // an echo of our own words
        }
        final int media = word(buffer, offset + MEDIA_OFFSET);
        final int format = RtcpHeaderFlyweight.count(buffer, offset);
        final int fci = offset + FCI_OFFSET;
        final int fciLength = length - FCI_OFFSET;
        if (RtcpHeaderFlyweight.type(buffer, offset) == RtcpHeaderFlyweight.RTPFB) {
            return switch (format) {
                case NACK -> readNack(buffer, fci, fciLength, media, listener, nowNs);
                case TransportFeedbackFlyweight.FORMAT -> readTransport(buffer, offset, length, listener, nowNs);
                default -> true;
            };
        }
        return switch (format) {
            case PLI -> {
                listener.onPictureLoss(media, nowNs);
                yield true;
            }
            case SLI -> readSliceLoss(buffer, fci, fciLength, media, listener, nowNs);
            case FIR -> readIntraRequest(buffer, fci, fciLength, sender, listener, nowNs);
            case APPLICATION_LAYER -> readApplicationLayer(buffer, fci, fciLength, listener, nowNs);
            default -> true;
        };
    }

    private static boolean readNack(
            final DirectBuffer buffer, final int fci, final int length, final int media, final FeedbackListener listener, final long nowNs) {
        if (length < WORD || length % WORD != 0) {
            return false;
        }
        for (int at = fci; at < fci + length; at += WORD) {
            final int first = buffer.getShort(at, ByteOrder.BIG_ENDIAN) & SEQUENCE_MASK;
            final int following = buffer.getShort(at + 2, ByteOrder.BIG_ENDIAN);
            listener.onNack(media, first, nowNs);
            for (int bit = 0; bit < BLP_BITS; bit++) {
                if ((following >>> bit & 1) != 0) {
                    listener.onNack(media, first + bit + 1 & SEQUENCE_MASK, nowNs);
                }
            }
        }
        return true;
    }

    private boolean readTransport(
            final DirectBuffer buffer, final int offset, final int length, final FeedbackListener listener, final long nowNs) {
        if (!transport.wrap(buffer, offset, length)) {
            return false;
        }
        listener.onTransportFeedback(transport, nowNs);
        return true;
    }

    private static boolean readSliceLoss(
            final DirectBuffer buffer, final int fci, final int length, final int media, final FeedbackListener listener, final long nowNs) {
        if (length < WORD || length % WORD != 0) {
            return false;
        }
        for (int at = fci; at < fci + length; at += WORD) {
            final int item = word(buffer, at);
            listener.onSliceLoss(media, item >>> 19, item >>> 6 & 0x1FFF, item & 0x3F, nowNs);
        }
        return true;
    }

    private static boolean readIntraRequest(
            final DirectBuffer buffer, final int fci, final int length, final int sender, final FeedbackListener listener, final long nowNs) {
        if (length < 2 * WORD || length % (2 * WORD) != 0) {
            return false;
        }
        for (int at = fci; at < fci + length; at += 2 * WORD) {
            listener.onFullIntraRequest(sender, word(buffer, at), buffer.getByte(at + WORD) & 0xFF, nowNs);
        }
        return true;
    }

    private static boolean readApplicationLayer(
            final DirectBuffer buffer, final int fci, final int length, final FeedbackListener listener, final long nowNs) {
        if (length < 2 * WORD || word(buffer, fci) != REMB_NAME) {
            return true; // another application's
        }
        final int rate = word(buffer, fci + WORD);
        final int sources = rate >>> 24;
        if (2 * WORD + sources * WORD > length) {
            return false;
        }
        final double bitsPerSecond = Math.scalb((double) (rate & 0x3_FFFF), rate >>> 18 & 0x3F);
        for (int i = 0; i < sources; i++) {
            listener.onMaximumBitrate(word(buffer, fci + (2 + i) * WORD), bitsPerSecond, nowNs);
        }
        return true;
    }

    private static int word(final DirectBuffer buffer, final int at) {
        return buffer.getInt(at, ByteOrder.BIG_ENDIAN);
    }
}
