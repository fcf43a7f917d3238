package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.SenderReportSource;
import org.agrona.MutableDirectBuffer;

/**
 * The sending half of a session: reports at their times, feedback behind them or ahead of them, and what became of both. What is
 * written counts when it left.
 */
final class RtcpSending {

    private static final double NS_PER_MS = 1e6;

    private final ReportSchedule schedule;
    private final EarlyFeedback early = new EarlyFeedback();
    private final ReportComposer composer;
    private final RtcpReception received;
    private SenderReportSource sender;
    private ReceptionReportSource reception;

    private boolean writtenEarly;
    private int writtenLength;
    private long lastReportNs;
    private double reportIntervalMs = Double.NaN;
    private long reports;
    private long compounds;
    private long errors;

    RtcpSending(final double rtcpOctetsPerSecond, final ReportComposer composer, final RtcpReception received) {
        schedule = new ReportSchedule(rtcpOctetsPerSecond);
        this.composer = composer;
        this.received = received;
    }

    void start(
            final SenderReportSource sendSource,
            final ReceptionReportSource receiveSource,
            final byte[] canonicalName,
            final long minIntervalNs,
            final long seed,
            final long nowNs) {
        sender = sendSource;
        reception = receiveSource;
        composer.start(sendSource, receiveSource, canonicalName);
        early.stop();
        reportIntervalMs = Double.NaN;
        reports = 0;
        compounds = 0;
        errors = 0;
        schedule.start(minIntervalNs, seed, nowNs);
    }

    void feedback(final FeedbackSource source, final boolean reducedSize, final double sessionBandwidthBps, final long seed) {
        early.start(source, reducedSize, sessionBandwidthBps, seed);
    }

    void resume(final long nowNs) {
        composer.resume();
        schedule.resume(nowNs);
    }

    void stop() {
        schedule.stop();
        composer.forget();
        early.stop();
    }

    long nextNs() {
        return schedule.isRunning() ? Math.min(schedule.nextNs(), early.nextNs()) : Long.MAX_VALUE;
    }

    boolean isDue(final long nowNs) {
        return isReportDue(nowNs) || schedule.isRunning() && early.isDue(nowNs);
    }

    private boolean isReportDue(final long nowNs) {
        if (nowNs < schedule.nextNs()) {
            return false;
        }
        noteParticipants();
        return schedule.isDue(nowNs);
    }

    private void noteParticipants() {
        final boolean peerSends = reception.hasSource();
        schedule.participants(received.peerKnown() || peerSends, peerSends, composer.weSent());
    }

    int writeReport(final MutableDirectBuffer buffer, final int offset, final long nowNs, final long ntpTime) {
        writtenEarly = early.isDue(nowNs) && !isReportDue(nowNs);
        writtenLength = 0;
        if (writtenEarly && early.isReducedSize()) {
            writtenLength = early.write(buffer, offset, sender.ssrc(), nowNs);
        }
        if (writtenLength == 0) {
            writtenLength = composer.write(buffer, offset, nowNs, ntpTime, false);
            writtenLength += early.write(buffer, offset + writtenLength, sender.ssrc(), nowNs);
        }
        return writtenLength;
    }

    int writeBye(final MutableDirectBuffer buffer, final int offset, final long nowNs, final long ntpTime) {
        if (!schedule.isRunning() || compounds == 0 && sender.reportPacketCount() == 0) {
            return 0;
        }
        early.forget();
        writtenEarly = false;
        writtenLength = composer.write(buffer, offset, nowNs, ntpTime, true);
        return writtenLength;
    }

    void onSent(final long nowNs) {
        final boolean report = composer.hasWritten();
        if (!report && !early.hasWritten()) {
            return;
        }
        compounds++;
        early.onSent(writtenLength, nowNs);
        if (!report) {
            return;
        }
        reportIntervalMs = reports > 0 ? (nowNs - lastReportNs) / NS_PER_MS : Double.NaN;
        lastReportNs = nowNs;
        reports++;
        final boolean last = composer.hasWrittenBye();
        composer.onSent();
        if (last) {
            schedule.stop();
        } else if (!writtenEarly) {
            noteParticipants();
            schedule.onSent(writtenLength, nowNs);
        }
    }

    void onRefused() {
        errors++;
        composer.forget();
        early.forget();
    }

    /** The peer's compounds count towards the mean size (6.3.3). */
    void onReceived(final int length) {
        schedule.onReceived(length);
    }

    /** Between our last two reports, NaN before. */
    double reportIntervalMs() {
        return reportIntervalMs;
    }

    /** Datagrams that left. */
    long compounds() {
        return compounds;
    }

    /** Datagrams that were refused. */
    long errors() {
        return errors;
    }
}
