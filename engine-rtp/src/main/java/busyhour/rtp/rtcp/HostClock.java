package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpArithmetic;
import org.agrona.DirectBuffer;

/**
 * Finds out whether the peer is one of us on the same host, and if so tells the receive side when its packets were meant to
 * leave: then one clock stands at both ends, and a sender report maps RTP timestamps to it.
 * <pre>
 *   CNAME   busyhour-RANDOM@HOST      HOST: a hash that the engine gives, the same for all processes of one running kernel
 * </pre>
 * What has no such CNAME is a stranger, whose clock says nothing about ours.
 */
final class HostClock {

    private static final byte[] PREFIX = {'b', 'u', 's', 'y', 'h', 'o', 'u', 'r', '-'};

    private byte[] ownName;
    private boolean sameHost;
    private int sameHostSsrc;
    private boolean reported;
    private int reportSsrc;
    private long reportNs;
    private int reportTimestamp;

    void start(final byte[] canonicalName) {
        ownName = canonicalName;
        sameHost = false;
        reported = false;
    }

    /** A sender report came. @param arrivalNtp when it did, on the clock that our own reports show. */
    void onSenderReport(final int ssrc, final long ntpTime, final int rtpTimestamp, final long arrivalNs, final long arrivalNtp) {
        if (ntpTime != 0) {
            reported = true;
            reportSsrc = ssrc;
            reportNs = arrivalNs - RtpArithmetic.ntpDistanceNs(ntpTime, arrivalNtp);
            reportTimestamp = rtpTimestamp;
        }
    }

    /** A CNAME came. */
    void onName(final int ssrc, final DirectBuffer buffer, final int offset, final int length) {
        final boolean same = namesOurHost(buffer, offset, length);
        if (same || ssrc == sameHostSsrc) {
            sameHost = same;
            sameHostSsrc = ssrc;
        }
    }

    /** Whether a CNAME is the one that we send. */
    boolean isOurName(final DirectBuffer buffer, final int offset, final int length) {
        boolean same = length == ownName.length;
        for (int i = 0; same && i < length; i++) {
            same = buffer.getByte(offset + i) == ownName[i];
        }
        return same;
    }

    /** The compound was read: its report may be told, as its name is known now. */
    void tell(final ReceptionReportSource reception) {
        if (reported && sameHost && reportSsrc == sameHostSsrc) {
            reception.onSenderClock(reportSsrc, reportNs, reportTimestamp);
        }
        reported = false;
    }

    private boolean namesOurHost(final DirectBuffer buffer, final int offset, final int length) {
        final int ownHost = hostOffset(ownName);
        final int hostLength = ownName.length - ownHost;
        if (ownHost == 0 || hostLength == 0 || length < PREFIX.length + 1 + hostLength
                || buffer.getByte(offset + length - hostLength - 1) != '@') {
            return false;
        }
        for (int i = 0; i < PREFIX.length; i++) {
            if (buffer.getByte(offset + i) != PREFIX[i] || ownName[i] != PREFIX[i]) {
                return false;
            }
        }
        for (int i = 0; i < hostLength; i++) {
            if (buffer.getByte(offset + length - hostLength + i) != ownName[ownHost + i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the host begins in a name, 0 when there is none. */
    private static int hostOffset(final byte[] name) {
        for (int i = name.length - 1; i >= PREFIX.length; i--) {
            if (name[i] == '@') {
                return i + 1;
            }
        }
        return 0;
    }
}
