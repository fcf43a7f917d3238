package busyhour.engine.run;

import busyhour.engine.io.PortRange;
import busyhour.engine.io.ThreadScheduling;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import java.util.Locale;

/**
 * Whether this host has files, ports and memory for all endpoints of an assignment: said before the first packet, with the arithmetic.
 * Set-up time.
 */
public final class RunResources {

    /** What a run opens besides sockets: epoll, media files, a journal's next file. */
    private static final int SPARE_FILES = 64;
    private static final double MB = 1 << 20;

    private final Assignment assignment;
    private final PortRange ports;
    private final HostLimits limits;
    private final RunNeeds needs;

    RunResources(final Assignment assignment, final PortRange ports, final HostLimits limits) {
        this.assignment = assignment.own();
        this.ports = ports;
        this.limits = limits;
        needs = RunNeeds.of(assignment);
    }

    /** @return why a worker of this host cannot play it, in one sentence for people; null when it can, as far as another process knows. */
    public static String refusal(final Assignment assignment, final HostLimits limits) {
        return new RunResources(assignment, PortRange.defaults(), limits).refusal();
    }

    /** @throws RunFaultException naming what is short. */
    void check() throws RunFaultException {
        final String refusal = refusal();
        if (refusal != null) {
            throw new RunFaultException(refusal);
        }
    }

    String refusal() {
        final String files = files();
        final String media = files == null ? ports() : files;
        final String memory = media == null ? memory() : media;
        return memory == null ? localPorts() : memory;
    }

    private String files() {
        final long needed = needs.mediaSockets() + needs.signallingSockets() + limits.filesInUse() + SPARE_FILES;
        if (limits.openFiles() == ThreadScheduling.UNLIMITED || needed <= limits.openFiles()) {
            return null;
        }
        return needs.callers() + " endpoints need " + needed + " open files (" + needs.mediaSockets() + " media sockets: "
                + needs.streams() + " streams, " + perStream() + "; "
                + (needs.signallingSockets() > 0 ? needs.signallingSockets() + " signalling sockets; " : "")
                + limits.filesInUse() + " in use, " + SPARE_FILES + " to spare), the limit is " + limits.openFiles()
                + ": raise it with ulimit -n, take fewer endpoints"
                + (needs.mediaSockets() > needs.streams() ? ", or rtcp-mux: true, which saves a socket of each stream between groups of the plan" : "");
    }

    private String perStream() {
        return needs.mediaSockets() == 2 * needs.streams() ? "2 for each, RTP and RTCP"
                : needs.mediaSockets() == needs.streams() ? "1 for each, RTP with RTCP" : "1 or 2 for each, RTP with RTCP or apart";
    }

    private String ports() {
        return needs.portPairs() <= ports.pairs() ? null
                : needs.callers() + " endpoints need " + needs.portPairs() + " pairs of media ports (RTP, RTCP; "
                        + (needs.streams() > needs.callers() ? "audio and video" : "one stream each") + "), the range " + ports + " has "
                        + ports.pairs() + ": take fewer endpoints or more workers";
    }

    private String memory() {
        if (limits.heapBytes() != HostLimits.UNKNOWN && needs.heapBytes() > limits.heapBytes()) {
            return needs.endpoints() + " endpoints need " + mb(needs.heapBytes()) + " MB of the worker's heap (about "
                    + needs.heapBytes() / needs.endpoints() / 1024 + " kB each), it has " + mb(limits.heapBytes())
                    + " MB left: give it more (-Xmx in tuning/jvm/engine.flags) or take fewer endpoints";
        }
        final long all = needs.heapBytes() + needs.nativeBytes();
        return limits.memoryBytes() == HostLimits.UNKNOWN || all <= limits.memoryBytes() ? null
                : needs.endpoints() + " endpoints need " + mb(all) + " MB of memory (" + mb(needs.heapBytes()) + " MB of heap, "
                        + mb(needs.nativeBytes()) + " MB for sockets and buffers), this host has " + mb(limits.memoryBytes())
                        + " MB left: take fewer endpoints or more workers";
    }

    private static String mb(final long bytes) {
        return String.format(Locale.ROOT, "%.0f", Math.ceil(bytes / MB));
    }

    private String localPorts() {
        return assignment.groups().stream().map(this::localPorts).filter(fault -> fault != null).findFirst().orElse(null);
    }

    /** Sockets of their own take ports of the kernel's range, on each local address. */
    private String localPorts(final GroupSpec spec) {
        final int addresses = Math.max(1, spec.signalling().localAddresses().size());
        final int perAddress = (spec.endpoints() + addresses - 1) / addresses;
        return !RunNeeds.hasOwnSignalling(spec) || perAddress <= limits.localPorts() ? null
                : "group " + spec.name() + ": " + spec.endpoints() + " endpoints with signalling sockets of their own on "
                        + addresses + (addresses == 1 ? " local address need " : " local addresses need ") + perAddress
                        + " ports on each, the kernel gives " + limits.localPorts() + " (" + HostLimits.LOCAL_PORTS
                        + "): list more local-addresses or take fewer endpoints";
    }
}
