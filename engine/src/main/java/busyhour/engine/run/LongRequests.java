package busyhour.engine.run;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.SignallingSpec.HeaderSpec;
import busyhour.sip.TransportKind;

/**
 * Whether a plan's requests may be too long for UDP (RFC 3261 18.1.1), so that UDP endpoints want TCP beside it. The streams'
 * event loop takes a second to load, which a plan of plain calls over UDP need not wait for.
 */
final class LongRequests {

    /** Longer ones go over TCP; what proxies add in their answers is not known beforehand. */
    private static final int LIMIT = 1_300 - 150;
    /** An INVITE without what is counted below, measured. */
    private static final int PLAIN = 760;
    private static final int CREDENTIALS = 300;
    private static final int CODEC = 45;
    private static final int VIDEO = 350;
    private static final int VIDEO_CODEC = 150;
    private static final int SUITE = 100;
    private static final int FINGERPRINT = 140;
    /** How often user and domain occur. */
    private static final int NAMES = 5;

    private LongRequests() {
    }

    /** Whether any group has long requests or speaks over streams anyway. */
    static boolean wantStreams(final Assignment assignment) {
        return assignment.groups().stream().anyMatch(spec ->
                TransportKind.of(spec.signalling().transport()) != TransportKind.UDP || isLong(assignment, spec));
    }

    /** What video, keys and fingerprints add to an offer. */
    private static int description(final MediaSpec media) {
        final int streams = media.video() == null ? 1 : 2;
        final int video = media.video() == null ? 0 : VIDEO + VIDEO_CODEC * media.video().codecs().size();
        final boolean sdes = media.security().keying().contains(SecuritySpec.Keying.SDES);
        final boolean dtls = media.security().keying().contains(SecuritySpec.Keying.DTLS);
        final int security = media.security().policy() == SecuritySpec.Policy.NONE ? 0
                : (sdes ? SUITE * media.security().suites().size() : 0) + (dtls ? FINGERPRINT : 0);
        return video + streams * security;
    }

    /** Whether a group's session descriptions have video or keys. */
    static boolean hasLongDescription(final GroupSpec spec) {
        return spec.media().video() != null || spec.media().security().policy() != SecuritySpec.Policy.NONE;
    }

    private static boolean isLong(final Assignment assignment, final GroupSpec spec) {
        int length = PLAIN + CODEC * spec.media().audio().codecs().size();
        length += description(spec.media());
        for (final HeaderSpec header : spec.signalling().headers()) {
            final boolean sent = header.methods().isEmpty() || header.methods().contains("INVITE");
            length += sent && header.value() != null ? header.name().length() + header.value().length() + 4 : 0;
        }
        if (spec.registrar() >= 0) {
            final String domain = assignment.registrars().get(spec.registrar()).domain();
            length += CREDENTIALS + NAMES * (domain == null ? 0 : domain.length());
            length += NAMES * spec.accounts().stream().mapToInt(account -> account.username().length()).max().orElse(0);
        }
        if (spec.callee().kind() == Callee.Kind.URI) {
            length += 2 * spec.callee().uri().length();
        }
        return length > LIMIT;
    }
}
