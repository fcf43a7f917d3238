package busyhour.rtp.receive;

import busyhour.rtp.ReceptionReportSource;

/** What RTCP says about the source now received. */
final class ReceptionReport implements ReceptionReportSource {

    private final SequenceTracker sequence;
    private final JitterEstimator jitter;
    private final SenderClock sender;
    private PacketNotes notes;
    private int ssrc;

    ReceptionReport(SequenceTracker sequence, MediaTiming timing) {
        this.sequence = sequence;
        jitter = timing.jitter();
        sender = timing.sender();
    }

    /** Set-up: what is to be worked off before anything is told. */
    void readFrom(PacketNotes packetNotes) {
        notes = packetNotes;
    }

    private void catchUp() {
        if (notes != null) {
            notes.catchUp();
        }
    }

    void source(int ssrc) {
        this.ssrc = ssrc;
    }

    @Override
    public boolean hasSource() {
        catchUp();
        return sequence.valid();
    }

    @Override
    public int sourceSsrc() {
        return ssrc;
    }

    @Override
    public int extendedHighestSequence() {
        catchUp();
        return sequence.extendedHighest();
    }

    @Override
    public long packetsExpected() {
        catchUp();
        return sequence.expected();
    }

    @Override
    public long packetsReceived() {
        catchUp();
        return sequence.received();
    }

    @Override
    public int jitterTimestampUnits() {
        catchUp();
        return jitter.timestampUnits();
    }

    @Override
    public void onSenderClock(int sourceSsrc, long sentNs, int rtpTimestamp) {
        if (hasSource() && sourceSsrc == ssrc) {
            sender.onReport(sentNs, rtpTimestamp);
        }
    }
}
