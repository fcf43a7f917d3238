package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.run.CalibrationState;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.sbe.HeartbeatDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import java.util.Arrays;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class HeartbeatsTest implements FrameOutlet {

    /** Fields at the block's end that version 9 brought. */
    private static final int BYTES_OF_VERSION_9 = Long.BYTES + 1 + Integer.BYTES;

    private byte[] frame;

    private void encode(final CalibrationReport calibration) {
        assertThat(new WorkerFrames().heartbeat(1, Map.of(9L, new WorkerLink.PlayedPart(40, RunStatus.RUNNING)), 2, 3, 4,
                new HostLoad(500, 8, 12.5, 6, 7, 8, 9, "7.1"), calibration).tryOffer(this)).isTrue();
    }

    private static WorkerHeartbeat decode(final byte[] frame) {
        return Heartbeats.of("w", new HeartbeatDecoder().wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder()));
    }

    @Test
    void shouldSayWhatComesOfACalibration() {
        final CalibrationReport report = new CalibrationReport(Long.MAX_VALUE, CalibrationState.DONE, 1_000_000, "CPU binds first");
        encode(report);
        assertThat(decode(frame).calibration()).isEqualTo(report);
        assertThat(decode(frame).host().version()).isEqualTo("7.1");
        assertThat(decode(frame).used()).isEqualTo(40);
        encode(CalibrationReport.none(0));
        assertThat(decode(frame).calibration()).isEqualTo(CalibrationReport.none(0));
    }

    @Test
    void shouldTakeWhatAWorkerOfTheVersionBeforeSays() {
        encode(CalibrationReport.none(null));
        final int headerBytes = MessageHeaderEncoder.ENCODED_LENGTH;
        final int oldBlockBytes = HeartbeatDecoder.BLOCK_LENGTH - BYTES_OF_VERSION_9;
        final byte[] old = Arrays.copyOf(frame, frame.length - BYTES_OF_VERSION_9 - Short.BYTES); // no message at the end
        System.arraycopy(frame, headerBytes + HeartbeatDecoder.BLOCK_LENGTH, old, headerBytes + oldBlockBytes, old.length - headerBytes - oldBlockBytes);
        new MessageHeaderEncoder().wrap(new UnsafeBuffer(old), 0).blockLength(oldBlockBytes).version(8);
        final WorkerHeartbeat heartbeat = decode(old);
        assertThat(heartbeat.calibration()).isEqualTo(CalibrationReport.none(null));
        assertThat(heartbeat.host()).isEqualTo(new HostLoad(500, 8, 12.5, 6, 7, 8, 9, "7.1"));
        assertThat(heartbeat.runs()).containsExactly(new WorkerRun(9, RunStatus.RUNNING, 40));
    }

    @Override
    public boolean tryOffer(final DirectBuffer buffer, final int offset, final int length) {
        frame = new byte[length];
        buffer.getBytes(offset, frame);
        return true;
    }

    @Override
    public int maxFrameLength() {
        return 8192;
    }
}
