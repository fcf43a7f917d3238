package busyhour.jmh.load;

import busyhour.engine.io.CpuAffinity;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.Errno;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.KernelTime;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.io.ThreadAllocation;
import busyhour.engine.shard.SignallingSockets;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import busyhour.sip.ua.UserAgentDescriptor;
import busyhour.sip.ua.UserAgentListener;
import busyhour.sip.ua.UserAgents;
import busyhour.sip.ua.UserAgentsContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The signalling of a shard and nothing else, one side of a call: INVITE, 180, 200, ACK, BYE, 200 over one UDP socket, as
 * SIPp's built-in scenarios play it. The caller starts calls at their intended times and hangs up when it has sent the ACK;
 * finished transactions are kept for the 32 s of RFC 3261. One process for each side, one thread.
 */
public final class CallSide implements UserAgentListener, DatagramHandler, AutoCloseable {

    private static final int LOOPBACK = 0x7F00_0001;
    private static final int RECEIVE_BUDGET = 64;
    private static final int TIMER_BUDGET = 256;
    private static final int INVITE_BUDGET = 16;
    private static final int KEPT_S = 34;
    private static final int MAX_CALLS = 1 << 16;
    private static final double NS_PER_S = 1e9;
    /** The peer may have started so much earlier or later. */
    private static final double SETTLED_S = 4;
    private static final long DRAIN_NS = 4_000_000_000L;
    private static final byte[] SDP = """
            v=0\r
            o=user1 53655765 2353687637 IN IP4 127.0.0.1\r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio 6000 RTP/AVP 0\r
            a=rtpmap:0 PCMU/8000\r
            """.getBytes(StandardCharsets.US_ASCII);

    private final EpollDatagramIo io = new EpollDatagramIo(1);
    private final KernelTime time = new KernelTime();
    private final UserAgents agents;
    private final UnsafeBuffer sdp = new UnsafeBuffer(ByteBuffer.allocateDirect(SDP.length));
    private final boolean caller;
    private final String target;
    private long started;
    private long answered;
    private long ended;
    private long failed;
    private long retransmissions;
    private long messages;
    private long dropped;
    private long busyNs;
    /** Of that in the time at full rate. */
    private long fullBusyNs;
    private long nowNs;

    private CallSide(boolean caller, int port, int peerPort, int rate) {
        this.caller = caller;
        final TransportAddress local = new TransportAddress().setIpv4(LOOPBACK, port);
        final TransportAddress peer = new TransportAddress().setIpv4(LOOPBACK, peerPort);
        final int socket = io.open(local, DatagramOptions.signalling(), 0);
        if (socket < 0) {
            throw new IllegalStateException("port " + port + ": " + Errno.text(socket));
        }
        final SignallingSockets transport = new SignallingSockets(io, new TargetPolicy(false, List.of()));
        agents = new UserAgents(new UserAgentsContext().maxUserAgents(1).maxCalls(MAX_CALLS).maxTransactions(KEPT_S * rate + MAX_CALLS)
                .seed(System.nanoTime()).conclude(), transport, this);
        agents.add(new UserAgentDescriptor(caller ? "caller" : "callee", "127.0.0.1", null, null, null, null, local, socket, peer, null, 60));
        target = "sip:service@127.0.0.1:" + peerPort;
        sdp.putBytes(0, SDP);
    }

    /** Arguments: caller or callee, port, the peer's port, core (-1 = none), calls/s, seconds of ramp, seconds at that rate. */
    public static void main(String[] args) {
        final boolean caller = args[0].equals("caller");
        final int core = Integer.parseInt(args[3]);
        final int rate = Integer.parseInt(args[4]);
        final double rampS = Double.parseDouble(args[5]);
        final double seconds = Double.parseDouble(args[6]);
        if (core >= 0 && CpuAffinity.pin(core) != CpuAffinity.PINNED) {
            throw new IllegalStateException("cannot pin to core " + core);
        }
        try (CallSide side = new CallSide(caller, Integer.parseInt(args[1]), Integer.parseInt(args[2]), rate)) {
            System.out.println(side.run(rate, rampS, seconds));
        }
    }

