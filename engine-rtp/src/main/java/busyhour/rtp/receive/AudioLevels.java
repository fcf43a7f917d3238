package busyhour.rtp.receive;

import busyhour.rtp.speech.NoiseFloor;
import busyhour.rtp.speech.SpeechActivity;
import busyhour.rtp.speech.SpeechListener;

/**
 * Levels of received audio, frame by frame, in dBov: decibels against a square wave of full scale (RFC 6464). Digital
 * silence is -127.
 *
 * <p>A frame is active when its level lies above -50 dBov and 10 dB above the tracked noise floor, or within 200 ms after
 * one that did, the hangover of ITU-T P.56. Dead air is what lies below -60 dBov, and every time without a packet for
 * 200 ms.
 */
final class AudioLevels {

    static final double SILENCE_DBOV = -127;

    private static final double DEAD_POWER = NoiseFloor.power(-60);
    private static final long MISSING_NS = 200_000_000;

    private final NoiseFloor floor = new NoiseFloor();
    private final SpeechActivity activity;
    private boolean measured;
    private boolean suspended;
    private long hangoverNs;
    private long lastHeardNs;
    private double deadNs;
    private boolean comforted;

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

    AudioLevels(SpeechListener listener) {
        activity = new SpeechActivity(listener);
    }

    void reset(boolean isMeasured, long nowNs) {
        measured = isMeasured;
        suspended = false;
        activity.expect(nowNs);
        floor.reset();
        hangoverNs = 0;
        lastHeardNs = nowNs;
        comforted = false;
        openSecond();
        closeSecond(nowNs);
        deadNs = 0;
    }

    /** Whether frames are looked at from now on: silence that nobody listens to is not known to be silence. */
    void measured(boolean isMeasured, long nowNs) {
        if (isMeasured && !measured) {
            lastHeardNs = nowNs;
            if (!suspended) {
                activity.expect(nowNs);
            }
        }
        measured = isMeasured;
    }

    boolean isMeasured() {
        return measured;
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
        if (measured) {
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

    /** A frame of {@code samples} samples, at least 1, arrived. */
    void onFrame(long sumOfSquares, int samples, int largest, int clipped, long durationNs, long arrivalNs) {
        final double power = (double) sumOfSquares / samples;
        floor.onPacket(power, durationNs);
        if (floor.isActive(power)) {
            hangoverNs = SpeechActivity.HANGOVER_NS + durationNs;
        }
        if (hangoverNs > 0) {
            hangoverNs -= durationNs;
            activeEnergy += sumOfSquares;
            activeSamples += samples;
        }
        allEnergy += sumOfSquares;
        allSamples += samples;
        clippedSamples += clipped;
        largestSquare = Math.max(largestSquare, largest);
        missing(arrivalNs - durationNs);
        comforted = false;
        lastHeardNs = Math.max(lastHeardNs, arrivalNs);
        activity.onPacket(power, floor, durationNs, arrivalNs);
        deadNs += power < DEAD_POWER ? durationNs : 0;
    }

    /** The peer describes its silence: what is played until the next packet is noise of this level. */
    void onComfortNoise(double levelDbov, long arrivalNs) {
        missing(arrivalNs);
        comforted = NoiseFloor.power(levelDbov) >= DEAD_POWER;
    }

    private void missing(long untilNs) {
        final long missingNs = untilNs - lastHeardNs;
        if (missingNs > MISSING_NS && !suspended) {
            deadNs += comforted ? 0 : missingNs;
            lastHeardNs = untilNs;
        }
    }

    void closeSecond(long nowNs) {
        if (measured && !suspended) {
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

    private static double dbov(double power) {
        return Math.max(SILENCE_DBOV, 10 * Math.log10(power / NoiseFloor.FULL_SCALE));
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

    /** Over the call; NaN while nothing is measured. */
    double deadAirMs() {
        return measured ? deadNs / 1e6 : Double.NaN;
    }
}
