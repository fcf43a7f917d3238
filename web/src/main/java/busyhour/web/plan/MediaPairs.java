package busyhour.web.plan;

import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import java.util.Collections;
import java.util.List;

/** What the media of two groups that call each other says together. */
final class MediaPairs {
    private final List<GroupDraft> groups;

    /** @param groups all of the plan, callees resolved. */
    MediaPairs(List<GroupDraft> groups) {
        this.groups = groups;
    }

    /** Faults of what cannot be compared, warnings of calls that cannot come about. @param plan its top. */
    void check(Fields plan) {
        boolean any = groups.stream().anyMatch(group -> group.callee() == null); // a fault of its own
        for (int i = 0; i < groups.size(); i++) {
            GroupDraft group = groups.get(i);
            boolean paired = isPaired(i);
            any |= paired;
            if (!paired && group.callee() != null && group.fields().has("verify") && group.media().decoding().verify()) {
                group.fields().fault("verify", "a group that calls a group of this plan or is called by one: what it received is compared "
                        + "with what the other sent");
            }
            if (group.calledGroup() >= 0) {
                checkSockets(group, groups.get(group.calledGroup()));
                warn(group, groups.get(group.calledGroup()));
            }
        }
        if (!any && plan.has("verify") && !groups.isEmpty()) {
            plan.fault("verify", "a plan in which a group calls another: what it received is compared with what the other sent");
        }
    }

    /** Whether the peer of the group's calls is a group of this plan. */
    boolean isPaired(int index) {
        Callee callee = groups.get(index).callee();
        return callee != null && callee.kind() == Callee.Kind.GROUP
                || groups.stream().anyMatch(group -> group.calledGroup() == index);
    }

    /** Streams of a shared socket are told apart by their peers' ports, which must differ. */
    private static void checkSockets(GroupDraft caller, GroupDraft called) {
        if (caller.media().sharedSockets() && called.media().sharedSockets()) {
            caller.fields().fault("sockets", "shared in this group and in " + PlanFault.quoted(called.name()) + ", which it calls",
                    "shared in one of the two: streams are told apart by the ports of their peers");
        }
    }

    private static void warn(GroupDraft caller, GroupDraft called) {
        List<String> codecs = caller.media().audio().codecs();
        if (Collections.disjoint(codecs, called.media().audio().codecs())) {
            caller.fields().warn(caller.fields().has("codecs") ? "codecs" : "callee", "no codec in common with the group "
                    + PlanFault.quoted(called.name()) + " (" + String.join(", ", called.media().audio().codecs()) + "): it will refuse the calls");
        }
        SecuritySpec ours = caller.media().security();
        SecuritySpec theirs = called.media().security();
        String at = caller.fields().has("srtp") ? "srtp" : "callee";
        if (ours.policy() == Policy.REQUIRED && theirs.policy() == Policy.NONE
                || ours.policy() == Policy.NONE && theirs.policy() == Policy.REQUIRED) {
            caller.fields().warn(at, "one requires SRTP and the other has none: the group " + PlanFault.quoted(called.name())
                    + " will refuse the calls");
        } else if (ours.policy() == Policy.REQUIRED && theirs.policy() == Policy.REQUIRED && Collections.disjoint(ours.keying(), theirs.keying())) {
            caller.fields().warn(at, "no keying in common with the group " + PlanFault.quoted(called.name()) + ": it will refuse the calls");
        }
    }
}
