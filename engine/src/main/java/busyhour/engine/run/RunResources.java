package busyhour.engine.run;

import busyhour.engine.io.ThreadScheduling;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.sip.TransportKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this host has files and ports for all endpoints: said before the first packet, with the arithmetic. Set-up time. */
final class RunResources {

    private static final int SPARE_FILES = 128;
    private static final Path LOCAL_PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int USUAL_LOCAL_PORTS = 28_232;

    private final Assignment assignment;
    private final EngineSettings settings;

    RunResources(final Assignment assignment, final EngineSettings settings) {
        this.assignment = assignment;
        this.settings = settings;
    }

    /** @throws RunFaultException naming what is short. */
    void check() throws RunFaultException {
        final long endpoints = assignment.groups().stream().filter(group -> group.callee().hasCalls()).mapToLong(GroupSpec::endpoints).sum();
        final long streams = assignment.groups().stream().filter(group -> group.callee().hasCalls())
                .mapToLong(group -> (long) streams(group) * group.endpoints()).sum();
        final long signalling = signallingFiles();
        final long files = 2 * streams + signalling + SPARE_FILES;
        final long limit = ThreadScheduling.openFilesLimit();
        if (limit != ThreadScheduling.UNLIMITED && files > limit) {
            throw new RunFaultException(endpoints + " endpoints need " + files + " open files (2 media sockets for each audio and each video stream"
                    + (signalling > 0 ? ", " + signalling + " signalling sockets" : "") + ", " + SPARE_FILES
                    + " for the worker), the limit is " + limit + ": raise it with ulimit -n or take fewer endpoints");
        }
        if (streams > settings.ports().pairs()) {
            throw new RunFaultException(endpoints + " endpoints need " + streams + " pairs of media ports, the range "
                    + settings.ports() + " has " + settings.ports().pairs());
        }
        for (final GroupSpec spec : assignment.groups()) {
            checkLocalPorts(spec);
        }
    }

    /** Media streams of each endpoint: audio, and video where the group has it; none where there are no calls. */
    static int streams(final GroupSpec spec) {
        return !spec.callee().hasCalls() ? 0 : spec.media().video() == null ? 1 : 2;
    }

    /** One for each endpoint that has its own; over streams its listener of this plan has one too. */
    private long signallingFiles() {
        long files = 0;
        for (final GroupSpec spec : assignment.groups()) {
            if (isOwn(spec)) {
                final boolean bothEnds = isStream(spec) && spec.callee().kind() == Callee.Kind.GROUP && spec.registrar() < 0;
                files += (long) spec.endpoints() * (bothEnds ? 2 : 1);
            }
        }
        return files;
    }

    private static boolean isOwn(final GroupSpec spec) {
        final boolean listens = spec.registrar() < 0 && spec.callee().kind() == Callee.Kind.RECEIVE;
        return spec.signalling().own() && !listens;
    }

    private static boolean isStream(final GroupSpec spec) {
        return TransportKind.of(spec.signalling().transport()) > TransportKind.UDP;
    }

    /** Sockets of their own take ports of the kernel's range, on each local address. */
    private void checkLocalPorts(final GroupSpec spec) throws RunFaultException {
        final int addresses = Math.max(1, spec.signalling().localAddresses().size());
        final int perAddress = (spec.endpoints() + addresses - 1) / addresses;
        final int ports = localPorts();
        if (isOwn(spec) && perAddress > ports) {
            throw new RunFaultException("group " + spec.name() + ": " + spec.endpoints() + " endpoints with signalling sockets of their own on "
                    + addresses + (addresses == 1 ? " local address need " : " local addresses need ") + perAddress
                    + " ports on each, the kernel gives " + ports + " (" + LOCAL_PORTS + "): list more local-addresses or take fewer endpoints");
        }
    }

    private static int localPorts() {
        try {
            final String[] range = Files.readString(LOCAL_PORTS).trim().split("\\s+");
            return Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1;
        } catch (final IOException | RuntimeException e) {
            return USUAL_LOCAL_PORTS;
        }
    }
}
