package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import io.aeron.ExclusivePublication;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sealed link over loopback, both ends polled by the test, and somebody between them. */
@Timeout(60)
class SealedLinkSystemTest extends SilentHandler implements WorkerListener {
    private static final byte[] TOKEN = LinkAgreement.tokenHash("token");

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger(100);
    private PlatformLink platform = new PlatformLink(new LinkContext().dataPort(0).controlPort(0).sealed(true), this);
    private WorkerLink worker;
    private volatile boolean refusing;

    @AfterEach
    void close() {
        if (worker != null) {
            worker.close();
        }
        platform.close();
    }

    /** What the platform's HTTP side does. */
    private LinkGrant grant(final byte[] platformsToken) {
        final long connection = connections.incrementAndGet();
        final LinkAgreement ofWorker = new LinkAgreement();
        final LinkAgreement ofPlatform = new LinkAgreement();
        platform.admit("w1", connection, ofPlatform.asPlatform(ofWorker.publicKey(), platformsToken, connection));
        return new LinkGrant("w1", "first", "127.0.0.1", platform.dataPort(), platform.controlPort(), connection,
                ofWorker.asWorker(ofPlatform.publicKey(), TOKEN, connection), null, null);
    }

    private LinkGrant ask() throws IOException {
        if (refusing) {
            throw new LinkRefusedException("401 no such token");
        }
        return grant(TOKEN);
    }

