package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.Allocations;
import busyhour.sip.TransportAddress;
import busyhour.sip.Vectors;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.Mutator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** Spoilt descriptions: no exception, bounded time, and an answer that we ourselves can read. */
class SdpFuzzTest {

    private static final int ROUNDS = 20_000;
    /** Processor time, so that a busy machine fails no test. */
    private static final long MAX_NS = 500_000_000L;

    private final SdpView view = new SdpView();
    private final SdpView ours = new SdpView();
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private LocalDescription local = new LocalDescription();
    private final NegotiatedSession media = new NegotiatedSession();
    private final TransportAddress address = new TransportAddress();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[SdpView.MAX_LENGTH * 2]);

    private static List<byte[]> corpus() {
        final List<byte[]> corpus = new ArrayList<>();
        corpus.add(SdpViewTest.RICH.getBytes(StandardCharsets.UTF_8));
        corpus.add(SdpViewTest.RICH.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP").getBytes(StandardCharsets.UTF_8));
        corpus.add(full(SrtpPolicy.PREFERRED).offer().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        corpus.add(full(SrtpPolicy.REQUIRED).offer().replace("UDP/TLS/RTP/SAVP", "RTP/SAVPF").getBytes(StandardCharsets.UTF_8));
        corpus.add(full(SrtpPolicy.NONE).answer(full(SrtpPolicy.NONE).offer()).getBytes(StandardCharsets.UTF_8));
        for (final String folder : List.of("01-sip/sdp", "01-sip/rfc4317", "01-sip/fuzz-seeds")) {
            try {
                Vectors.files(folder).stream().filter(file -> file.toString().endsWith(".sdp")).map(SdpFuzzTest::read)
                        .forEach(corpus::add);
            } catch (final TestAbortedException absent) {
                // The built-in descriptions remain: the test is worth running with them alone.
                continue;
            }
        }
        return corpus;
    }

    private static SdpParty full(final SrtpPolicy policy) {
        final SdpParty party = new SdpParty(3).withVideo(CodecTable.H264, CodecTable.H264_MODE_0, CodecTable.VP8)
                .secure(policy, new SrtpKeying[] {SrtpKeying.DTLS, SrtpKeying.SDES});
        party.local.audio().codecs(IntStream.range(CodecTable.PCMU, CodecTable.H264).toArray()).comfortNoise(true);
        party.local.video().bandwidthBps(1_000_000).formats().vp8(30, 3_600);
        party.local.audio().feedback().reports(false, true);
        party.local.video().feedback().wanted(true, true).reports(true, true);
        return party;
    }

    private static byte[] read(final Path file) {
        return Vectors.read(file);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 20_261_121, 0xFACE})
    void shouldSurviveSpoiltDescriptionsWhereItHasAllThatCanBeOffered(final long seed) {
        local = full(SrtpPolicy.PREFERRED).local;
        shouldSurviveSpoiltDescriptions(seed);
        assertThat(media.hasVideo() || media.video().isClosed()).as("video was taken in some").isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20_260_726, 0xFEED})
    void shouldSurviveSpoiltDescriptions(final long seed) {
        System.out.println("seed " + seed);
        final List<byte[]> corpus = corpus();
        corpus.forEach(octets -> use(octets, "as it is"));
        final Mutator mutator = new Mutator(seed);
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            answered += use(mutator.mutate(corpus.get(mutator.below(corpus.size()))), "seed " + seed + ", round " + round) ? 1 : 0;
        }
        assertThat(answered).as("descriptions still answered").isPositive();
    }

    private boolean use(final byte[] octets, final String what) {
        final UnsafeBuffer buffer = new UnsafeBuffer(octets);
        final long start = Allocations.cpuNs();
        final int length;
        try {
            view.parse(buffer, 0, octets.length);
            for (int media = 0; media < view.mediaCount(); media++) {
                view.rtcpAddress(media, address);
                view.attribute(media, Ascii.bytes("crypto"));
                for (int format = 0; format < view.formatCount(media); format++) {
                    view.fmtp(media, view.payloadType(media, format));
                }
            }
            offerAnswer.onAnswer(view, local, media);
            length = offerAnswer.writeAnswer(view, local, out, 0, out.capacity(), media);
            if (length > 0) {
                assertThat(ours.parse(out, 0, length)).isEqualTo(SdpFault.OK);
                assertThat(ours.mediaCount()).isEqualTo(view.mediaCount());
                final int offered = offerAnswer.writeOffer(local, out, 0, out.capacity());
                if (offered != -OfferAnswer.OVERFLOW) { // more lines than are kept
                    assertThat(ours.parse(out, 0, offered)).isEqualTo(SdpFault.OK);
                    assertThat(media.audio().isClosed() || ours.mediaCount() == view.mediaCount()).as("no line is missing").isTrue();
                }
            }
        } catch (final RuntimeException | AssertionError e) {
            throw new AssertionError(what + ":\n" + new String(octets, StandardCharsets.ISO_8859_1), e);
        }
        assertThat(Allocations.cpuNs() - start).as(what).isLessThan(MAX_NS);
        return length > 0;
    }
}
