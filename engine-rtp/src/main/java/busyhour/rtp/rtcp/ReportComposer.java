package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.SenderReportSource;
import org.agrona.MutableDirectBuffer;

/**
 * The writing half of a session: SR while we send, else RR, with the CNAME, perhaps an extended report and a BYE.
 * <p>
 * Writing changes nothing that counts; {@link #onSent} takes over what was written last.
 */
final class ReportComposer {

    private static final byte NOTHING = 0;
    private static final byte REPORT = 1;
    private static final byte BYE = 2;

    private final RtcpCompoundWriter writer = new RtcpCompoundWriter();
    private final ReceptionReport receptionReport;
    private final RoundTrip roundTrip;
    private final ExtendedReports extended;
    private SenderReportSource sender;
    private ReceptionReportSource reception;
    private byte[] cname;

    private long packetsAtLastReport;
    private long packetsAtSecondLastReport;
    private byte written;
    private boolean writtenSenderReport;
    private boolean writtenBlock;
    private int writtenNtpMiddle;

    ReportComposer(final ReceptionReport receptionReport, final RoundTrip roundTrip, final ExtendedReports extended) {
        this.receptionReport = receptionReport;
        this.roundTrip = roundTrip;
        this.extended = extended;
    }

    void start(
            final SenderReportSource sendSource, final ReceptionReportSource receiveSource, final byte[] canonicalName) {
        sender = sendSource;
        reception = receiveSource;
        cname = canonicalName;
        receptionReport.start();
        roundTrip.start();
        packetsAtLastReport = 0;
        packetsAtSecondLastReport = 0;
        written = NOTHING;
    }

    /** The sender's count begins anew with its SSRC (6.4.1). */
    void resume() {
        packetsAtLastReport = sender.reportPacketCount();
        packetsAtSecondLastReport = packetsAtLastReport;
        written = NOTHING;
    }

    int write(
            final MutableDirectBuffer buffer,
            final int offset,
            final long nowNs,
            final long ntpTime,
            final boolean withBye) {
        final int ssrc = sender.ssrc();
        writer.wrap(buffer, offset);
        writtenSenderReport = weSent();
        if (writtenSenderReport) {
            writtenNtpMiddle = RtpArithmetic.ntpMiddle(ntpTime);
            writer.senderReport(ssrc, ntpTime, sender.rtpTimestampAt(nowNs),
                    sender.reportPacketCount(), sender.reportOctetCount());
        } else {
            writer.receiverReport(ssrc);
        }
        writtenBlock = receptionReport.isActive(reception);
        if (writtenBlock) {
            receptionReport.prepare(reception, nowNs, writer);
        }
        writer.cname(ssrc, cname);
        writer.skip(extended.write(buffer, offset + writer.length(), ssrc, reception, writtenSenderReport, nowNs, ntpTime));
        if (withBye) {
            writer.bye(ssrc);
        }
        written = withBye ? BYE : REPORT;
        return writer.length();
    }

    /** Whether something was written since the last {@link #onSent} or {@link #forget}. */
    boolean hasWritten() {
        return written != NOTHING;
    }

    boolean hasWrittenBye() {
        return written == BYE;
    }

    int writtenLength() {
        return writer.length();
    }

    void onSent() {
        packetsAtSecondLastReport = packetsAtLastReport;
        packetsAtLastReport = sender.reportPacketCount();
        if (writtenBlock) {
            receptionReport.onSent();
        }
        if (writtenSenderReport) {
            roundTrip.onSenderReportSent(writtenNtpMiddle);
        }
        extended.onSent();
        written = NOTHING;
    }

    void forget() {
        written = NOTHING;
    }

    /** A sender is who sent since the second-last report (6.3.8, 6.4). */
    boolean weSent() {
        return sender.reportPacketCount() != packetsAtSecondLastReport;
    }
}
