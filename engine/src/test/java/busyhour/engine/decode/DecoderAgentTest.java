package busyhour.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.EndpointFileDecoder;
import busyhour.ipc.sbe.MediaCheckDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.sip.TransportAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Packets of a shard through the decoder: figures come back, calls are judged, the worst are kept. */
class DecoderAgentTest implements DecodedListener {

    private static final int GROUP = 3;
    private static final long PACKET_NS = 20_000_000L;

    private final EncodedTrack track = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMA, 20);
    private final ShardRing ring = ShardRing.offHeap(8 << 20);
    private final DecoderAgent agent = new DecoderAgent(1,
            new DecoderAgent.Comparison(Map.of(GROUP, List.of(SpeechReference.of(track))), Map.of(GROUP, 2)), ring, 0, 1_000_000_000_000L);
    private final DecodeLink link = agent.link(0);
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[512]);
    private final Map<Integer, Long> decodedMs = new TreeMap<>();
    private final Map<Integer, Integer> concealments = new TreeMap<>();

    DecoderAgentTest() {
        link.listener(this);
    }

    @Override
    public void onAudio(final int stream, final int call, final long sum, final int samples, final int largest, final int clipped,
            final long durationNs, final long arrivalNs) {
        decodedMs.merge(stream, durationNs / 1_000_000, Long::sum);
    }

    @Override
    public void onConcealed(final int stream, final int call, final long durationNs, final boolean begins) {
        concealments.merge(stream, begins ? 1 : 0, Integer::sum);
    }

    @Override
    public void onVideo(final int stream, final int call, final int frames, final int errors) {
        throw new AssertionError("no video here");
    }

    /** 10 s of the track on a stream, without some of the packets. */
    private void play(final int stream, final int call, final int group, final IntPredicate lost) {
        link.begin(stream, call, 100 + stream, group, new TransportAddress().setIpv4(0x7F000001, 30_000),
                new TransportAddress().setIpv4(0x7F000001, 30_002));
        for (int i = 0; i < 500; i++) {
            if (!lost.test(i)) {
                RtpHeaderFlyweight.write(packet, 0, false, 8, 65_500 + i & 0xFFFF, 1_000 + 160 * i, stream);
                packet.putBytes(12, track.buffer(), track.frameOffset(i % track.frameCount()), 160);
                link.audio(stream, call, AudioCodec.PCMA, packet, 0, 172, i * PACKET_NS);
            }
            agent.doWork();
            link.poll(100);
        }
        link.end(stream, call, 10_000_000_000L);
        agent.doWork();
        link.poll(1_000);
    }

    private final Map<Integer, Double> scores = new TreeMap<>();
    private final Map<String, ByteArrayOutputStream> files = new HashMap<>();

    private void drain() {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        ring.drain((typeId, buffer, index, length) -> take(header, buffer, index), 10_000);
    }

    private void take(final MessageHeaderDecoder header, final MutableDirectBuffer buffer, final int index) {
        header.wrap(buffer, index);
        if (header.templateId() == MediaCheckDecoder.TEMPLATE_ID) {
            final MediaCheckDecoder check = new MediaCheckDecoder().wrapAndApplyHeader(buffer, index, header);
            scores.put(check.endpoint(), check.score());
        } else {
            final EndpointFileDecoder file = new EndpointFileDecoder().wrapAndApplyHeader(buffer, index, header);
            final ByteArrayOutputStream out = files.computeIfAbsent(file.name(), name -> new ByteArrayOutputStream());
            final byte[] piece = new byte[file.pieceLength()];
            file.getPiece(piece, 0, piece.length);
            assertThat(file.position()).isEqualTo(out.size());
            out.writeBytes(piece);
        }
    }

    @Test
    void shouldJudgeEachCallAndKeepTheWorst() throws Exception {
        play(0, 0, GROUP, i -> false);
        play(1, 4, GROUP, i -> i % 10 == 0);
        play(2, 0, GROUP, i -> i % 3 == 0);
        agent.onClose();
        drain();

        assertThat(scores).containsOnlyKeys(100, 101, 102);
        assertThat(scores.get(100)).isGreaterThan(95);
        assertThat(scores.get(101)).isBetween(70.0, 95.0);
        assertThat(scores.get(102)).isBetween(30.0, 75.0);
        assertThat(files).containsOnlyKeys("endpoint-101-call-4.pcap", "endpoint-101-call-4.wav", "endpoint-102-call-0.pcap",
                "endpoint-102-call-0.wav");
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(
                new ByteArrayInputStream(files.get("endpoint-101-call-4.wav").toByteArray()))) {
            assertThat(wav.getFormat().getSampleRate()).isEqualTo(8_000);
            assertThat(wav.getFrameLength()).as("the first packet of all was lost").isEqualTo(499 * 160);
        }
        assertThat(decodedMs).containsEntry(0, 10_000L).containsEntry(1, 9_000L);
        assertThat(concealments).containsOnlyKeys(1, 2).containsEntry(1, 49);
    }

    @Test
    void shouldKeepSoundOfACallWhoseVideoIsThrownAway() {
        link.begin(40, 0, 100, GROUP, new TransportAddress().setIpv4(0x7F000001, 30_004), new TransportAddress().setIpv4(0x7F000001, 30_006));
        play(0, 0, GROUP, i -> false);
        link.end(40, 0, 10_000_000_000L); // the same endpoint and call, and nothing to compare
        agent.doWork();
        agent.onClose();
        drain();
        assertThat(scores).containsOnlyKeys(100);
        assertThat(files).containsOnlyKeys("endpoint-100-call-0.pcap", "endpoint-100-call-0.wav");
    }

    @Test
    void shouldNotCompareOtherGroupsNorJudgeWhatItDidNotSee() {
        play(0, 0, GROUP + 1, i -> false);
        link.begin(1, 0, 101, GROUP, new TransportAddress(), new TransportAddress());
        for (int i = 0; i < 40_000; i++) { // nobody reads meanwhile: the ring fills
            link.audio(1, 0, AudioCodec.PCMA, packet, 0, 172, i * PACKET_NS);
        }
        assertThat(link.dropped()).isPositive();
        while (agent.doWork() > 0) {
            link.poll(100);
        }
        link.audio(1, 0, AudioCodec.PCMA, packet, 0, 172, 1);
        link.end(1, 0, 1);
        agent.onClose();
        drain();
        assertThat(scores).isEmpty();
        assertThat(files).isEmpty();
    }
}
