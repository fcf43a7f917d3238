package busyhour.jmh.load;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.engine.io.CpuAffinity;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.Errno;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.KernelTime;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SocketPair;
import busyhour.engine.io.ThreadAllocation;
import busyhour.engine.io.ThreadScheduling;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.send.PacingTarget;
import busyhour.rtp.send.PacketPacer;
import busyhour.rtp.send.RtpSendStream;
import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The media half of a shard and nothing else: sockets, pacer, send streams, receive streams with all their metrics.
 * It plays what {@code pacer.c} plays, so that the two differ by what Busyhour measures and by what Java costs.
 */
public final class MediaPacer implements DatagramHandler, PacingTarget, AutoCloseable {

    private static final int LOOPBACK = 0x7F00_0001;
    private static final int PTIME_MS = 20;
    private static final long PTIME_NS = 20_000_000L;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long LEAST_SLEEP_NS = 250_000L;
    private static final int RECEIVE_BUDGET = 256;
    private static final int SEND_BUDGET = 256;
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int PACKET_BYTES = 512;

    private final int streams;
    private final boolean backoff;
    private final EpollDatagramIo io;
    private final KernelClock clock = new KernelClock();
    private final KernelTime time = new KernelTime();
    private final PacketPacer pacer;
    private final RtpSendStream[] send;
    private final RtpReceiveStream[] receive;
    private final int[] sockets;
    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(PACKET_BYTES));
    private final Histogram latenessUs = new Histogram(10_000_000L, 3);
    private long nowNs;
    private long sent;
    private long received;
    private long refused;
    private long skipped;
    private long busyNs;
    private long cycles;
    private long sleeps;
    private int nextSecondStream;
    private long nextSecondNs;

    /**
     * @param streams even: they play in pairs.
     * @param ports   two for each stream.
     * @param backoff sleep when nothing is due; else spin.
     */
    public MediaPacer(int streams, PortRange ports, boolean backoff) {
        this.streams = streams;
        this.backoff = backoff;
        final long startNs = System.nanoTime();
        io = new EpollDatagramIo(2 * streams);
        pacer = new PacketPacer(streams, startNs);
        send = new RtpSendStream[streams];
        receive = new RtpReceiveStream[streams];
        sockets = new int[streams];
        final EncodedTrack track = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMU, PTIME_MS);
        final TransportAddress local = new TransportAddress().setIpv4(LOOPBACK, 0);
        final SocketPair pair = new SocketPair();
        for (int i = 0; i < streams; i++) {
            sockets[i] = checked(io.openPair(local, ports, DatagramOptions.media(), i, -1, pair));
            send[i] = new RtpSendStream();
            send[i].start(track, i % track.frameCount(), i + 1, i, i, AudioCodec.PCMU.payloadType(), false, startNs);
            receive[i] = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
            receive[i].reset(AudioCodec.PCMU, AudioCodec.PCMU.payloadType(), PTIME_MS, IPV4_HEADER_BYTES, startNs);
        }
        for (int i = 0; i < streams; i++) {
            checked(io.connect(sockets[i], local.setIpv4(LOOPBACK, io.localPort(sockets[i ^ 1]))));
            pacer.add(i, startNs, PTIME_NS, 0, i);
        }
        nextSecondNs = startNs;
    }

    private static int checked(int result) {
        if (result < 0) {
            throw new IllegalStateException(Errno.text(result));
        }
        return result;
    }

    /** Warms up, then measures. @return the figures as the C program names them. */
    public MediaPacerResult run(long warmUpNs, long measureNs) {
        loop(System.nanoTime() + warmUpNs);
        latenessUs.reset();
        sent = 0;
        received = 0;
        refused = 0;
        skipped = 0;
        busyNs = 0;
        cycles = 0;
        sleeps = 0;
        final long drops = io.totalSocketDrops();
        final long bytes = ThreadAllocation.currentThreadBytes();
        final long startProcessCpuNs = time.processCpuNs();
        final long startCpuNs = time.threadCpuNs();
        final long startNs = System.nanoTime();
        loop(startNs + measureNs);
        final long wallNs = System.nanoTime() - startNs;
        final long cpuNs = time.threadCpuNs() - startCpuNs;
        final long processCpuNs = time.processCpuNs() - startProcessCpuNs;
        final long allocated = ThreadAllocation.currentThreadBytes() - bytes;
        return new MediaPacerResult("java-pacer", streams, wallNs, cpuNs, processCpuNs, busyNs, sent, received, refused,
                skipped, io.totalSocketDrops() - drops, cycles, sleeps, allocated, latenessUs);
    }

    private void loop(long endNs) {
        while ((nowNs = System.nanoTime()) - endNs < 0) {
            clock.refresh(nowNs);
            int work = io.poll(this, RECEIVE_BUDGET);
            work += pacer.poll(nowNs, SEND_BUDGET, this);
            work += closeSeconds();
            cycles++;
            if (work > 0) {
                busyNs += System.nanoTime() - nowNs;
            } else if (backoff) {
                sleeps++;
                io.awaitReadable(Math.max(LEAST_SLEEP_NS, pacer.nextDueNs() - nowNs));
            }
        }
    }

    /** The streams' seconds end spread over the second, one stream a step. */
    private int closeSeconds() {
        if (nowNs - nextSecondNs < 0) {
            return 0;
        }
        send[nextSecondStream].onSecond(nowNs);
        receive[nextSecondStream].onSecond(nowNs);
        nextSecondStream = nextSecondStream + 1 == streams ? 0 : nextSecondStream + 1;
        nextSecondNs += NS_PER_S / streams;
        return 1;
    }

    @Override
    public void onDatagram(
            int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long epochNs, int tos) {
        final int stream = io.tag(socket);
        if (stream >= 0) {
            receive[stream].onPacket(buffer, offset, length, clock.toMonotonicNs(epochNs, nowNs));
            received++;
        }
    }

    @Override
    public boolean onDue(int streamId, long intendedNs, long pollNs) {
        final RtpSendStream stream = send[streamId];
        final int length = stream.write(packet, 0);
        final long atNs = System.nanoTime();
        if (io.send(sockets[streamId], packet, 0, length) < 0) {
            stream.onRefused();
            refused++;
            return false;
        }
        stream.onSent(atNs, atNs - intendedNs);
        latenessUs.recordValue(Math.clamp((atNs - intendedNs) / 1000, 0, latenessUs.getHighestTrackableValue()));
        sent++;
        return true;
    }

    @Override
    public void onSkipped(int streamId, int packets, long pollNs) {
        send[streamId].onSkipped(packets);
        skipped += packets;
    }

    @Override
    public void close() {
        io.close();
    }

    /** Arguments as those of {@code pacer.c}, and the seconds of warm-up. Prints one line of JSON. */
    public static void main(String[] args) {
        final int streams = Integer.parseInt(args[0]);
        final double seconds = Double.parseDouble(args[1]);
        final int core = Integer.parseInt(args[2]);
        final PortRange ports = new PortRange(Integer.parseInt(args[3]), PortRange.DEFAULT_LAST);
        final boolean backoff = "backoff".equals(args[4]);
        final double warmUpS = Double.parseDouble(args[5]);
        if (core >= 0) {
            final String warning = CpuAffinity.pin(core);
            if (warning != null) {
                System.err.println(warning);
            }
        }
        ThreadScheduling.openFilesLimit();
        ThreadScheduling.timerSlackNs(1);
        try (MediaPacer pacer = new MediaPacer(streams, ports, backoff)) {
            final MediaPacerResult result = pacer.run((long) (warmUpS * NS_PER_S), (long) (seconds * NS_PER_S));
            System.out.println(result.json(backoff ? "backoff" : "spin"));
        }
    }
}
