package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.rtp.PcapReader;
import busyhour.rtp.TelephoneEventFlyweight;
import busyhour.rtp.Vectors;
import busyhour.rtp.playout.PlayoutMode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Our figures of public captures against an independent RFC 3550 analysis. */
class CapturesTest {

    private static final String CAPTURES = "03-rtp-srtp/captures/";

    @TestFactory
    List<DynamicTest> shouldAgreeWithTheAnalysisOfEachStream() {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final JsonNode capture : Vectors.json(CAPTURES + "expected.json")) {
            final String file = capture.get("file").asText();
            for (final JsonNode stream : capture.get("rtp_streams")) {
                tests.add(DynamicTest.dynamicTest(file + " " + stream.get("ssrc").asText() + " from " + stream.get("src").asText(),
                        () -> assertAgrees(file, stream)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(40);
        return tests;
    }

    private static void assertAgrees(String file, JsonNode expected) {
        final int clockRateHz = expected.get("clock_rate").asInt();
        final int mainPayloadType = expected.get("main_pt").asInt();
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
        final String source = expected.get("src").asText();
        final String destination = expected.get("dst").asText();
        final int ssrc = (int) Long.parseLong(expected.get("ssrc").asText().substring(2), 16);
        final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        long lastSecondNs = 0;
        double sum = 0;
        int differences = 0;
        double largest = 0;
        for (final PcapReader.Datagram datagram : PcapReader.read(Vectors.path(CAPTURES + file))) {
            if (!matches(datagram.source(), source) || !matches(datagram.destination(), destination)) {
                continue;
            }
            buffer.wrap(datagram.payload());
            if (buffer.capacity() < 12 || buffer.getInt(8, java.nio.ByteOrder.BIG_ENDIAN) != ssrc) {
                continue;
            }
            if (lastSecondNs == 0) {
                lastSecondNs = datagram.arrivalNs();
                stream.resetOpaque(clockRateHz, mainPayloadType, clockRateHz == 90_000 ? 0 : 20, 20, lastSecondNs);
                // the analysis counts every payload type of the source; comfort noise is the one that has timing besides media
                expected.get("payload_types").fieldNames().forEachRemaining(other -> {
                    if (Integer.parseInt(other) != mainPayloadType) {
                        stream.acceptComfortNoise(Integer.parseInt(other));
                    }
                });
            }
            while (datagram.arrivalNs() - lastSecondNs >= 1_000_000_000L) {
                lastSecondNs += 1_000_000_000L;
                stream.onSecond(lastSecondNs);
                largest = stream.quality().jitterMaxMs() > largest ? stream.quality().jitterMaxMs() : largest;
            }
            stream.onPacket(buffer, 0, buffer.capacity(), datagram.arrivalNs());
            if (stream.jitterEstimator().differences() > differences) {
                differences++;
                sum += stream.jitterEstimator().jitterMs();
            }
        }
        stream.onSecond(lastSecondNs + 1_000_000_000L);
        largest = stream.quality().jitterMaxMs() > largest ? stream.quality().jitterMaxMs() : largest;

        assertThat(stream.network().packetsReceived()).as("packets").isEqualTo(expected.get("packets").asInt());
        assertThat(stream.quality().packetsLost()).as("lost").isEqualTo(expected.get("lost_rfc3550").asInt());
        assertThat(stream.network().duplicatePackets()).as("duplicates").isEqualTo(expected.get("duplicates").asInt());
        assertThat(stream.network().outOfOrderPackets()).as("reordered").isEqualTo(expected.get("reordered").asInt());
        final JsonNode jitter = expected.get("jitter_ms");
        assertThat(stream.jitterEstimator().jitterMs()).as("jitter final").isCloseTo(jitter.get("final").asDouble(), within(0.00005));
        assertThat(sum / differences).as("jitter mean").isCloseTo(jitter.get("mean").asDouble(), within(0.00005));
        assertThat(largest).as("jitter max").isCloseTo(jitter.get("max").asDouble(), within(0.00005));
        assertThat(stream.receptionReport().jitterTimestampUnits()).as("integer jitter")
                .isCloseTo(expected.get("jitter_a8_integer_ts_units").asInt(), within(1));
        assertThat(stream.receptionReport().packetsExpected()).isEqualTo(expected.get("expected_rfc3550").asInt());
        assertThat(stream.receptionReport().extendedHighestSequence() & 0xFFFF).isEqualTo(expected.get("last_seq").asInt());
    }

    /** Streams with telephone events once more, as a negotiated call sees them: digits, and no jitter of events. */
    @TestFactory
    List<DynamicTest> shouldHearTheDigits() {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final JsonNode capture : Vectors.json(CAPTURES + "expected.json")) {
            for (final JsonNode stream : capture.get("rtp_streams")) {
                if (stream.has("dtmf_digits")) {
                    final String file = capture.get("file").asText();
                    tests.add(DynamicTest.dynamicTest(file, () -> assertDigits(file, stream)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(5);
        return tests;
    }

    private static void assertDigits(String file, JsonNode expected) {
        final int main = expected.get("main_pt").asInt();
        final List<Integer> payloadTypes = new ArrayList<>();
        expected.get("payload_types").fieldNames().forEachRemaining(name -> payloadTypes.add(Integer.parseInt(name)));
        final int events = payloadTypes.stream().filter(type -> type >= 96).findFirst().orElseThrow();
        final AudioCodec codec = main == 8 ? AudioCodec.PCMA : AudioCodec.PCMU;
        final boolean opus = expected.get("codec").asText().equals("opus");
        final int clockRateHz = expected.get("clock_rate").asInt();
        final StringBuilder digits = new StringBuilder();
        final StringBuilder told = new StringBuilder();
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE, new AudioEvents() {
            @Override
            public void onDigit(int event, int durationMs, boolean tones, long nowNs) {
                told.append(TelephoneEventFlyweight.digit(event)).append(durationMs).append(' ');
            }
        });
        final StringBuilder wanted = new StringBuilder();
        for (final JsonNode event : expected.get("dtmf_events")) {
            wanted.append(event.get("digit").asText()).append(Math.round(event.get("duration").asDouble() * 1_000 / clockRateHz)).append(' ');
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        for (final PcapReader.Datagram datagram : PcapReader.read(Vectors.path(CAPTURES + file))) {
            if (!datagram.source().equals(expected.get("src").asText()) || !datagram.destination().equals(expected.get("dst").asText())) {
                continue;
            }
            if (buffer.capacity() == 0) {
                if (opus) {
                    stream.resetOpaque(clockRateHz, main, 20, 20, datagram.arrivalNs());
                } else {
                    stream.reset(codec, codec.payloadType(), 20, 20, datagram.arrivalNs());
                }
                stream.acceptTelephoneEvent(opus ? 101 : events, clockRateHz);
                stream.acceptComfortNoise(13);
            }
            buffer.wrap(datagram.payload());
            final double before = stream.audio().dtmfDigitsReceived();
            stream.onPacket(buffer, 0, buffer.capacity(), datagram.arrivalNs());
            if (stream.audio().dtmfDigitsReceived() > before) {
                digits.append(TelephoneEventFlyweight.digit(stream.audio().lastDigit()));
            }
        }
        assertThat(told).hasToString(wanted.toString());
        if (opus) {
            return; // nothing of it is counted as long as the codec is not looked into
        }
        assertThat(digits.toString()).isEqualTo(expected.get("dtmf_digits").asText());
        final JsonNode last = expected.get("dtmf_events").get(expected.get("dtmf_events").size() - 1);
        assertThat(stream.audio().dtmfDurationMs()).isEqualTo(last.get("duration").asDouble() / 8);
        assertThat(stream.quality().timestampJumps()).isZero();
    }

    private static boolean matches(String address, String wanted) {
        return address.equals(wanted) || (wanted.indexOf(':') != wanted.lastIndexOf(':')
                && address.substring(address.lastIndexOf(':')).equals(wanted.substring(wanted.lastIndexOf(':'))));
    }
}
