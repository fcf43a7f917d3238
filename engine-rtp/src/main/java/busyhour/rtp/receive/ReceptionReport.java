package busyhour.rtp.receive;

import busyhour.rtp.ReceptionReportSource;

/** What RTCP says about the source now received. */
final class ReceptionReport implements ReceptionReportSource {

    private final SequenceTracker sequence;
    private final JitterEstimator jitter;
    private final SenderClock sender;
    private int ssrc;

    ReceptionReport(SequenceTracker sequence, MediaTiming timing) {
        this.sequence = sequence;
        jitter = timing.jitter();
        sender = timing.sender();
    }

    void source(int ssrc) {
        this.ssrc = ssrc;
    }

    @Override
    public boolean hasSource() {
        return sequence.valid();
    }

    @Override
    public int sourceSsrc() {
        return ssrc;
    }

    @Override
    public int extendedHighestSequence() {
        return sequence.extendedHighest();
    }

    @Override
    public long packetsExpected() {
        return sequence.expected();
    }

    @Override
    public long packetsReceived() {
        return sequence.received();
    }

    @Override
    public int jitterTimestampUnits() {
        return jitter.timestampUnits();
    }

    @Override
    public void onSenderClock(int sourceSsrc, long sentNs, int rtpTimestamp) {
        if (hasSource() && sourceSsrc == ssrc) {
            sender.onReport(sentNs, rtpTimestamp);
        }
    }
}