    private void until(final BooleanSupplier met) {
        final long endNs = System.nanoTime() + 20_000_000_000L;
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as(() -> "waited 20 s: " + events).isLessThan(endNs);
            if (platform.poll() + (worker == null ? 0 : worker.poll()) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private void connect() {
        worker = new WorkerLink(new LinkContext().grant(grant(TOKEN)).source(this::ask), this);
        until(worker::isConnected);
    }

    @Test
    void shouldConnectAndCarryAnAssignmentOfManyPieces() {
        connect();
        assertThat(platform.workers()).containsExactly("w1");
        final byte[] file = new byte[1 << 20];
        assertThat(platform.startRun("w1", new Assignment(9, "big", List.of(), List.of(), Map.of("a.wav", file), true, List.of()))).isTrue();
        until(() -> events.contains("start 9 1048576"));
        until(() -> events.contains("heartbeat w1"));
        assertThat(platform.refusals()).isZero();
        assertThat(worker.refusedFrames()).isZero();
    }

    @Test
    void shouldNotTakeAWorkerWithAnotherToken() {
        worker = new WorkerLink(new LinkContext().grant(grant(LinkAgreement.tokenHash("another"))), this);
        until(() -> platform.refused(FrameRefusal.FORGED) >= 2);
        assertThat(worker.isConnected()).isFalse();
        assertThat(platform.workers()).isEmpty();
        assertThat(events).contains("refused w1 FORGED");
    }

    @Test
    void shouldRefuseForgedReplayedAndStrangeFramesAndGoOn() {
        connect();
        try (EmbeddedDriver between = LinkDriver.start(new LinkContext().conclude())) {
            final LinkContext to = new LinkContext().dataPort(platform.dataPort()).conclude();
            final ExclusivePublication publication = between.aeron().addExclusivePublication(Channels.workerData(to), Channels.DATA_STREAM);
            until(() -> between.invoke() >= 0 && publication.isConnected());
            final LinkGrant theirs = grant(TOKEN);
            final Seal seal = new Seal(theirs.connection(), theirs.keys(), JdkFrameCipher::new);
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
            final WorkerFrames hello = new WorkerFrames();
            final UnsafeBuffer recorded = new UnsafeBuffer(new byte[1024]);
            final int[] recordedLength = new int[1];
            hello.resume(7, 1).tryOffer(new FrameOutlet() {
                @Override
                public boolean tryOffer(final org.agrona.DirectBuffer buffer, final int offset, final int length) {
                    recordedLength[0] = seal.seal(buffer, offset, length, recorded, 0);
                    return true;
                }

                @Override
                public int maxFrameLength() {
                    return 1024;
                }
            });
            offer(between, publication, recorded, recordedLength[0]);
            until(() -> platform.refusals() == 1); // it was opened: a Resume before the Hello, which is refused for that
            assertThat(platform.refused(FrameRefusal.REPLAYED)).isZero();
            offer(between, publication, recorded, recordedLength[0]);
            until(() -> platform.refused(FrameRefusal.REPLAYED) == 1);
            final int length = seal.seal(frame, 0, 64, recorded, 0);
            recorded.putByte(30, (byte) ~recorded.getByte(30));
            offer(between, publication, recorded, length);
            until(() -> platform.refused(FrameRefusal.FORGED) == 1);
            recorded.putLong(0, 4711);
            offer(between, publication, recorded, length);
            until(() -> platform.refused(FrameRefusal.UNKNOWN) == 1);
            offer(between, publication, recorded, 5);
            until(() -> platform.refused(FrameRefusal.MALFORMED) == 1);
            assertThat(events).contains("refused w1 REPLAYED", "refused w1 FORGED", "refused null UNKNOWN", "refused null MALFORMED");
            events.clear();
            until(() -> events.contains("heartbeat w1"));
            assertThat(worker.isConnected()).isTrue();
        }
    }

    private void offer(final EmbeddedDriver driver, final ExclusivePublication publication, final UnsafeBuffer frame, final int length) {
        until(() -> driver.invoke() >= 0 && publication.offer(frame, 0, length) > 0);
    }

    @Test
    void shouldConnectAnewWithOtherKeysWhenThePlatformComesBackElsewhere() {
        connect();
        platform.close();
        platform = new PlatformLink(new LinkContext().dataPort(0).controlPort(0).sealed(true), this);
        events.clear();
        until(() -> events.contains("disconnected") && worker.isConnected());
        assertThat(events).contains("granted first");
        assertThat(platform.workers()).containsExactly("w1");
    }

    @Test
    void shouldGoOnWithTheSameKeysAfterAPause() {
        connect();
        final long endNs = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < endNs) {
            platform.poll(); // the worker's thread stands still: a link that was cut
            Thread.onSpinWait();
        }
        assertThat(platform.workers()).isEmpty();
        events.clear();
        until(() -> events.contains("disconnected") && worker.isConnected());
        until(() -> platform.workers().contains("w1"));
    }

    @Test
    void shouldEndALinkWhoseTokenWasRevoked() {
        connect();
        refusing = true;
        platform.dismiss("w1", "its token was revoked");
        until(() -> events.contains("refused TICKET 401 no such token"));
        assertThat(events).contains("refused TICKET its token was revoked", "lost w1");
        assertThat(worker.isConnected()).isFalse();
        assertThat(platform.workers()).isEmpty();
    }

    @Override
    public void onWorkerLost(final String name, final String reason) {
        events.add("lost " + name);
    }

    @Override
    public void onHeartbeat(final WorkerHeartbeat heartbeat) {
        events.add("heartbeat " + heartbeat.worker());
    }

    @Override
    public void onRefusedFrame(final String name, final FrameRefusal reason, final String source) {
        assertThat(source).startsWith("127.0.0.1:");
        events.add("refused " + name + " " + reason);
    }

    @Override
    public void onStartRun(final Assignment assignment) {
        events.add("start " + assignment.runId() + " " + assignment.files().get("a.wav").length);
    }

    @Override
    public void onStopRun(final long runId, final boolean graceful) {
        events.add("stop " + runId);
    }

    @Override
    public void onDisconnected(final String reason) {
        events.add("disconnected");
    }

    @Override
    public void onGranted(final LinkGrant grant) {
        events.add("granted " + grant.name());
    }

    @Override
    public void onRefused(final busyhour.ipc.run.RefusalCode code, final String reason) {
        events.add("refused " + code + " " + reason);
    }
}
