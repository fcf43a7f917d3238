package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;

/** Writes a=rtpmap and a=fmtp of our formats: what we wish to receive, and in answers what must be as the offer has it. Stateless. */
final class FormatWriter {

    private static final byte[] TELEPHONE_EVENTS = Ascii.bytes("0-16"); // the keys and flash (RFC 4733 3.2)
    private static final byte[] OPUS = Ascii.bytes("minptime=10");
    private static final byte[] OPUS_FEC = Ascii.bytes(";useinbandfec=1");
    private static final byte[] OPUS_DTX = Ascii.bytes(";usedtx=1");
    private static final byte[] OPUS_STEREO = Ascii.bytes(";stereo=1;sprop-stereo=1");
    private static final byte[] OPUS_BITRATE = Ascii.bytes(";maxaveragebitrate=");
    private static final byte[] NO_ANNEX_B = Ascii.bytes("annexb=no");
    private static final byte[] OCTET_ALIGNED = Ascii.bytes("octet-align=1");
    private static final byte[] PROFILE_LEVEL_ID = Ascii.bytes("profile-level-id=");
    private static final byte[] MODE_0 = Ascii.bytes(";packetization-mode=0");
    private static final byte[] MODE_1 = Ascii.bytes(";packetization-mode=1");
    private static final byte[] LEVEL_ASYMMETRY = Ascii.bytes(";level-asymmetry-allowed=1");
    private static final byte[] MAX_FRAME_RATE = Ascii.bytes("max-fr=");
    private static final byte[] MAX_FRAME_SIZE = Ascii.bytes(";max-fs=");
    private static final byte[] APT = Ascii.bytes("apt=");
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private FormatWriter() {
    }

    /** A codec in an offer. */
    static void offered(final SdpWriter writer, final int row, final int payloadType, final LocalFormats local) {
        writer.rtpmap(CodecTable.row(row), payloadType);
        parameters(writer, row, payloadType, local, local.profileLevelId(), true, false);
    }

    /** A codec in an answer. */
    static void answered(
            final SdpWriter writer, final int row, final int payloadType, final LocalFormats local, final SdpView offer, final int media) {
        writer.rtpmap(CodecTable.row(row), payloadType);
        final boolean h264 = row == CodecTable.H264 || row == CodecTable.H264_MODE_0;
        final long asked = offer.fmtp(media, payloadType);
        final boolean asymmetry = h264 && H264Format.allowsLevelAsymmetry(offer.buffer(), asked);
        final int profile = h264 ? H264Format.answer(H264Format.profileLevelId(offer.buffer(), asked), local.profileLevelId(), asymmetry) : 0;
        final boolean aligned = (row == CodecTable.AMR || row == CodecTable.AMR_WB) && FormatParameters.isOctetAligned(offer, media, payloadType);
        parameters(writer, row, payloadType, local, profile, asymmetry, aligned);
    }

    static void telephoneEvents(final SdpWriter writer, final CodecCapability row, final int payloadType) {
        writer.rtpmap(row, payloadType).beginFmtp(payloadType).append(TELEPHONE_EVENTS).endLine();
    }

    /** Retransmissions of the payload type {@code original} (RFC 4588 8.1). */
    static void rtx(final SdpWriter writer, final CodecCapability row, final int payloadType, final int original) {
        writer.rtpmap(row, payloadType).beginFmtp(payloadType).append(APT).uint(original).endLine();
    }

    private static void parameters(final SdpWriter writer, final int row, final int payloadType, final LocalFormats local,
            final int profileLevelId, final boolean levelAsymmetry, final boolean octetAligned) {
        switch (row) {
            case CodecTable.OPUS -> opus(writer.beginFmtp(payloadType), local);
            case CodecTable.G729 -> writer.beginFmtp(payloadType).append(NO_ANNEX_B).endLine();
            case CodecTable.AMR, CodecTable.AMR_WB -> {
                if (octetAligned) {
                    writer.beginFmtp(payloadType).append(OCTET_ALIGNED).endLine();
                }
            }
            case CodecTable.H264, CodecTable.H264_MODE_0 -> {
                writer.beginFmtp(payloadType).append(PROFILE_LEVEL_ID);
                for (int shift = 20; shift >= 0; shift -= 4) {
                    writer.octet(HEX[profileLevelId >> shift & 15]);
                }
                writer.append(row == CodecTable.H264 ? MODE_1 : MODE_0);
                if (levelAsymmetry) {
                    writer.append(LEVEL_ASYMMETRY);
                }
                writer.endLine();
            }
            case CodecTable.VP8 -> {
                if (local.maxFrameRate > 0 && local.maxFrameMacroblocks > 0) {
                    writer.beginFmtp(payloadType).append(MAX_FRAME_RATE).uint(local.maxFrameRate)
                            .append(MAX_FRAME_SIZE).uint(local.maxFrameMacroblocks).endLine();
                }
            }
            default -> {
                return; // the others have none
            }
        }
    }

    private static void opus(final SdpWriter writer, final LocalFormats local) {
        writer.append(OPUS);
        if (local.opusFec) {
            writer.append(OPUS_FEC);
        }
        if (local.opusDtx) {
            writer.append(OPUS_DTX);
        }
        if (local.opusStereo) {
            writer.append(OPUS_STEREO);
        }
        if (local.opusMaxAverageBitrateBps > 0) {
            writer.append(OPUS_BITRATE).uint(local.opusMaxAverageBitrateBps);
        }
        writer.endLine();
    }
}
