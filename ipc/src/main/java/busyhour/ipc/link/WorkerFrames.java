package busyhour.ipc.link;

import busyhour.ipc.sbe.HeartbeatEncoder;
import busyhour.ipc.sbe.HelloEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.ResumeEncoder;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what a worker says of itself into one buffer, one frame at a time. */
final class WorkerFrames {
    private static final int CAPACITY = 8192;
    private static final int RUNS_LIMIT = 256;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final HelloEncoder hello = new HelloEncoder();
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private final ResumeEncoder resume = new ResumeEncoder();
    private int length;

    WorkerFrames hello(final long instance, final long runId, final LinkContext context, final String hostName) {
        hello.wrapAndApplyHeader(buffer, 0, header).instance(instance).runId(runId)
                .processId(ProcessHandle.current().pid()).protocol(LinkContext.PROTOCOL)
                .worker(context.workerName()).ticket(context.ticket()).host(hostName);
        return encoded(hello.encodedLength());
    }

    WorkerFrames heartbeat(
            final long instance, final Map<Long, WorkerLink.PlayedPart> runs, final long journalBytes, final long publisherLagNs,
            final long refusedFrames, final HostLoad host, final CalibrationReport calibration) {
        heartbeat.wrapAndApplyHeader(buffer, 0, header).instance(instance)
                .runId(HeartbeatEncoder.runIdNullValue()).status(HeartbeatEncoder.statusNullValue())
                .journalBytes(journalBytes).publisherLagNs(publisherLagNs).refusedFrames(refusedFrames)
                .capacity(host.capacity() == null ? HeartbeatEncoder.capacityNullValue() : host.capacity())
                .cores(host.cores()).cpuPercent(host.cpuPercent())
                .memoryUsedBytes(host.memoryUsedBytes()).memoryLimitBytes(host.memoryLimitBytes())
                .udpDrops(host.udpDrops()).oomKills(host.oomKills())
                .calibration(calibration.isOfSome() ? calibration.id() : HeartbeatEncoder.calibrationNullValue())
                .calibrationState(calibration.isOfSome() ? (short) calibration.state().code() : HeartbeatEncoder.calibrationStateNullValue())
                .measuredCapacity(calibration.measured() == null ? HeartbeatEncoder.measuredCapacityNullValue() : calibration.measured());
        int used = 0;
        int left = Math.min(runs.size(), RUNS_LIMIT);
        final HeartbeatEncoder.RunsEncoder each = heartbeat.runsCount(left);
        for (final Map.Entry<Long, WorkerLink.PlayedPart> run : runs.entrySet()) {
            final WorkerLink.PlayedPart part = run.getValue();
            if (left-- > 0) {
                each.next().run(run.getKey()).endpoints(part.endpoints()).runStatus((short) part.status().code());
            }
            used += part.endpoints();
        }
        heartbeat.used(used).version(host.version()).calibrationMessage(calibration.message());
        return encoded(heartbeat.encodedLength());
    }

    WorkerFrames resume(final long runId, final long first) {
        resume.wrapAndApplyHeader(buffer, 0, header).runId(runId).first(first);
        return encoded(resume.encodedLength());
    }

    boolean tryOffer(final FrameOutlet port) {
        return port.tryOffer(buffer, 0, length);
    }

    private WorkerFrames encoded(final int bodyLength) {
        length = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        return this;
    }
}
