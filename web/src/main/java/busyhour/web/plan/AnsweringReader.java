package busyhour.web.plan;

import busyhour.ipc.plan.AnsweringSpec;
import java.util.List;

/** What a group that answers does with a call: {@code ring}, {@code early-media}, {@code reject} or {@code redirect}. */
final class AnsweringReader {
    private static final long MAX_RING_MS = 600_000;
    private static final int ANSWERED = 200;
    private static final int MOVED = 302;
    private static final List<String> KEYS = List.of("ring", "early-media", "reject", "redirect");

    private AnsweringReader() {
    }

    static AnsweringSpec read(Fields at, boolean receives, AddressRules addresses) {
        long ringMs = at.durationMs("ring", 0, MAX_RING_MS, 0);
        boolean earlyMedia = at.flag("early-media", false);
        int status = at.number("reject", 400, 699, ANSWERED);
        String contact = at.text("redirect", "a sip: URI");
        if (contact != null) {
            SipUri uri = SipUri.read(at, "redirect", contact);
            if (uri != null) {
                addresses.check(at, "redirect", uri.host());
            }
            if (at.has("reject")) {
                at.fault("redirect", "either reject or redirect, not both");
            }
            status = MOVED;
        }
        if (!receives) {
            KEYS.stream().filter(at::has).forEach(key -> at.fault(key, "none: only a group that answers (callee: receive-external) has it"));
            return AnsweringSpec.AT_ONCE;
        }
        return new AnsweringSpec(ringMs, earlyMedia, status, contact);
    }
}
