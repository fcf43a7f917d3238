package busyhour.sip.sdp;

/** Writes one media line of ours with all its attributes, as an offer or as an answer has it. Allocates nothing. */
final class MediaLineWriter {

    private final SdpWriter writer;

    MediaLineWriter(final SdpWriter writer) {
        this.writer = writer;
    }

    /** All that the endpoint has; a line that the peer rejected before stays rejected (RFC 3264 8.2). */
    void offer(final LocalMedia local, final FeedbackMatch feedback) {
        final PayloadTypes types = local.payloadTypes();
        if (local.isRejected()) {
            writer.beginMedia(local.type(), 0, local.offeredProfile()).format(types.of(CodecTable.row(local.codec(0)))).endLine();
            return;
        }
        writer.beginMedia(local.type(), local.rtpPort(), local.offeredProfile());
        for (int i = 0; i < local.codecCount(); i++) {
            writer.format(types.of(CodecTable.row(local.codec(i))));
            if (local.type() == SdpView.VIDEO && local.feedback().rtx()) {
                writer.format(types.of(CodecTable.rtx(local.codec(i))));
            }
        }
        offerBeside(local, types, true);
        writer.endLine();
        if (local.bandwidthBps() > 0) {
            writer.bandwidth(local.bandwidthBps());
        }
        for (int i = 0; i < local.codecCount(); i++) {
            final int row = local.codec(i);
            final int payloadType = types.of(CodecTable.row(row));
            FormatWriter.offered(writer, row, payloadType, local.formats());
            if (local.type() == SdpView.VIDEO && local.feedback().rtx()) {
                FormatWriter.rtx(writer, CodecTable.rtx(row), types.of(CodecTable.rtx(row)), payloadType);
            }
        }
        offerBeside(local, types, false);
        SecurityMatch.writeOffer(writer, local.security());
        feedback.writeOffer(writer, local);
        end(local, local.rtcpMux(), local.direction());
    }

    /** Comfort noise and telephone events, as formats of the line or as their attributes. */
    private void offerBeside(final LocalMedia local, final PayloadTypes types, final boolean asFormats) {
        CodecCapability before = null;
        for (int i = 0; local.comfortNoise() && i < local.codecCount(); i++) {
            final CodecCapability row = CodecTable.comfortNoise(local.codec(i));
            if (row != null && row != before && isFirst(local, i, row)) {
                before = row;
                if (asFormats) {
                    writer.format(types.of(row));
                } else {
                    writer.rtpmap(row, types.of(row));
                }
            }
        }
        for (int i = 0; i < CodecTable.telephoneEventCount(); i++) {
            final CodecCapability row = CodecTable.telephoneEventRow(i);
            if (offersEvents(local, i) && asFormats) {
                writer.format(types.of(row));
            } else if (offersEvents(local, i)) {
                FormatWriter.telephoneEvents(writer, row, types.of(row));
            }
        }
    }

    private static boolean isFirst(final LocalMedia local, final int codec, final CodecCapability noise) {
        for (int i = 0; i < codec; i++) {
            if (CodecTable.comfortNoise(local.codec(i)) == noise) {
                return false;
            }
        }
        return true;
    }

    /** Telephone events on every clock that an offered codec has, and on 8 kHz for peers that know no other. */
    private static boolean offersEvents(final LocalMedia local, final int row) {
        boolean offers = row == 0;
        for (int i = 0; i < local.codecCount() && !offers; i++) {
            offers = CodecTable.row(local.codec(i)).clockRateHz() == CodecTable.telephoneEventRow(row).clockRateHz();
        }
        return offers && local.telephoneEvents();
    }

    /** What was found in common with the offer's line. */
    void answer(
            final LocalMedia local, final StreamMatch match, final SdpView offer, final int media, final NegotiatedMedia before,
            final int direction, final boolean mux) {
        final CodecMatch formats = match.formats;
        writer.beginMedia(local.type(), local.rtpPort(), offer.profile(media)).format(formats.payloadType);
        for (int i = 0; i < formats.others; i++) {
            if (formats.isAnswered(i)) {
                writer.format(formats.otherPayloadTypes[i]);
            }
        }
        format(formats.rtx);
        format(formats.comfortNoise);
        format(formats.telephoneEvent);
        writer.endLine();
        if (local.bandwidthBps() > 0) {
            writer.bandwidth(local.bandwidthBps());
        }
        FormatWriter.answered(writer, formats.codec, formats.payloadType, local.formats(), offer, media);
        for (int i = 0; i < formats.others; i++) {
            if (formats.isAnswered(i)) {
                FormatWriter.answered(writer, formats.otherCodecs[i], formats.otherPayloadTypes[i], local.formats(), offer, media);
            }
        }
        if (formats.rtx >= 0) {
            FormatWriter.rtx(writer, CodecTable.rtx(formats.codec), formats.rtx, formats.payloadType);
        }
        if (formats.comfortNoise >= 0) {
            writer.rtpmap(CodecTable.comfortNoise(formats.codec), formats.comfortNoise);
        }
        if (formats.telephoneEvent >= 0) {
            FormatWriter.telephoneEvents(writer, formats.telephoneEventRow, formats.telephoneEvent);
        }
        match.security.writeAnswer(writer, offer, local.security(), before.security());
        match.feedback.writeAnswer(writer, local);
        end(local, mux, direction);
    }

    private void format(final int payloadType) {
        if (payloadType >= 0) {
            writer.format(payloadType);
        }
    }

    private void end(final LocalMedia local, final boolean mux, final int direction) {
        if (local.ptimeMs() > 0) {
            writer.ptime(local.ptimeMs());
        }
        if (mux) {
            writer.rtcpMux();
        } else if (local.rtcpPort() != local.rtpPort() + 1) {
            writer.rtcp(local.rtcpPort());
        }
        if (local.ssrc() >= 0) {
            writer.source(local.ssrc(), local.cname());
        }
        writer.direction(direction);
    }
}
