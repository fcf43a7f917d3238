package busyhour.engine.run;

import static busyhour.engine.run.VideoCalls.CALLEE;
import static busyhour.engine.run.VideoCalls.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.engine.media.PlanAudio;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.OpusSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls in each audio codec of one shard in virtual time, with the built-in speech. */
class AudioCodecsSimTest {

    private static final int SECONDS = 5;

    private static SimRun play(final MediaSpec media) throws Exception {
        return play(VideoCalls.pair(SECONDS * 1_000, media));
    }

    private static SimRun play(final Assignment plan) throws Exception {
        final SimRun run = new SimRun(plan, new PlanAudio(plan.files())).play();
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).containsOnly(EndpointOutcome.SUCCESS);
        return run;
    }

    private static MediaSpec only(final String codec) {
        return MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs(codec));
    }

    @ParameterizedTest
    @CsvSource({"PCMU,64000,20", "PCMA,64000,20", "G722,64000,20", "L16,256000,20", "L16/8000,128000,20", "L16/44100,705600,10", "OPUS,32000,20"})
    void shouldSendAndReceive(final String codec, final double bitrateBps, final double ptimeMs) throws Exception {
        final SimRun run = play(only(codec));

        final double packets = SECONDS * 1_000 / ptimeMs;
        for (final int endpoint : new int[] {CALLEE, CALLER}) {
            assertThat(run.record.counters.get("packets_sent").get(endpoint)).isCloseTo(packets, within(5.0));
            assertThat(run.record.counters.get("packets_received").get(endpoint))
                    .isCloseTo(run.record.counters.get("packets_sent").get(1 - endpoint), within(1.0));
        }
        assertThat(run.record.sum("packets_lost") + run.record.sum("timestamp_jumps") + run.record.sum("unexpected_payload_type")).isZero();
        assertThat(run.record.texts.get("audio_codec")).isEqualTo(Map.of(codec, 2));
        assertThat(run.record.gauges.get("ptime_ms")).containsOnly(ptimeMs);
        assertThat(run.record.gauges.get("ptime_ms.send")).containsOnly(ptimeMs);
        assertThat(average(run, "audio_bitrate_bps")).isCloseTo(bitrateBps, within(0.25 * bitrateBps));
        assertThat(average(run, "audio_bitrate_bps.send")).isCloseTo(bitrateBps, within(0.25 * bitrateBps));
        assertThat(run.record.gauges.get("audio_level_rms_dbov.send")).isNotEmpty();
    }

    private static double average(final SimRun run, final String key) {
        return run.record.gauges.get(key).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Test
    void shouldSendStereoOpusInLongPackets() throws Exception {
        final SimRun run = play(MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("OPUS").withPtimeMs(60)
                .withOpus(new OpusSpec(96_000, 2, false, false))));

        assertThat(run.record.gauges.get("ptime_ms")).containsOnly(60.0);
        assertThat(run.record.gauges.get("opus_last_packet_duration_ms")).containsOnly(60.0);
        assertThat(average(run, "audio_bitrate_bps")).isBetween(70_000.0, 110_000.0);
        assertThat(run.record.sum("packets_lost")).isZero();
    }

    @Test
    void shouldSendNextToNothingInTheSilenceOfOpus() throws Exception {
        final MediaSpec media = MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("OPUS").withOpus(new OpusSpec(32_000, 1, false, true)));
        final SimRun run = new SimRun(VideoCalls.pair(SECONDS * 1_000, media), (name, rateHz, channels) -> new short[10 * rateHz * channels]).play();

        assertThat(run.record.counters.get("packets_sent").get(CALLER)).as("one each 400 ms after a few").isBetween(10.0, 100.0);
        assertThat(run.record.sum("packets_lost")).isZero();
    }

    @Test
    void shouldDescribeSilenceByComfortNoise() throws Exception {
        final SimRun run = play(MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("PCMA").withComfortNoise(true)));

        for (final int endpoint : new int[] {CALLEE, CALLER}) {
            assertThat(run.record.counters.get("comfort_noise_packets_sent").get(endpoint)).isPositive();
            assertThat(run.record.counters.get("comfort_noise_packets_received").get(endpoint))
                    .isCloseTo(run.record.counters.get("comfort_noise_packets_sent").get(1 - endpoint), within(1.0));
            assertThat(run.record.counters.get("packets_sent").get(endpoint)).isLessThan(SECONDS * 50 - 10);
        }
        assertThat(run.record.sum("packets_lost") + run.record.sum("timestamp_jumps")).isZero();
    }

    @Test
    void shouldDealFilesOutInTurn() throws Exception {
        final MediaSpec media = MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("PCMU").withFiles("loud.wav", "soft.wav"));
        final Assignment plan = new Assignment(4_711, "test", List.of(), List.of(
                Assignments.receivers(0, 3, "127.0.0.1:5070", 3_000), Assignments.callers(3, 3, 3_000).withMedia(media)),
                Map.of("loud.wav", tone(16_000), "soft.wav", tone(1_600)), false, List.of());

        final SimRun run = play(plan);

        final Map<Integer, List<Double>> levels = run.record.endpointGauges.get("audio_level_peak_dbov.send");
        assertThat(levels.get(3)).allMatch(level -> level > -10);
        assertThat(levels.get(4)).allMatch(level -> level < -20);
        assertThat(levels.get(5)).allMatch(level -> level > -10);
    }

    /** A second of a tone of 400 Hz at 8 kHz. */
    private static byte[] tone(final int amplitude) {
        final int samples = 8_000;
        final ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16).putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000).putShort((short) 2).putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) (amplitude * Math.sin(2 * Math.PI * 400 * i / 8_000)));
        }
        return wav.array();
    }
}
