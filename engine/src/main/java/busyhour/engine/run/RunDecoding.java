package busyhour.engine.run;

import busyhour.engine.decode.DecoderAgent;
import busyhour.engine.decode.DecoderAgent.Comparison;
import busyhour.engine.decode.SpeechReference;
import busyhour.engine.endpoint.Group;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.MediaSpec.DecodingSpec;
import busyhour.ipc.ring.ShardRing;
import busyhour.sip.sdp.CodecTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which streams of a run are decoded beside the shards, and what they are compared with. Set-up time. */
final class RunDecoding {

    private static final int REFERENCE_PTIME_MS = 20;

    private RunDecoding() {
    }

    /** Whether anything is to be decoded. */
    static boolean isWanted(final Assignment assignment) {
        return assignment.groups().stream().map(group -> group.media().decoding()).anyMatch(spec -> spec.share() > 0 || spec.verify());
    }

    /** Whether the endpoint at a place of its group is one of the share. */
    static boolean isDecoded(final DecodingSpec spec, final int index) {
        return spec.verify() || (long) ((index + 1) * spec.share()) > (long) (index * spec.share());
    }

    /**
     * The decoder of a run.
     *
     * @param ring    what it finds goes there.
     * @param startNs when the run begins, monotonic.
     */
    static DecoderAgent agent(final List<Group> groups, final int shards, final ShardRing ring, final long startNs) {
        final Map<Integer, List<SpeechReference>> expected = new HashMap<>();
        final Map<Integer, Integer> keep = new HashMap<>();
        for (final Group group : groups) {
            final DecodingSpec spec = group.spec().media().decoding();
            if (spec.verify()) {
                expected.put(group.number(), references(group, groups));
                keep.put(group.number(), spec.keep());
            }
        }
        keep.values().removeIf(calls -> calls == 0);
        final long epochOffsetNs = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
        return new DecoderAgent(shards, new Comparison(expected, keep), ring, startNs, epochOffsetNs);
    }

    /** What a group's endpoints ought to hear: all that the groups play that it calls, or that call it. */
    private static List<SpeechReference> references(final Group group, final List<Group> groups) {
        final List<SpeechReference> references = new ArrayList<>();
        for (final Group peer : groups) {
            if (calls(group, peer) || calls(peer, group)) {
                final int row = CodecTable.find(peer.spec().media().audio().codecs().getFirst());
                for (int file = 0; file < Math.max(1, peer.spec().media().audio().files().size()); file++) {
                    references.add(SpeechReference.of(peer.tracks().audio(row, file).track(REFERENCE_PTIME_MS)));
                }
            }
        }
        return references;
    }

    private static boolean calls(final Group caller, final Group called) {
        return caller.spec().callee().kind() == Callee.Kind.GROUP && caller.spec().callee().group() == called.number();
    }
}
