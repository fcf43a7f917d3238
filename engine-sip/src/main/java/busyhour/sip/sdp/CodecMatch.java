package busyhour.sip.sdp;

/**
 * The formats that a peer's line and an endpoint have in common (RFC 3264 6.1): one codec to send in, the first of the peer's
 * that we have; what stands beside it (telephone events, comfort noise, retransmissions); and what we can receive besides.
 * Reusable, allocates nothing.
 */
final class CodecMatch {

    private static final int NONE = -1;
    private static final int MAX_OTHERS = 8;

    int codec;
    int payloadType;
    int telephoneEvent;
    CodecCapability telephoneEventRow;
    int comfortNoise;
    int rtx;
    int others;
    final int[] otherCodecs = new int[MAX_OTHERS];
    final int[] otherPayloadTypes = new int[MAX_OTHERS];

    /** @return whether there is a codec; then fields are set. */
    boolean find(final SdpView remote, final int media, final LocalMedia local) {
        telephoneEvent = NONE;
        comfortNoise = NONE;
        rtx = NONE;
        others = 0;
        if (!findCodec(remote, media, local)) {
            return false;
        }
        if (local.telephoneEvents()) {
            findTelephoneEvent(remote, media);
        }
        if (local.comfortNoise()) {
            comfortNoise = find(remote, media, CodecTable.comfortNoise(codec));
        }
        if (local.type() == SdpView.VIDEO && local.feedback().rtx()) {
            findRtx(remote, media);
        }
        findOthers(remote, media, local);
        return true;
    }

    /** Those we can send go first; H.264 of another profile, which decodes what we send, before those we can only receive. */
    private boolean findCodec(final SdpView remote, final int media, final LocalMedia local) {
        codec = NONE;
        for (int round = 0; round < 3 && codec < 0; round++) {
            for (int format = 0; format < remote.formatCount(media) && codec < 0; format++) {
                payloadType = remote.payloadType(media, format);
                if (payloadType >= 0) {
                    codec = localCodec(remote, media, payloadType, local, round < 2, round == 0);
                }
            }
        }
        payloadType = codec < 0 ? NONE : payloadType;
        return codec >= 0;
    }

    private static int localCodec(
            final SdpView remote, final int media, final int candidate, final LocalMedia local, final boolean sent, final boolean sameProfile) {
        for (int i = 0; i < local.codecCount(); i++) {
            final int row = local.codec(i);
            if (CodecTable.isSent(row) == sent && isSame(remote, media, candidate, row, local, sameProfile)) {
                return row;
            }
        }
        return NONE;
    }

    private static boolean isSame(
            final SdpView remote, final int media, final int candidate, final int row, final LocalMedia local, final boolean sameProfile) {
        if (CodecTable.row(row).mediaType() != local.type() || !CodecTable.row(row).matches(remote, media, candidate)) {
            return false;
        }
        return switch (row) {
            case CodecTable.H264, CodecTable.H264_MODE_0 -> {
                final long parameters = remote.fmtp(media, candidate);
                yield H264Format.isSameMode(remote.buffer(), parameters, row) && (!sameProfile || H264Format.isSameProfile(
                        H264Format.profileLevelId(remote.buffer(), parameters), local.formats().profileLevelId()));
            }
            case CodecTable.AMR, CodecTable.AMR_WB -> FormatParameters.isPlainAmr(remote, media, candidate);
            default -> true;
        };
    }

    /** Events run on the clock of the audio (RFC 4733 2.1); a peer that has them on another one only means that. */
    private void findTelephoneEvent(final SdpView remote, final int media) {
        final int clockRateHz = CodecTable.row(codec).clockRateHz();
        for (int format = 0; format < remote.formatCount(media); format++) {
            final int candidate = remote.payloadType(media, format);
            for (int row = 0; candidate >= 0 && row < CodecTable.telephoneEventCount(); row++) {
                final CodecCapability events = CodecTable.telephoneEventRow(row);
                final boolean better = telephoneEvent < 0
                        || telephoneEventRow.clockRateHz() != clockRateHz && events.clockRateHz() == clockRateHz;
                if (better && events.matches(remote, media, candidate)) {
                    telephoneEvent = candidate;
                    telephoneEventRow = events;
                }
            }
        }
    }

    private static int find(final SdpView remote, final int media, final CodecCapability row) {
        for (int format = 0; row != null && format < remote.formatCount(media); format++) {
            final int candidate = remote.payloadType(media, format);
            if (candidate >= 0 && row.matches(remote, media, candidate)) {
                return candidate;
            }
        }
        return NONE;
    }

    private void findRtx(final SdpView remote, final int media) {
        final CodecCapability row = CodecTable.rtx(codec);
        for (int format = 0; format < remote.formatCount(media) && rtx < 0; format++) {
            final int candidate = remote.payloadType(media, format);
            if (candidate >= 0 && row.matches(remote, media, candidate)
                    && FormatParameters.associatedPayloadType(remote, media, candidate) == payloadType) {
                rtx = candidate;
            }
        }
    }

    private void findOthers(final SdpView remote, final int media, final LocalMedia local) {
        for (int i = 0; i < local.codecCount(); i++) {
            final int row = local.codec(i);
            for (int format = 0; row != codec && others < MAX_OTHERS && format < remote.formatCount(media); format++) {
                final int candidate = remote.payloadType(media, format);
                if (candidate >= 0 && candidate != payloadType && isSame(remote, media, candidate, row, local, true)) {
                    otherCodecs[others] = row;
                    otherPayloadTypes[others++] = candidate;
                    break;
                }
            }
        }
    }

    /** An answer takes the codec alone, so that nobody switches in mid-call, and besides it what we only receive and count. */
    boolean isAnswered(final int other) {
        return !CodecTable.isSent(otherCodecs[other]);
    }
}
