package busyhour.engine.run;

import busyhour.ipc.link.PartAddress;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.sip.TransportAddress;
import java.util.ArrayList;
import java.util.List;

/** Where the groups of a run listen and its registrar is, over all its workers. Set-up time value. */
final class RunPeers {

    private final Assignment assignment;
    private final List<PartAddress> parts;

    /** @param parts as the platform told; empty when this worker plays all of the run. */
    RunPeers(final Assignment assignment, final List<PartAddress> parts) {
        this.assignment = assignment;
        this.parts = parts;
    }

    /** Groups that this worker listens for, and the registrar that it has (null without). */
    static List<PartAddress> own(final Assignment assignment, final TransportAddress registrar, final TransportAddress host) {
        final List<PartAddress> own = new ArrayList<>();
        if (registrar != null) {
            own.add(new PartAddress(GroupState.REGISTRAR, 0, 0, registrar.toString()));
        }
        for (int i = 0; i < assignment.groups().size(); i++) {
            final GroupSpec group = assignment.groups().get(i);
            if (listens(group) && assignment.endpoints(i) > 0) {
                own.add(new PartAddress(i, assignment.firstPlace(i), assignment.endpoints(i), address(group.listen(), host)));
            }
        }
        return own;
    }

    static boolean listens(final GroupSpec group) {
        return group.registrar() < 0 && group.callee().kind() == Callee.Kind.RECEIVE;
    }

    /** Whether a group listens at whatever address its worker has. */
    static boolean isAnywhere(final String listen) {
        return listen.startsWith("0.0.0.0:") || listen.startsWith("[::]:");
    }

    /** As the plan says, with the host's own address where it leaves that open. */
    static String address(final String listen, final TransportAddress host) {
        return isAnywhere(listen) ? GroupPaths.hostOf(host) + listen.substring(listen.lastIndexOf(':')) : listen;
    }

    /** The built-in registrar of the run, which another worker has. */
    TransportAddress registrar() throws RunFaultException {
        for (final PartAddress part : parts) {
            if (part.group() == GroupState.REGISTRAR) {
                return SipTarget.ofHostPort(part.address());
            }
        }
        throw new RunFaultException("no worker of the run has its built-in registrar");
    }

    /** {@code host:port} where the endpoint at a place of a listening group answers. */
    String address(final int group, final int place) {
        for (final PartAddress part : parts) {
            if (part.group() == group && place >= part.first() && place < part.first() + part.endpoints()) {
                return part.address();
            }
        }
        return assignment.groups().get(group).listen();
    }
}
