package busyhour.sip.ua;

import busyhour.sip.SipHop;
import busyhour.sip.SipTargets;

/**
 * The targets of one or many endpoints and which of them works: the first, until it fails (RFC 3263 4.3); then the one
 * that follows it, and so on round. What one endpoint learns, all learn that share the list. One thread.
 */
final class TargetList {

    private final SipTargets targets;
    private int current;

    TargetList(final SipTargets targets) {
        this.targets = targets;
    }

    int size() {
        return targets.size();
    }

    byte kind(final int target) {
        return targets.kind(target);
    }

    /** Sets the hop to the one that works, as far as is known. */
    SipHop current(final SipHop hop) {
        return hop.set(targets.kind(current), targets.address(current), current);
    }

    /** This target failed: another one is tried from now on, unless that is so already. */
    void onFailed(final int target) {
        if (target == current) {
            current = (current + 1) % targets.size();
        }
    }
}
