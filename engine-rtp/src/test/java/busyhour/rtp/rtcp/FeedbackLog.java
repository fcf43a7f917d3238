package busyhour.rtp.rtcp;

import java.util.ArrayList;
import java.util.List;

/** Writes down what feedback says. */
public final class FeedbackLog implements FeedbackListener {

    public final List<String> said = new ArrayList<>();

    @Override
    public void onNack(final int mediaSsrc, final int sequence, final long nowNs) {
        said.add("nack " + Integer.toHexString(mediaSsrc) + " " + sequence);
    }

    @Override
    public void onPictureLoss(final int mediaSsrc, final long nowNs) {
        said.add("pli " + Integer.toHexString(mediaSsrc));
    }

    @Override
    public void onFullIntraRequest(final int senderSsrc, final int mediaSsrc, final int requestNumber, final long nowNs) {
        said.add("fir " + Integer.toHexString(senderSsrc) + " " + Integer.toHexString(mediaSsrc) + " " + requestNumber);
    }

    @Override
    public void onSliceLoss(final int mediaSsrc, final int firstMacroblock, final int macroblocks, final int pictureId, final long nowNs) {
        said.add("sli " + Integer.toHexString(mediaSsrc) + " " + firstMacroblock + " " + macroblocks + " " + pictureId);
    }

    @Override
    public void onMaximumBitrate(final int mediaSsrc, final double bitsPerSecond, final long nowNs) {
        said.add("remb " + Integer.toHexString(mediaSsrc) + " " + bitsPerSecond);
    }

    @Override
    public void onTransportFeedback(final TransportFeedbackFlyweight feedback, final long nowNs) {
        final StringBuilder text = new StringBuilder("twcc " + Integer.toHexString(feedback.mediaSsrc()) + " #" + feedback.number());
        while (feedback.next()) {
            text.append(' ').append(feedback.sequence()).append('@')
                    .append(feedback.isReceived() ? Double.toString(feedback.arrivalNs() / 1e6) : "-");
        }
        said.add(text.toString());
    }
}
