package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.sbe.HostFactsEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.RunStateEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/**
 * Writes the rare messages of a worker's own thread: how the run stands and what host it runs on. Single-threaded; allocates,
 * so not for shards.
 */
public final class RunStateWriter {
    private static final int TEXT_LIMIT_BYTES = 4096;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RunStateEncoder state = new RunStateEncoder();
    private final HostFactsEncoder hostFacts = new HostFactsEncoder();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();

    /**
     * Writes the run's state.
     *
     * @param timeNs       since the run began.
     * @param startEpochNs wall clock when timeNs was 0.
     * @param detail       for people, in particular why it failed; or null.
     * @return false when the ring is full.
     */
    public boolean tryWrite(
            final ShardRing ring, final long timeNs, final long startEpochNs, final RunStatus status, final String detail) {
        final byte[] text = utf8(detail);
        state.wrapAndApplyHeader(scratch, 0, header)
                .timeNs(timeNs).startEpochNs(startEpochNs).status((short) status.code()).putDetail(text, 0, text.length);
        return copy(ring, RunStateEncoder.TEMPLATE_ID, state.encodedLength());
    }

    /** Writes what produced the result: version, host, cores, kernel, flags and more, by name. */
    public boolean tryWrite(final ShardRing ring, final Map<String, String> facts) {
        hostFacts.wrapAndApplyHeader(scratch, 0, header);
        final HostFactsEncoder.FactsEncoder group = hostFacts.factsCount(facts.size());
        facts.forEach((name, value) -> {
            final byte[] nameText = utf8(name);
            final byte[] valueText = utf8(value);
            group.next().putName(nameText, 0, nameText.length).putValue(valueText, 0, valueText.length);
        });
        return copy(ring, HostFactsEncoder.TEMPLATE_ID, hostFacts.encodedLength());
    }

    private boolean copy(final ShardRing ring, final int templateId, final int encodedLength) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        final int index = ring.tryClaim(templateId, length);
        if (index < 0) {
            return false;
        }
        ring.buffer().putBytes(index, scratch, 0, length);
        ring.commit(index);
        return true;
    }

    private static byte[] utf8(final String text) {
        if (text == null) {
            return new byte[0];
        }
        return (text.length() > TEXT_LIMIT_BYTES ? text.substring(0, TEXT_LIMIT_BYTES) : text).getBytes(StandardCharsets.UTF_8);
    }
}
