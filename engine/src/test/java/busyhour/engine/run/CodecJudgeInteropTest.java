package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.engine.judge.FfmpegReceiver;
import busyhour.engine.judge.FfmpegReceiver.Judgement;
import busyhour.engine.judge.RtpCapture;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What calls send in each codec, captured from the wire, is decoded by ffmpeg: all of it, without an error. */
class CodecJudgeInteropTest {

    private static final long DURATION_MS = 5_000;
    private static final int FIRST_MEDIA_PORT = 31_200;
    private static final int LAST_MEDIA_PORT = 31_399;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int FPS = 15;

    /** @param samples of a packet as ffmpeg decodes it, 0 for video. */
    private record Case(String codec, String media, String rtpmap, String fmtp, int samples) {
    }

    private static final List<Case> CASES = List.of(
            new Case("PCMU", "audio", "PCMU/8000", null, 160),
            new Case("PCMA", "audio", "PCMA/8000", null, 160),
            new Case("G722", "audio", "G722/8000", null, 320),
            new Case("OPUS", "audio", "opus/48000/2", null, 960),
            new Case("L16", "audio", "L16/16000", null, 320),
            new Case("L16/8000", "audio", "L16/8000", null, 160),
            new Case("H264", "video", "H264/90000", "packetization-mode=1", 0),
            new Case("VP8", "video", "VP8/90000", null, 0));

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> shouldSendWhatFfmpegDecodes() throws Exception {
        TsharkCapture.assumePossible();
        final Path file;
        final RecordedRun run;
        try (TsharkCapture tshark = TsharkCapture.start(directory, List.of(), "lo", "udp portrange " + FIRST_MEDIA_PORT + "-" + LAST_MEDIA_PORT, 60)) {
            run = RecordedRun.play(Assignments.assignment(List.of(), groups().toArray(GroupSpec[]::new)),
                    new EngineSettings(null, EngineSettings.Idle.BACKOFF, new PortRange(FIRST_MEDIA_PORT, LAST_MEDIA_PORT), EpollDatagramIo::new));
            file = tshark.stop();
        }
        assertThat(run.outcomes.values()).as("%s", run.details).hasSize(2 * CASES.size()).containsOnly(EndpointOutcome.SUCCESS);
        final List<RtpCapture.Stream> streams = new ArrayList<>(RtpCapture.read(file, FIRST_MEDIA_PORT).streams());
        final List<Judged> judged = CASES.parallelStream().map(each -> judge(each, streams, run)).toList();
        return judged.stream().map(each -> DynamicTest.dynamicTest(each.wanted.codec, each::check));
    }

    private record Judged(Case wanted, int packets, long frames, Judgement judgement) {

        private void check() {
            assertThat(judgement.errors()).as("%s", this).isZero();
            if (wanted.samples > 0) {
                assertThat(judgement.samples()).as("%s", this).isEqualTo((long) packets * wanted.samples);
                assertThat(packets).as("%s", this).isBetween(240, 260);
            } else {
                assertThat(judgement.frames()).as("%s", this).isEqualTo(frames);
                assertThat(frames).as("%s", this).isBetween(DURATION_MS / 1_000 * FPS - 3, DURATION_MS / 1_000 * FPS + 5);
                assertThat(List.of(judgement.width(), judgement.height())).as("%s", this).containsExactly(WIDTH, HEIGHT);
            }
        }
    }

    /** The largest stream under the payload type that the calls of this codec agreed on. */
    private Judged judge(final Case wanted, final List<RtpCapture.Stream> streams, final RecordedRun run) {
        final int type = payloadType(wanted, run);
        final RtpCapture.Stream stream = streams.stream().filter(each -> each.payloadType() == type)
                .max(Comparator.comparing(each -> each.packets().size())).orElseThrow(() -> new AssertionError("no packets of " + wanted));
        final List<FfmpegReceiver.Rtp> packets = new ArrayList<>(stream.packets());
        while (wanted.samples == 0 && packets.getLast().octets()[1] >= 0) {
            packets.removeLast(); // the call ended within a frame
        }
        final long frames = packets.stream().map(packet -> List.of(packet.octets()[4], packet.octets()[5], packet.octets()[6],
                packet.octets()[7])).distinct().count();
        try {
            return new Judged(wanted, packets.size(), frames,
                    new FfmpegReceiver(directory).judge(wanted.media, type + " " + wanted.rtpmap, wanted.fmtp, packets));
        } catch (final Exception e) {
            throw new IllegalStateException(wanted.codec, e);
        }
    }

    private static int payloadType(final Case wanted, final RecordedRun run) {
        return switch (wanted.codec) {
            case "PCMU" -> 0;
            case "PCMA" -> 8;
            case "G722" -> 9;
            default -> run.messages.stream().flatMap(String::lines).filter(line -> line.startsWith("a=rtpmap:")
                            && line.substring(line.indexOf(' ') + 1).equalsIgnoreCase(wanted.rtpmap))
                    .mapToInt(line -> Integer.parseInt(line.substring(9, line.indexOf(' ')))).findFirst().orElseThrow();
        };
    }

    private static List<GroupSpec> groups() {
        final List<GroupSpec> groups = new ArrayList<>();
        for (final Case each : CASES) {
            final MediaSpec media = each.samples > 0 ? MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs(each.codec))
                    : MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("PCMU")).withVideo(VideoSpec.of(each.codec, WIDTH, HEIGHT, FPS, 250_000));
            final int first = groups.size();
            groups.add(Assignments.group("called " + each.codec, first, 1, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                    "127.0.0.1:" + Assignments.freePort(), DURATION_MS, new Ramp(0, 0)).withMedia(media));
            groups.add(Assignments.group("calling " + each.codec, first + 1, 1, -1, List.of(), new Callee(Callee.Kind.GROUP, first, null), null,
                    DURATION_MS, new Ramp(0, 0)).withMedia(media));
        }
        return groups;
    }
}
