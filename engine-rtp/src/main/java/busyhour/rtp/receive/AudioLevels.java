package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.G711Energy;
import org.agrona.DirectBuffer;

/**
 * Levels of received G.711, packet by packet, in dBov: decibels against a square wave of full scale (RFC 6464). Digital
 * silence is -127.
 *
 * <p>A packet is active when its level lies above -50 dBov and 10 dB above the tracked noise floor, or within 200 ms after
 * one that did, the hangover of ITU-T P.56. Dead air is what lies below -60 dBov, and every time without a packet for
 * 200 ms.
 */
final class AudioLevels {

    static final double SILENCE_DBOV = -127;

    private static final double FULL_SCALE = 32_768.0 * 32_768;
    private static final double ACTIVE_POWER = power(-50);
    private static final double DEAD_POWER = power(-60);
    private static final double FLOOR_START = power(-65);
    private static final double FLOOR_MAX = power(-40);
    private static final double FLOOR_RISE_PER_NS = Math.log(10) / 10 / 1e9; // 1 dB each second
    private static final double FLOOR_MARGIN = 10;
    private static final long HANGOVER_NS = 200_000_000;
    private static final long MISSING_NS = 200_000_000;

    private final G711Energy energy = new G711Energy();
    private final SpeechActivity activity;
    private boolean suspended;
    private AudioCodec codec;
    private double floor;
    private long hangoverNs;
    private long lastHeardNs;
    private double deadNs;

    private double allEnergy;
    private double activeEnergy;
    private long allSamples;
    private long activeSamples;
    private long clippedSamples;
    private int largestSquare;

    private double signalDbov;
    private double noiseDbov;
    private double rmsDbov;
    private double peakDbov;
    private double activityPercent;
    private double clippedPercent;

    AudioLevels(AudioEvents events) {
        activity = new SpeechActivity(events, ACTIVE_POWER, FLOOR_MARGIN);
    }

    void reset(AudioCodec codec, long nowNs) {
        codec(codec);
        suspended = false;
        activity.expect(nowNs);
        floor = FLOOR_START;
        hangoverNs = 0;
        lastHeardNs = nowNs;
        deadNs = 0;
        openSecond();
        closeSecond(nowNs);
        deadNs = 0;
    }

    /** Packets are of this codec from now on. */
    void codec(AudioCodec codec) {
        this.codec = codec != null && G711Energy.measures(codec) ? codec : null;
    }

    /** Whether the peer is to send at all: silence that was agreed on is neither dead air nor an event. */
    void expect(boolean media, long nowNs) {
        if (media == !suspended) {
            return;
        }
        if (media) {
            activity.expect(nowNs);
            lastHeardNs = Math.max(lastHeardNs, nowNs);
        } else {
            missing(nowNs);
            activity.suspend();
        }
        suspended = !media;
    }

    /** Time passes, with packets or without. */
    void onTime(long nowNs) {
        if (codec != null) {
            activity.onTime(nowNs);
        }
    }

    private void openSecond() {
        allEnergy = 0;
        activeEnergy = 0;
        allSamples = 0;
        activeSamples = 0;
        clippedSamples = 0;
        largestSquare = 0;
    }

    void onPacket(DirectBuffer buffer, int offset, int length, long arrivalNs) {
        if (codec == null || length == 0) {
            return;
        }
        energy.measure(codec, buffer, offset, length);
        final long durationNs = length * 1_000_000_000L / codec.sampleRateHz();
        final double power = (double) energy.sumOfSquares() / length;
        floor = power < floor ? power : Math.min(FLOOR_MAX, floor * (1 + FLOOR_RISE_PER_NS * durationNs));
        if (power > ACTIVE_POWER && power > floor * FLOOR_MARGIN) {
            hangoverNs = HANGOVER_NS + durationNs;
        }
        if (hangoverNs > 0) {
            hangoverNs -= durationNs;
            activeEnergy += energy.sumOfSquares();
            activeSamples += length;
        }
        allEnergy += energy.sumOfSquares();
        allSamples += length;
        clippedSamples += energy.clippedSamples();
        largestSquare = Math.max(largestSquare, energy.largestSquare());
        missing(arrivalNs - durationNs);
        lastHeardNs = Math.max(lastHeardNs, arrivalNs);
        activity.onPacket(power, floor, durationNs, arrivalNs);
        deadNs += power < DEAD_POWER ? durationNs : 0;
    }

    private void missing(long untilNs) {
        final long missingNs = untilNs - lastHeardNs;
        if (missingNs > MISSING_NS && !suspended) {
            deadNs += missingNs;
            lastHeardNs = untilNs;
        }
    }

    void closeSecond(long nowNs) {
        if (codec != null && !suspended) {
            missing(nowNs);
        }
        final long restSamples = allSamples - activeSamples;
        signalDbov = activeSamples == 0 ? Double.NaN : dbov(activeEnergy / activeSamples);
        noiseDbov = restSamples == 0 ? Double.NaN : dbov((allEnergy - activeEnergy) / restSamples);
        rmsDbov = allSamples == 0 ? Double.NaN : dbov(allEnergy / allSamples);
        peakDbov = allSamples == 0 ? Double.NaN : dbov(largestSquare);
        activityPercent = allSamples == 0 ? Double.NaN : 100.0 * activeSamples / allSamples;
        clippedPercent = allSamples == 0 ? Double.NaN : 100.0 * clippedSamples / allSamples;
        openSecond();
    }

    private static double power(double dbov) {
        return FULL_SCALE * Math.pow(10, dbov / 10);
    }

    private static double dbov(double power) {
        return Math.max(SILENCE_DBOV, 10 * Math.log10(power / FULL_SCALE));
    }

    double signalDbov() {
        return signalDbov;
    }

    double noiseDbov() {
        return noiseDbov;
    }

    double rmsDbov() {
        return rmsDbov;
    }

    double peakDbov() {
        return peakDbov;
    }

    double activityPercent() {
        return activityPercent;
    }

    double clippedPercent() {
        return clippedPercent;
    }

    /** Over the call; NaN for a codec that is not measured. */
    double deadAirMs() {
        return codec == null ? Double.NaN : deadNs / 1e6;
    }
}
