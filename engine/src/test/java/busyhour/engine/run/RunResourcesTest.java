package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.engine.io.PortRange;
import busyhour.engine.io.ThreadScheduling;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.plan.SignallingSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More endpoints than a host can hold are refused with the arithmetic; the hosts are made up. */
class RunResourcesTest {

    private static final long GB = 1L << 30;
    private static final HostLimits LARGE = new HostLimits(ThreadScheduling.UNLIMITED, 128, 28_232, HostLimits.UNKNOWN, HostLimits.UNKNOWN);

    private static String refusal(final HostLimits limits, final GroupSpec... groups) {
        return new RunResources(Assignments.assignment(List.of(), groups), PortRange.defaults(), limits).refusal();
    }

    private static HostLimits files(final long limit) {
        return new HostLimits(limit, 136, 28_232, HostLimits.UNKNOWN, HostLimits.UNKNOWN);
    }

    private static HostLimits memory(final long memoryBytes, final long heapBytes) {
        return new HostLimits(ThreadScheduling.UNLIMITED, 128, 28_232, memoryBytes, heapBytes);
    }

    @Test
    void shouldCountFiles() {
        final GroupSpec callees = Assignments.receivers(0, 500, "127.0.0.1:5060", 1_000);
        final GroupSpec callers = Assignments.callers(500, 500, 1_000);
        assertThat(refusal(files(2_200), callees, callers)).isNull();
        assertThat(refusal(files(2_199), callees, callers)).isEqualTo("1000 endpoints need 2200 open files (2000 media sockets: 1000 streams, "
                + "2 for each, RTP and RTCP; 136 in use, 64 to spare), the limit is 2199: raise it with ulimit -n, take fewer endpoints, "
                + "or rtcp-mux: true, which saves a socket of each stream between groups of the plan");
    }

    @Test
    void shouldCountOneFileForAStreamWhereBothGroupsShareThePort() {
        final GroupSpec callees = Assignments.muxed(Assignments.receivers(0, 5_000, "127.0.0.1:5060", 1_000));
        final GroupSpec callers = Assignments.muxed(Assignments.callers(5_000, 5_000, 1_000));
        assertThat(refusal(files(10_200), callees, callers)).isNull();
        assertThat(refusal(files(10_000), callees, callers)).contains("10000 media sockets: 10000 streams, 1 for each, RTP with RTCP;")
                .doesNotContain("rtcp-mux");
        assertThat(refusal(files(10_200), callees, Assignments.callers(5_000, 5_000, 1_000))).contains("20000 media sockets");
        assertThat(refusal(files(7_000), Assignments.muxed(Assignments.group("callers", 0, 5_000, -1, List.of(),
                new Callee(Callee.Kind.URI, -1, "sip:a@127.0.0.1"), null, 1_000, new Ramp(0, 0))))).as("nobody knows that peer")
                .contains("10000 media sockets");
    }

    @Test
    void shouldCountSignallingSocketsOfTheirOwn() {
        final GroupSpec callers = callers(30_000).withSignalling(new SignallingSpec("UDP", SignallingSpec.TlsSpec.SYSTEM, true, null, List.of(), List.of(), SignallingSpec.Prack.SUPPORTED, null, false, 600));
        assertThat(refusal(files(90_000), callers)).contains("60000 media sockets", "30000 signalling sockets");
        assertThat(new RunResources(Assignments.assignment(List.of(), callers), new PortRange(1_024, 65_535), LARGE).refusal())
                .startsWith("group callers: 30000 endpoints with signalling sockets of their own on 1 local address need 30000 ports on each, "
                        + "the kernel gives 28232 (/proc/sys/net/ipv4/ip_local_port_range)");
    }

    @Test
    void shouldCountPorts() {
        assertThat(refusal(LARGE, callers(11_384))).isNull();
        assertThat(refusal(LARGE, callers(11_385))).isEqualTo("11385 endpoints need 11385 pairs of media ports (RTP, RTCP; one stream each), "
                + "the range 10000-32767 has 11384: take fewer endpoints or more workers");
        assertThat(refusal(LARGE, video(6_000))).contains("6000 endpoints need 12000 pairs of media ports (RTP, RTCP; audio and video)");
    }

    @Test
    void shouldCountMemory() {
        assertThat(refusal(memory(8 * GB, GB / 2), callers(10_000))).isNull();
        assertThat(refusal(memory(8 * GB, GB / 8), callers(10_000))).startsWith("10000 endpoints need 254 MB of the worker's heap "
                + "(about 26 kB each), it has 128 MB left: give it more (-Xmx");
        assertThat(refusal(memory(GB / 4, HostLimits.UNKNOWN), callers(10_000))).startsWith("10000 endpoints need 420 MB of memory (254 MB of heap, "
                + "167 MB for sockets and buffers), this host has 256 MB left");
        assertThat(refusal(memory(8 * GB, GB / 4), video(5_000))).contains("about 102 kB each");
    }

    @Test
    void shouldAskNothingOfHostsForEndpointsWithoutCallsButMemory() {
        final GroupSpec standing = Assignments.group("standing", 0, 20_000, 0, Assignments.accounts("s", 20_000),
                new Callee(Callee.Kind.NONE, -1, null), null, 1_000, new Ramp(0, 0));
        assertThat(refusal(files(1_000), standing)).isNull();
        assertThat(refusal(memory(GB / 4, HostLimits.UNKNOWN), standing)).contains("20000 endpoints need 508 MB of memory");
    }

    @Test
    void shouldRefuseBeforeASocketIsOpened() {
        final Assignment assignment = Assignments.assignment(List.of(), callers(12_000));
        final EngineSettings settings = new EngineSettings(null, EngineSettings.Idle.BACKOFF, PortRange.defaults(), sockets -> {
            throw new AssertionError("sockets were asked for");
        });
        assertThatThrownBy(() -> Run.prepare(assignment, settings, error -> { })).isInstanceOf(RunFaultException.class)
                .hasMessageContaining("12000 endpoints need");
    }

    @Test
    void shouldKnowThisHost() {
        final HostLimits limits = HostLimits.ofWorker();
        assertThat(limits.filesInUse()).isPositive();
        assertThat(limits.memoryBytes()).isGreaterThan(1 << 20);
        assertThat(limits.heapBytes()).isPositive();
        assertThat(RunResources.refusal(Assignments.direct(2, 1_000, new Ramp(0, 0)), HostLimits.ofChild())).isNull();
    }

    private static GroupSpec callers(final int endpoints) {
        return Assignments.group("callers", 0, endpoints, -1, List.of(), new Callee(Callee.Kind.URI, -1, "sip:a@127.0.0.1"), null, 1_000,
                new Ramp(0, 0));
    }

    private static GroupSpec video(final int endpoints) {
        return callers(endpoints).withMedia(Assignments.PCMU.withVideo(VideoSpec.of("H264", 320, 180, 15, 200_000)));
    }
}
