package busyhour.ipc.link;

import busyhour.ipc.run.RunStatus;
import busyhour.ipc.sbe.HeartbeatEncoder;
import busyhour.ipc.sbe.HelloEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.ResumeEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what a worker says of itself into one buffer, one frame at a time. */
final class WorkerFrames {
    private static final int CAPACITY = 8192;

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
            final long instance, final long runId, final RunStatus status, final long journalBytes, final long publisherLagNs) {
        heartbeat.wrapAndApplyHeader(buffer, 0, header).instance(instance).runId(runId)
                .journalBytes(journalBytes).publisherLagNs(publisherLagNs)
                .status(status == null ? HeartbeatEncoder.statusNullValue() : (short) status.code());
        return encoded(heartbeat.encodedLength());
    }

    WorkerFrames resume(final long runId, final long first) {
        resume.wrapAndApplyHeader(buffer, 0, header).runId(runId).first(first);
        return encoded(resume.encodedLength());
    }

    boolean tryOffer(final FramePort port) {
        return port.tryOffer(buffer, 0, length);
    }

    private WorkerFrames encoded(final int bodyLength) {
        length = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        return this;
    }
}
