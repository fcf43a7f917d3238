package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * H.264 access units to RTP payloads (RFC 6184 5.6, 5.7.1, 5.8). Mode 0: each NAL unit is a packet. Mode 1: parameter sets and SEI
 * in one STAP-A, what is too long in FU-A fragments that are equally long to within an octet. Access unit delimiters, which tell a
 * receiver of packets nothing, go the same way as all else.
 */
public final class H264Packetizer implements VideoPacketizer {

    private static final int STAP_HEADER = 1;
    private static final int STAP_SIZE = 2;
    private static final int FU_HEADERS = 2;

    private final boolean isSingleNalMode;
    private final int maxPayload;
    private final AnnexBReader reader = new AnnexBReader();
    private final int[] pendingOffsets = new int[H264Payload.MAX_NAL_UNITS];
    private final int[] pendingLengths = new int[H264Payload.MAX_NAL_UNITS];
    private int pendingCount;
    private int pendingOctets;

    /** @param packetizationMode 0 or 1 (RFC 6184 5.4). */
    public H264Packetizer(final int packetizationMode, final int maxPayload) {
        this.isSingleNalMode = packetizationMode == 0;
        this.maxPayload = maxPayload;
    }

    @Override
    public void packetize(final DirectBuffer buffer, final int offset, final int length, final EncodedVideoBuilder video) {
        reader.wrap(buffer, offset, length);
        pendingCount = 0;
        pendingOctets = STAP_HEADER;
        int nalUnits = 0;
        while (reader.next()) {
            nalUnits++;
            nalUnit(buffer, reader.nalOffset(), reader.nalLength(), video);
        }
        flush(buffer, video);
        if (nalUnits == 0) {
            throw new VideoException("H.264 frame " + video.frame() + ": found no NAL unit, expected at least one");
        }
    }

    private void nalUnit(final DirectBuffer buffer, final int offset, final int length, final EncodedVideoBuilder video) {
        if (isSingleNalMode && length > maxPayload) {
            throw new VideoException("H.264 frame " + video.frame() + ": found a NAL unit of " + length
                    + " octets, expected at most " + maxPayload + " in packetization mode 0");
        }
        final boolean isBesidePicture = !H264Nal.isSlice(H264Nal.type(buffer.getByte(offset)));
        final boolean fitsAlone = STAP_HEADER + STAP_SIZE + length <= maxPayload;
        if (isSingleNalMode || !isBesidePicture || !fitsAlone) {
            flush(buffer, video);
            send(buffer, offset, length, video);
            return;
        }
        if (pendingOctets + STAP_SIZE + length > maxPayload || pendingCount == pendingOffsets.length) {
            flush(buffer, video);
        }
        pendingOffsets[pendingCount] = offset;
        pendingLengths[pendingCount++] = length;
        pendingOctets += STAP_SIZE + length;
    }

    /** What waits beside the picture: one NAL unit as it is, several aggregated. */
    private void flush(final DirectBuffer buffer, final EncodedVideoBuilder video) {
        if (pendingCount == 1) {
            send(buffer, pendingOffsets[0], pendingLengths[0], video);
        } else if (pendingCount > 1) {
            int refIdc = 0;
            for (int i = 0; i < pendingCount; i++) {
                refIdc = Math.max(refIdc, H264Nal.refIdc(buffer.getByte(pendingOffsets[i])));
            }
            video.beginPacket().append(refIdc << 5 | H264Nal.STAP_A);
            for (int i = 0; i < pendingCount; i++) {
                video.append(pendingLengths[i] >> 8).append(pendingLengths[i] & 0xff)
                        .append(buffer, pendingOffsets[i], pendingLengths[i]);
            }
        }
        pendingCount = 0;
        pendingOctets = STAP_HEADER;
    }

    private void send(final DirectBuffer buffer, final int offset, final int length, final EncodedVideoBuilder video) {
        if (length <= maxPayload) {
            video.beginPacket().append(buffer, offset, length);
            return;
        }
        final int header = buffer.getByte(offset) & 0xff;
        final int octets = length - 1;
        final int room = maxPayload - FU_HEADERS;
        final int fragments = (octets + room - 1) / room;
        for (int i = 0; i < fragments; i++) {
            final int from = (int) ((long) octets * i / fragments);
            final int to = (int) ((long) octets * (i + 1) / fragments);
            final int ends = (i == 0 ? 0x80 : 0) | (i + 1 == fragments ? 0x40 : 0);
            video.beginPacket()
                    .append(header & 0x60 | H264Nal.FU_A)
                    .append(ends | H264Nal.type(header))
                    .append(buffer, offset + 1 + from, to - from);
        }
    }
}
