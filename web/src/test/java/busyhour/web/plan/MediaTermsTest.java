package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.DecodingSpec;
import busyhour.ipc.plan.MediaSpec.JitterBuffer;
import busyhour.ipc.plan.MediaSpec.OpusSpec;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Keying;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaTermsTest {
    private static final String CALLEE = "callee: { uri: \"sip:x@127.0.0.1\" }";

    private static Plan yaml(String text) throws PlanException {
        return PlanReader.readYaml("plan.yaml", text.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
    }

    private static MediaSpec group(String fields) throws PlanException {
        return yaml("groups: [{ name: a, endpoints: 1, " + CALLEE + fields + " }]").groups().getFirst().media();
    }

    @Test
    void shouldTakePlainMediaWithoutFields() throws Exception {
        assertThat(group("")).isEqualTo(MediaSpec.PLAIN);
    }

    @Test
    void shouldReadEveryMediaField() throws Exception {
        MediaSpec media = group("""
                , codecs: [opus, G722, l16/8000, AMR-WB, G729], opus: { bitrate: 64k, stereo: true, fec: false, dtx: true }, ptime: 40ms,
                comfort-noise: true, send-jitter: 5ms, media: { deferred: video }, dscp: { audio: cs5, video: 10 },
                video: { codec: [VP8, H264], resolution: 640x480, fps: 15, bitrate: 0.5M, key-frame-interval: 1500ms, packetization-mode: 0,
                  rtx: false, feedback: true },
                srtp: { policy: preferred, keying: [dtls, sdes], suites: [AEAD_AES_128_GCM, aes_cm_128_hmac_sha1_32] },
                jitter-buffer: 200ms, rtcp: { interval: 1s, xr: false, reduced-size: false }, rtcp-mux: true, decode: 12.5%""");
        assertThat(media).isEqualTo(new MediaSpec(
                new AudioSpec(List.of("OPUS", "G722", "L16/8000", "AMR-WB", "G729"), List.of(), 40, 5, true, new OpusSpec(64_000, 2, false, true), 40),
                new VideoSpec(List.of("VP8", "H264"), 640, 480, 15, 500_000, 1_500, 0, List.of(), true, false, 10),
                new SecuritySpec(Policy.PREFERRED, List.of(Keying.DTLS, Keying.SDES), List.of("AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_32")),
                new RtcpSpec(1_000, false, false), true, Set.of("video"), JitterBuffer.FIXED_200, new DecodingSpec(0.125, false, 0), false));
    }

    @Test
    void shouldTakeFromTopWhatGroupLeavesOut() throws Exception {
        Plan plan = yaml("""
                codecs: [G722, PCMU]
                ptime: 30ms
                dscp: { audio: 0 }
                srtp: { policy: required, keying: dtls }
                rtcp: { interval: 2s }
                rtcp-mux: true
                decode: 10%
                jitter-buffer: 50ms
                video: { codec: VP8, resolution: 360p, fps: 15, bitrate: 300k }
                groups:
                  - { name: in, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5060" }
                  - name: out
                    endpoints: 1
                    callee: { group: in }
                    ptime: 20ms
                    dscp: { video: AF42 }
                    srtp: preferred
                    rtcp: { xr: false }
                    video: { resolution: 720p, rtx: false }
                  - { name: sound, endpoints: 1, callee: { group: in }, video: none, srtp: none, rtcp-mux: false, decode: 0%, jitter-buffer: adaptive }
                """);
        MediaSpec in = plan.groups().get(0).media();
        MediaSpec out = plan.groups().get(1).media();
        MediaSpec sound = plan.groups().get(2).media();
        assertThat(in.audio()).isEqualTo(AudioSpec.PLAIN.withCodecs("G722", "PCMU").withPtimeMs(30).withDscp(0));
        assertThat(in.video()).isEqualTo(VideoSpec.of("VP8", 640, 360, 15, 300_000));
        assertThat(out.audio().ptimeMs()).isEqualTo(20);
        assertThat(out.audio().dscp()).isZero();
        assertThat(out.video()).as("a bit rate that fits the new size").isEqualTo(
                new VideoSpec(List.of("VP8"), 1280, 720, 15, 750_000, 2_000, 1, List.of(), true, false, 36));
        assertThat(out.security()).isEqualTo(SecuritySpec.of(Policy.PREFERRED, Keying.DTLS));
        assertThat(out.rtcp()).isEqualTo(new RtcpSpec(2_000, false, true));
        assertThat(sound.video()).isNull();
        assertThat(sound.security()).isEqualTo(SecuritySpec.NONE);
        assertThat(sound.rtcpMux()).isFalse();
        assertThat(sound.decoding()).isEqualTo(DecodingSpec.NONE);
        assertThat(sound.jitterBuffer()).isEqualTo(JitterBuffer.ADAPTIVE);
        assertThat(in.jitterBuffer()).isEqualTo(JitterBuffer.FIXED_50);
    }

    @Test
    void shouldSayHowMuchIsUsualWithoutBitRate() throws Exception {
        int[] usual = new int[5];
        String[] sizes = {"180p", "360p", "480p", "720p", "1080p"};
        for (int i = 0; i < sizes.length; i++) {
            usual[i] = group(", video: { resolution: " + sizes[i] + " }").video().bitrateBps();
        }
        assertThat(usual).containsExactly(100_000, 350_000, 650_000, 1_500_000, 3_350_000);
        assertThat(group(", video: {}").video()).isEqualTo(VideoSpec.of("H264", 1280, 720, 30, 1_500_000));
    }

    @Test
    void shouldShortenPacketTimeForLongSamples() throws Exception {
        assertThat(group(", codecs: [PCMU, L16/44100]").audio().ptimeMs()).isEqualTo(10);
        assertThat(group(", codecs: [OPUS, L16]").audio().ptimeMs()).isEqualTo(20);
    }

    @Test
    void shouldTakeKeysInSdpUnlessToldOtherwise() throws Exception {
        assertThat(group(", srtp: required").security()).isEqualTo(SecuritySpec.of(Policy.REQUIRED, Keying.SDES));
        assertThat(group(", srtp: { policy: none }").security()).isEqualTo(SecuritySpec.NONE);
    }

    @Test
    void shouldVerifyGroupsOfThisPlanOnly() throws Exception {
        Plan plan = yaml("""
                verify: true
                groups:
                  - { name: in, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5060" }
                  - { name: out, endpoints: 1, callee: { group: in }, verify: { keep: 2 } }
                  - { name: away, endpoints: 1, callee: { uri: "sip:x@127.0.0.1" } }
                """);
        assertThat(plan.groups()).extracting(group -> group.media().decoding()).containsExactly(
                new DecodingSpec(0, true, 5), new DecodingSpec(0, true, 2), DecodingSpec.NONE);
    }

    @Test
    void shouldLetAllTracksOrSomeWait() throws Exception {
        assertThat(group(", media: { deferred: true }").deferred()).containsExactly("audio");
        assertThat(group(", media: { deferred: true }, video: {}").deferred()).containsExactlyInAnyOrder("audio", "video");
        assertThat(group(", media: { deferred: false }, video: {}").deferred()).isEmpty();
        assertThat(group(", media: { deferred: [video] }, video: {}, actions: [{ at: 1s, do: { activate-track: video } }]").deferred())
                .containsExactly("video");
    }

    @Test
    void shouldWarnOfWhatIsLegalButOdd() throws Exception {
        Plan plan = yaml("""
                groups:
                  - { name: in, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5060", codecs: [PCMA], opus: { dtx: true } }
                  - { name: out, endpoints: 1, callee: { group: in }, codecs: [OPUS], comfort-noise: true, srtp: required }
                  - { name: film, endpoints: 1, callee: { uri: "sip:x@127.0.0.1" }, video: { resolution: 1080p, bitrate: 200k } }
                """);
        assertThat(plan.warnings()).containsExactly(
                "plan.yaml:2:105: groups[0].opus: the group has no OPUS among its codecs: nothing changes",
                "plan.yaml:3:86: groups[1].comfort-noise: OPUS has its own (opus: { dtx: true }): nothing changes",
                "plan.yaml:4:106: groups[2].video.bitrate: 200 kbit/s are few for 1920x1080 at 30 frames a second (3350 would be usual): "
                        + "the picture will be poor, or larger than that",
                "plan.yaml:3:63: groups[1].codecs: no codec in common with the group 'in' (PCMA): it will refuse the calls",
                "plan.yaml:3:98: groups[1].srtp: one requires SRTP and the other has none: the group 'in' will refuse the calls");
    }

    @Test
    void shouldLookIntoEachFileOnceForEachKindOfStream(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("a.wav"), new byte[10]);
        Files.write(folder.resolve("clip.mp4"), new byte[20]);
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, """
                media: { audio: a.wav }
                groups:
                  - name: a
                    endpoints: 2
                    callee: { uri: "sip:x@127.0.0.1" }
                    media: { audio: [a.wav, clip.mp4] }
                    video: { file: clip.mp4 }
                  - { name: b, endpoints: 2, callee: { uri: "sip:x@127.0.0.1" } }
                """);
        List<String> seen = new ArrayList<>();
        Plan plan = PlanReader.read(file, (name, content, stream) -> seen.add(name + " " + content.length + " " + stream));
        assertThat(seen).containsExactly("a.wav 10 AUDIO", "clip.mp4 20 AUDIO", "clip.mp4 20 VIDEO");
        assertThat(plan.files()).containsOnlyKeys("a.wav", "clip.mp4");
        assertThat(plan.groups().get(0).media().audio().files()).containsExactly("a.wav", "clip.mp4");
        assertThat(plan.groups().get(0).media().video().files()).containsExactly("clip.mp4");
        assertThat(plan.groups().get(1).media().audio().files()).containsExactly("a.wav");
    }

    @Test
    void shouldPlaceFaultOfFileAtItsName(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("a.wav"), new byte[10]);
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, "groups:\n  - { name: a, endpoints: 1, " + CALLEE + ", media: { audio: [a.wav, b.wav] } }\n");
        assertThatThrownBy(() -> PlanReader.read(file, (name, content, stream) -> {
            throw new MediaCheck.Refused("text", "audio");
        })).hasMessage(file + ":2:83: groups[0].media.audio[0]: found 'a.wav' (text), expected audio\n"
                + file + ":2:90: groups[0].media.audio[1]: found 'b.wav' (no file " + folder.resolve("b.wav") + "), expected an audio file beside the plan");
    }
}
