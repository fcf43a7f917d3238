package busyhour.engine.decode;

import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.MediaCheckWriter;
import busyhour.ipc.ring.ShardRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.MessageHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes for all shards of a run, on a thread of its own.
 *
 * <p>{@link #link} at set-up; all else the decoder's thread.
 */
public final class DecoderAgent implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(DecoderAgent.class);
    private static final int BUDGET = 64;
    /** Recordings under way at a time; calls beyond are judged all the same. */
    private static final int MAX_RECORDINGS = 1_000;

    /**
     * What is to be compared.
     *
     * @param expected by group: what its endpoints ought to hear.
     * @param keep     by group: how many of the worst calls are kept.
     */
    public record Comparison(Map<Integer, List<SpeechReference>> expected, Map<Integer, Integer> keep) {
    }

    private final Line[] lines;
    private final Map<Integer, List<SpeechReference>> expected;
    private final Int2ObjectHashMap<WorstCalls> worst = new Int2ObjectHashMap<>();
    private final ShardRing ring;
    private final long runStartNs;
    private final long epochOffsetNs;
    private final MediaCheckWriter checks = new MediaCheckWriter();
    private Path folder;
    private int recordings;

    /** One shard's link and the calls that are on it. */
    private final class Line implements MessageHandler {
        private final DecodeLink link = new DecodeLink();
        private final Int2ObjectHashMap<DecodedCall> calls = new Int2ObjectHashMap<>();
        private int drops;

        @Override
        public void onMessage(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
            final int stream = buffer.getInt(index + DecodeLink.STREAM);
            final int call = buffer.getInt(index + DecodeLink.CALL);
            switch (type) {
                case DecodeLink.BEGIN -> {
                    end(calls.remove(stream), runStartNs);
                    calls.put(stream, begin(stream, call, buffer, index));
                }
                case DecodeLink.PACKET -> onPacket(calls.get(stream), call, buffer, index, length);
                default -> {
                    final DecodedCall over = calls.get(stream);
                    if (over != null && over.call == call) {
                        end(calls.remove(stream), buffer.getLong(index + DecodeLink.ARRIVAL));
                    }
                }
            }
        }

        private DecodedCall begin(final int stream, final int call, final MutableDirectBuffer buffer, final int index) {
            final int endpoint = buffer.getInt(index + DecodeLink.ENDPOINT);
            final int group = buffer.getInt(index + DecodeLink.GROUP);
            final boolean compared = expected.containsKey(group);
            return new DecodedCall(endpoint, call, group, new FiguresOut(link.toShard(), stream, call), compared ? new Envelope() : null,
                    worst.containsKey(group) ? record(endpoint, call, stream, buffer, index) : null);
        }

        private void onPacket(final DecodedCall decoded, final int call, final MutableDirectBuffer buffer, final int index, final int length) {
            if (buffer.getInt(index + DecodeLink.DROPS) != drops) {
                drops = buffer.getInt(index + DecodeLink.DROPS);
                calls.values().forEach(DecodedCall::onDrops);
            }
            if (decoded != null && decoded.call == call) {
                final long arrivalNs = buffer.getLong(index + DecodeLink.ARRIVAL);
                decoded.onPacket(buffer.getInt(index + DecodeLink.CODEC), buffer, index + DecodeLink.RTP, length - DecodeLink.RTP, arrivalNs,
                        arrivalNs + epochOffsetNs);
            }
        }
    }

    /**
     * @param shards        how many links.
     * @param ring          what was compared and recorded goes there.
     * @param runStartNs    when the run began, monotonic.
     * @param epochOffsetNs wall clock less monotonic.
     */
    public DecoderAgent(final int shards, final Comparison comparison, final ShardRing ring, final long runStartNs, final long epochOffsetNs) {
        lines = new Line[shards];
        for (int i = 0; i < shards; i++) {
            lines[i] = new Line();
        }
        expected = comparison.expected;
        comparison.keep.forEach((group, keep) -> worst.put((int) group, new WorstCalls(keep)));
        this.ring = ring;
        this.runStartNs = runStartNs;
        this.epochOffsetNs = epochOffsetNs;
    }

    /** A shard's end. */
    public DecodeLink link(final int shard) {
        return lines[shard].link;
    }

    @Override
    public int doWork() {
        int work = 0;
        for (final Line line : lines) {
            work += line.link.toDecoder().read(line, BUDGET);
        }
        return work;
    }

    private CallRecording record(final int endpoint, final int call, final int stream, final MutableDirectBuffer buffer, final int index) {
        if (recordings >= MAX_RECORDINGS) {
            return null;
        }
        try {
            folder = folder == null ? Files.createTempDirectory("busyhour-calls") : folder;
            final CallRecording recording = new CallRecording(folder.resolve(endpoint + "-" + call + "-" + stream + ".pcap"),
                    DecodeLink.address(buffer, index + DecodeLink.LOCAL), DecodeLink.address(buffer, index + DecodeLink.PEER));
            recordings++;
            return recording;
        } catch (final IOException e) {
            LOG.warn("no call is recorded: {}", e.getMessage());
            worst.clear();
            return null;
        }
    }

    private void end(final DecodedCall over, final long nowNs) {
        if (over == null) {
            return;
        }
        over.end();
        SpeechComparison.Verdict verdict = SpeechComparison.Verdict.NONE;
        if (over.envelope != null && over.isComplete()) {
            verdict = SpeechComparison.compare(over.envelope, expected.get(over.group));
            checks.tryWrite(ring, new MediaCheck(nowNs - runStartNs, over.endpoint, over.call, verdict.score(), verdict.presence(),
                    verdict.levelDb(), verdict.dropouts(), verdict.dropoutMs(), verdict.firstWordClippedMs()));
        }
        if (over.recording() != null) {
            recordings--;
            try {
                worst.get(over.group).offer(over, verdict.score());
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Does what still waits, and gives out the recordings. */
    @Override
    public void onClose() {
        while (doWork() > 0) {
            continue;
        }
        for (final Line line : lines) {
            line.calls.values().forEach(call -> end(call, System.nanoTime()));
            line.calls.clear();
        }
        long dropped = 0;
        for (final Line line : lines) {
            dropped += line.link.dropped();
        }
        if (dropped > 0) {
            LOG.warn("the decoder fell behind: it did not look at {} packets, and did not judge their calls", dropped);
        }
        try {
            for (final WorstCalls calls : worst.values()) {
                calls.write(ring);
            }
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (final IOException e) {
            LOG.warn("recordings were lost: {}", e.getMessage());
        }
    }

    @Override
    public String roleName() {
        return "decoder";
    }
}