    private String run(int rate, double rampS, double seconds) {
        final long startNs = System.nanoTime();
        final long endNs = startNs + (long) ((rampS + seconds) * NS_PER_S);
        final long fullNs = startNs + (long) ((rampS + SETTLED_S) * NS_PER_S);
        final long startCpuNs = time.threadCpuNs();
        final long startBytes = ThreadAllocation.currentThreadBytes();
        final long total = intended(rate, rampS, rampS + seconds);
        long intended = 0;
        while ((nowNs = System.nanoTime()) - endNs < DRAIN_NS && !(caller && nowNs - endNs > 0 && ended + failed >= started)) {
            int work = io.poll(this, RECEIVE_BUDGET);
            if (caller && intended < total) {
                final long due = Math.min(total, intended(rate, rampS, (nowNs - startNs) / NS_PER_S));
                for (int i = 0; i < INVITE_BUDGET && intended < due; i++, work++) {
                    intended++;
                    if (agents.invite(0, target, sdp, 0, SDP.length, nowNs) >= 0) {
                        started++;
                    } else {
                        dropped++;
                    }
                }
            }
            work += agents.pollTimers(nowNs, TIMER_BUDGET);
            if (work > 0) {
                final long tookNs = System.nanoTime() - nowNs;
                busyNs += tookNs;
                fullBusyNs += nowNs >= fullNs && nowNs < endNs ? tookNs : 0;
            }
        }
        final double wallS = (System.nanoTime() - startNs) / NS_PER_S;
        return LoadReport.object()
                .put("side", caller ? "caller" : "callee").put("rate", rate).put("wallS", wallS).put("intended", intended)
                .put("started", started).put("answered", answered).put("ended", ended).put("failed", failed).put("dropped", dropped)
                .put("retransmissions", retransmissions).put("messages", messages).put("socketDrops", io.refreshSocketDrops(0))
                .put("transactions", agents.activeTransactions()).put("evicted", agents.evictedTransactions())
                .put("poolRefusals", agents.poolRefusals())
                .put("busyS", busyNs / NS_PER_S).put("busyRatio", fullBusyNs / (double) Math.max(1, endNs - fullNs)).put("cpuS", (time.threadCpuNs() - startCpuNs) / NS_PER_S)
                .put("allocatedBytes", ThreadAllocation.currentThreadBytes() - startBytes).toString();
    }

    /** Calls that should have begun by then: the rate grows evenly to its full value, while the code gets compiled. */
    private static long intended(int rate, double rampS, double atS) {
        return (long) (rate * (atS < rampS ? atS * atS / (2 * rampS) : atS - rampS / 2));
    }

    @Override
    public void onDatagram(int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long arrivalEpochNs, int tos) {
        agents.onMessage(socket, source, buffer, offset, length, nowNs);
    }

    @Override
    public int selectUserAgent(int socket, SipMessage invite, long nowNs) {
        return 0;
    }

    @Override
    public void onInvite(int ua, int call, SipMessage invite, long nowNs) {
        started++;
        agents.ring(call, 180, nowNs);
        agents.answer(call, sdp, 0, SDP.length, nowNs);
    }

    @Override
    public void onAnswered(int ua, int call, SipMessage response, long nowNs) {
        answered++;
        agents.hangUp(call, nowNs);
    }

    @Override
    public void onConfirmed(int ua, int call, SipMessage ack, long nowNs) {
        answered++;
    }

    @Override
    public void onCallFailed(int ua, int call, int statusCode, SipMessage response, long nowNs) {
        failed++;
    }

    @Override
    public void onRemoteHangUp(int ua, int call, long nowNs) {
        ended++;
    }

    @Override
    public void onHungUp(int ua, int call, int statusCode, long nowNs) {
        if (statusCode == 200) {
            ended++;
        } else {
            failed++;
        }
    }

    @Override
    public void onMessage(int ua, int flags, TransportAddress peer, DirectBuffer buffer, int offset, int length, long nowNs) {
        messages++;
        retransmissions += flags >> 1 & 1;
    }

    @Override
    public void onInviteSent(int ua, int call, long nowNs) {
    }

    @Override
    public void onProvisional(int ua, int call, SipMessage response, long nowNs) {
    }

    @Override
    public void onRegistered(int ua, int attempts, long nowNs) {
    }

    @Override
    public void onRegistrationFailed(int ua, int statusCode, long nowNs) {
    }

    @Override
    public void onUnregistered(int ua, long nowNs) {
    }

    @Override
    public void onChallenged(int ua, int statusCode, long nowNs) {
    }

    @Override
    public void close() {
        io.close();
    }
}
