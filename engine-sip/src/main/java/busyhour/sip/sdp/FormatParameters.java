package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** Parameters of a format, {@code a=fmtp:102 name=value;name=value}: what the peer wishes to receive. Stateless. */
final class FormatParameters {

    private static final byte[] STEREO = Ascii.bytes("stereo");
    private static final byte[] IN_BAND_FEC = Ascii.bytes("useinbandfec");
    private static final byte[] DTX = Ascii.bytes("usedtx");
    private static final byte[] MAX_AVERAGE_BITRATE = Ascii.bytes("maxaveragebitrate");
    private static final byte[] MAX_FRAME_RATE = Ascii.bytes("max-fr");
    private static final byte[] MAX_FRAME_SIZE = Ascii.bytes("max-fs");
    private static final byte[] OCTET_ALIGN = Ascii.bytes("octet-align");
    private static final byte[] APT = Ascii.bytes("apt");
    private static final byte[][] AMR_STRUCTURE = {Ascii.bytes("crc"), Ascii.bytes("robust-sorting"), Ascii.bytes("interleaving")};
    private static final int MAX_PAYLOAD_TYPE = 127;

    private FormatParameters() {
    }

    /** @param name in lower case. @return the value's text, {@link Span#NONE} when there is no such parameter. */
    static long value(final DirectBuffer buffer, final long parameters, final byte[] name) {
        if (parameters < 0) {
            return Span.NONE;
        }
        final int end = Span.end(parameters);
        int at = Span.offset(parameters);
        while (at < end) {
            final int next = SdpLine.find(buffer, at, end, ';');
            final int start = Ascii.skipSpace(buffer, at, next);
            final int equals = SdpLine.find(buffer, start, next, '=');
            final int nameEnd = Ascii.trimEnd(buffer, start, equals);
            if (Ascii.equalsIgnoreCase(buffer, start, nameEnd - start, name)) {
                final int value = Ascii.skipSpace(buffer, Math.min(equals + 1, next), next);
                return Span.between(value, Ascii.trimEnd(buffer, value, next));
            }
            at = next + 1;
        }
        return Span.NONE;
    }

    /** @return the parameter as a number, -1 when it is missing, none, or more than {@code max}. */
    static int number(final DirectBuffer buffer, final long parameters, final byte[] name, final int max) {
        return (int) SdpLine.number(buffer, value(buffer, parameters, name), max);
    }

    /** @return the payload type that this retransmission format belongs to (RFC 4588 8.1), -1 without. */
    static int associatedPayloadType(final SdpView remote, final int media, final int rtx) {
        return number(remote.buffer(), remote.fmtp(media, rtx), APT, MAX_PAYLOAD_TYPE);
    }

    /** @return whether AMR payloads are plain: both sides must agree on any other structure (RFC 4867 8.3.1), and we have none. */
    static boolean isPlainAmr(final SdpView remote, final int media, final int payloadType) {
        final long parameters = remote.fmtp(media, payloadType);
        for (final byte[] name : AMR_STRUCTURE) {
            final long value = value(remote.buffer(), parameters, name);
            if (value >= 0 && SdpLine.number(remote.buffer(), value, 1) != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isOctetAligned(final SdpView remote, final int media, final int payloadType) {
        return number(remote.buffer(), remote.fmtp(media, payloadType), OCTET_ALIGN, 1) == 1;
    }

    /** Sets what the peer says of the format agreed on. What it does not say has the value of the payload format's RFC. */
    static void read(final SdpView remote, final int media, final int codec, final int payloadType, final PeerFormat into) {
        final DirectBuffer buffer = remote.buffer();
        final long parameters = remote.fmtp(media, payloadType);
        into.reset();
        into.bandwidthBps = remote.bandwidthBps(media);
        switch (codec) {
            case CodecTable.OPUS -> {
                into.stereo = number(buffer, parameters, STEREO, 1) == 1;
                into.inbandFec = number(buffer, parameters, IN_BAND_FEC, 1) == 1;
                into.dtx = number(buffer, parameters, DTX, 1) == 1;
                final int limit = number(buffer, parameters, MAX_AVERAGE_BITRATE, Integer.MAX_VALUE);
                into.maxAverageBitrateBps = limit > 0 ? limit : -1;
            }
            case CodecTable.H264, CodecTable.H264_MODE_0 -> {
                into.packetizationMode = codec == CodecTable.H264 ? 1 : 0;
                into.profileLevelId = H264Format.profileLevelId(buffer, parameters);
                into.levelAsymmetry = H264Format.allowsLevelAsymmetry(buffer, parameters);
            }
            case CodecTable.VP8 -> {
                into.maxFrameRate = number(buffer, parameters, MAX_FRAME_RATE, Integer.MAX_VALUE);
                into.maxFrameMacroblocks = number(buffer, parameters, MAX_FRAME_SIZE, Integer.MAX_VALUE);
            }
            case CodecTable.AMR, CodecTable.AMR_WB -> into.octetAligned = isOctetAligned(remote, media, payloadType);
            default -> {
                return; // no wishes are known of the others
            }
        }
    }
}
