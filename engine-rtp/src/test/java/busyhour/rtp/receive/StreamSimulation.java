package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** A sender, a network and seconds, all in virtual time and from one seed. */
final class StreamSimulation {

    static final long MS = 1_000_000L;
    static final long SECOND = 1_000_000_000L;

    /** What the network does to packet {@code index}: delays in nanoseconds, one for each copy; empty = lost. */
    interface Network {
        long[] carry(int index, Random random);
    }

    /** Looks at the stream after each tick. */
    interface Observer {
        void onSecond(int second, RtpReceiveStream stream);
    }

    record Arrival(long arrivalNs, int index) {
    }

    private static final EncodedTrack SPEECH = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMU, 20);

    final long seed;
    int firstSequence = 65_000;
    int firstTimestamp = -100_000;
    double skewPpm;
    private final RtpReceiveStream stream;
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[12 + 160]);
    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();

    StreamSimulation(RtpReceiveStream stream, long seed) {
        this.stream = stream;
        this.seed = seed;
    }

    /** Plays {@code seconds} of 20 ms packets of the built-in speech over the network. */
    List<Arrival> run(int seconds, Network network, Observer observer) {
        final Random random = new Random(seed);
        final List<Arrival> arrivals = new ArrayList<>();
        for (int index = 0; index < seconds * 50; index++) {
            final long sentNs = SECOND + (long) (index * 20 * MS * (1 - skewPpm * 1e-6));
            for (final long delayNs : network.carry(index, random)) {
                arrivals.add(new Arrival(sentNs + delayNs, index));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::arrivalNs));
        stream.reset(AudioCodec.PCMU, 0, 20, 20, SECOND);
        long secondNs = SECOND;
        int second = 0;
        for (final Arrival arrival : arrivals) {
            while (arrival.arrivalNs() - secondNs >= SECOND) {
                secondNs += SECOND;
                stream.onSecond(secondNs);
                observer.onSecond(second++, stream);
            }
            send(arrival.index(), arrival.arrivalNs());
        }
        stream.onSecond(secondNs + SECOND);
        observer.onSecond(second, stream);
        return arrivals;
    }

    private void send(int index, long arrivalNs) {
        final int frame = index % SPEECH.frameCount();
        RtpHeaderFlyweight.write(packet, 0, index == 0, 0, firstSequence + index, firstTimestamp + 160 * index, 0x1234);
        packet.putBytes(12, SPEECH.buffer(), SPEECH.frameOffset(frame), 160);
        stream.onPacket(packet, 0, packet.capacity(), arrivalNs);
    }
}
