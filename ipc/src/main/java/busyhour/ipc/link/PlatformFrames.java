package busyhour.ipc.link;

import busyhour.ipc.plan.Load;
import busyhour.ipc.run.RefusalCode;
import busyhour.ipc.sbe.AckEncoder;
import busyhour.ipc.sbe.BeginRunEncoder;
import busyhour.ipc.sbe.CalibrateEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.PlatformHeartbeatEncoder;
import busyhour.ipc.sbe.RefusalEncoder;
import busyhour.ipc.sbe.ReleaseGroupEncoder;
import busyhour.ipc.sbe.ResumedEncoder;
import busyhour.ipc.sbe.SetLoadEncoder;
import busyhour.ipc.sbe.StartRunEncoder;
import busyhour.ipc.sbe.StopRunEncoder;
import busyhour.ipc.sbe.WelcomeEncoder;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** Encodes what the platform says into one buffer, one frame at a time. */
final class PlatformFrames {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final WelcomeEncoder welcome = new WelcomeEncoder();
    private final RefusalEncoder refusal = new RefusalEncoder();
    private final PlatformHeartbeatEncoder heartbeat = new PlatformHeartbeatEncoder();
    private final ResumedEncoder resumed = new ResumedEncoder();
    private final AckEncoder ack = new AckEncoder();
    private final StartRunEncoder startRun = new StartRunEncoder();
    private final StopRunEncoder stopRun = new StopRunEncoder();
    private final SetLoadEncoder setLoad = new SetLoadEncoder();
    private final BeginRunEncoder beginRun = new BeginRunEncoder();
    private final ReleaseGroupEncoder releaseGroup = new ReleaseGroupEncoder();
    private final CalibrateEncoder calibrate = new CalibrateEncoder();
    private int length;

    PlatformFrames welcome(final long instance, final long platform) {
        return encoded(welcome.wrapAndApplyHeader(buffer, 0, header).instance(instance).platform(platform).encodedLength());
    }

    PlatformFrames refusal(final long instance, final RefusalCode code, final String reason) {
        refusal.wrapAndApplyHeader(buffer, 0, header).instance(instance).code((short) code.code()).reason(reason);
        return encoded(refusal.encodedLength());
    }

    PlatformFrames heartbeat(final long platform) {
        return encoded(heartbeat.wrapAndApplyHeader(buffer, 0, header).platform(platform).encodedLength());
    }

    PlatformFrames resumed(final long instance, final long runId, final long next) {
        return encoded(resumed.wrapAndApplyHeader(buffer, 0, header)
                .instance(instance).runId(runId).next(next).encodedLength());
    }

    PlatformFrames ack(final long instance, final long runId, final long sequence, final boolean released) {
        return encoded(ack.wrapAndApplyHeader(buffer, 0, header)
                .instance(instance).runId(runId).sequence(sequence).released((short) (released ? 1 : 0)).encodedLength());
    }

    PlatformFrames startRun(final long instance, final long runId, final byte[] whole, final int position, final int pieceLength) {
        startRun.wrapAndApplyHeader(buffer, 0, header)
                .instance(instance).runId(runId).totalLength(whole.length).position(position)
                .putPiece(whole, position, pieceLength);
        return encoded(startRun.encodedLength());
    }

    PlatformFrames stopRun(final long instance, final long runId, final boolean graceful) {
        return encoded(stopRun.wrapAndApplyHeader(buffer, 0, header)
                .instance(instance).runId(runId).graceful((short) (graceful ? 1 : 0)).encodedLength());
    }

    PlatformFrames setLoad(final long instance, final long runId, final int group, final Load load) {
        return encoded(setLoad.wrapAndApplyHeader(buffer, 0, header)
                .instance(instance).runId(runId).amount(load.amount()).perMs(load.perMs()).group(group)
                .kind((short) load.kind().ordinal()).encodedLength());
    }

    PlatformFrames beginRun(final long instance, final long runId, final List<PartAddress> parts) {
        final BeginRunEncoder.PartsEncoder group = beginRun.wrapAndApplyHeader(buffer, 0, header)
                .instance(instance).runId(runId).partsCount(parts.size());
        for (final PartAddress part : parts) {
            group.next().group(part.group()).first(part.first()).endpoints(part.endpoints()).address(part.address());
        }
        return encoded(beginRun.encodedLength());
    }

    PlatformFrames releaseGroup(final long instance, final long runId, final int group) {
        return encoded(releaseGroup.wrapAndApplyHeader(buffer, 0, header)
                .instance(instance).runId(runId).group(group).encodedLength());
    }

    PlatformFrames calibrate(final long instance, final long calibration) {
        return encoded(calibrate.wrapAndApplyHeader(buffer, 0, header).instance(instance).calibration(calibration).encodedLength());
    }

    boolean tryOffer(final FrameOutlet port) {
        return port.tryOffer(buffer, 0, length);
    }

    private PlatformFrames encoded(final int bodyLength) {
        length = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        return this;
    }
}
