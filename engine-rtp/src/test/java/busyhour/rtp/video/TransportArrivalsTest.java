package busyhour.rtp.video;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.rtcp.FeedbackSource;
import busyhour.rtp.rtcp.FeedbackWriter;
import busyhour.rtp.rtcp.TransportFeedbackFlyweight;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportArrivalsTest {

    private static final long MS = 1_000_000;

    private final TransportArrivals arrivals = new TransportArrivals();
    private final FeedbackWriter writer = new FeedbackWriter();
    private final TransportFeedbackFlyweight feedback = new TransportFeedbackFlyweight();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FeedbackSource.MAX_LENGTH + 3]);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldTellWhatArrivedAndWhen(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<Integer, Long> arrived = new TreeMap<>();
        final Map<Integer, Long> told = new TreeMap<>();
        arrivals.reset();
        long nowNs = random.nextLong(1L << 50);
        int extended = 65_000;
        int number = 0;
        int lastTold = extended - 1;
        arrived.put(extended, nowNs);
        arrivals.onPacket(extended, nowNs);
        for (int i = 0; i < 4_000; i++) {
            nowNs += random.nextLong(random.nextInt(50) == 0 ? 20_000 * MS : random.nextInt(8) == 0 ? 70 * MS : 2 * MS);
            extended += random.nextInt(20) == 0 ? 1 + random.nextInt(30) : 1;
            arrived.put(extended, nowNs);
            arrivals.onPacket(extended & 0xFFFF, nowNs);
            if (random.nextInt(10) == 0) { // overtaken by the last one
                arrived.putIfAbsent(extended - 1, nowNs);
                if (extended - 1 > lastTold && arrived.get(extended - 1) == nowNs) {
                    arrivals.onPacket(extended - 1 & 0xFFFF, nowNs);
                }
            }
            while (arrivals.nextNs() <= nowNs) {
                writer.wrap(buffer, 3, 7);
                arrivals.write(writer, buffer, 8, nowNs);
                assertThat(writer.length()).isBetween(20, FeedbackSource.MAX_LENGTH - 200);
                assertThat(feedback.wrap(buffer, 3, writer.length())).isTrue();
                assertThat(feedback.number()).isEqualTo(number++ & 0xFF);
                assertThat(feedback.baseSequence()).isEqualTo(lastTold + 1 & 0xFFFF);
                while (feedback.next()) {
                    lastTold++;
                    assertThat(feedback.sequence()).isEqualTo(lastTold & 0xFFFF);
                    if (feedback.isReceived()) {
                        told.put(lastTold, feedback.arrivalNs());
                    }
                }
                assertThat(arrivals.onSent(nowNs)).isTrue();
            }
        }
        assertThat(number).isGreaterThan(50);
        final long cycle = (1L << 24) * TransportFeedbackFlyweight.REFERENCE_NS; // the reference time has 24 bits
        for (final Map.Entry<Integer, Long> entry : told.entrySet()) {
            final long distance = Math.floorMod(entry.getValue() - arrived.get(entry.getKey()), cycle);
            assertThat(Math.min(distance, cycle - distance)).isLessThan(TransportFeedbackFlyweight.DELTA_NS);
        }
        assertThat(told.size()).isGreaterThan(arrived.size() * 9 / 10);
    }
}
