package busyhour.rtp.video;

/**
 * The catalogue's video and feedback figures of one received stream: counters as of now, gauges of the last closed second.
 * NaN = not measured.
 */
public final class VideoReceiveMetrics {

    private final FrameFigures frames;
    private final FreezeDetector freezes;
    private final FeedbackFigures feedback;

    VideoReceiveMetrics(final FrameFigures frames, final FreezeDetector freezes, final FeedbackFigures feedback) {
        this.frames = frames;
        this.freezes = freezes;
        this.feedback = feedback;
    }

    /** Sequence numbers asked for. */
    public double nackSent() {
        return feedback.nacked;
    }

    public double pliSent() {
        return feedback.pictureLosses;
    }

    /** Repetitions too. */
    public double firSent() {
        return feedback.intraRequests;
    }

    /** Always 0: nothing is decoded here that would know of slices. */
    public double sliSent() {
        return 0;
    }

    public double rembSentBps() {
        return feedback.maximumBitrateBps;
    }

    public double rtxPacketsReceived() {
        return feedback.rtxPackets;
    }

    /** Requests for a packet, each repetition counted. */
    public double jbRtxRequests() {
        return feedback.nacked;
    }

    /** Packets that were asked for and came before their frame was given up. */
    public double jbRtxSuccess() {
        return feedback.recovered;
    }

    /** Payload of the media, recovered packets included, duplicates not. */
    public double videoBitrateBps() {
        return frames.bitrateBps();
    }

    public String videoCodec() {
        return frames.codecName();
    }

    public double frameRateReceived() {
        return frames.framesPs();
    }

    public double framesReceived() {
        return frames.received();
    }

    public double framesIncomplete() {
        return frames.incomplete();
    }

    public double resolutionMpix() {
        return frames.megapixels();
    }

    public double resolutionChanges() {
        return frames.resolutionChanges();
    }

    public double freezeCount() {
        return freezes.count();
    }

    public double freezeDurationMs() {
        return freezes.frozenMs();
    }

    public double keyframesReceived() {
        return frames.keyFrames();
    }

    public double keyframeIntervalMs() {
        return frames.keyFrameIntervalMs();
    }

    public double keyframeRequestsSent() {
        return feedback.pictureLosses + feedback.intraRequests;
    }

    public double frameSizeAvgBytes() {
        return frames.sizeAvgBytes();
    }

    public double frameAssemblyMs() {
        return frames.assemblyMs();
    }

    public double frameSpacingMs() {
        return frames.spacingMs();
    }

    public double frameJitterMs() {
        return frames.jitterMs();
    }

    /** Complete frames that refer to one that was lost: no decoder shows them whole. Not in the catalogue, as what follows. */
    public long undecodableFrames() {
        return frames.undecodable();
    }

    /** Payloads that are not of the codec's format. */
    public long malformedPayloads() {
        return frames.malformed();
    }
}
