package busyhour.rtp.send;

import busyhour.codec.EncodedTrack;

/**
 * What an outgoing stream has sent, in its call and in the second that runs: the first part of a {@link TrackSender}, in the same
 * cache lines as what else a packet changes.
 */
abstract class SendTally {

    private long packetsSent;
    private long bytesSent;

    private long sumOfSquares;
    private long latenessSumNs;
    private long latenessMaxNs;
    private int largestSquare;
    private int audioBytes;
    private int timestampUnits;
    private int samples;

    /** A call begins. */
    final void beginTally() {
        packetsSent = 0;
        bytesSent = 0;
        beginSecond();
    }

    final void beginSecond() {
        sumOfSquares = 0;
        latenessSumNs = 0;
        latenessMaxNs = 0;
        largestSquare = 0;
        audioBytes = 0;
        timestampUnits = 0;
        samples = 0;
    }

    /** A packet of audio left: its payload and how loud it is. */
    final void countAudio(
            final EncodedTrack track, final int payloadLength, final long squares, final int largest, final long latenessNs) {
        countPacket(payloadLength, latenessNs);
        audioBytes += payloadLength;
        timestampUnits += track.timestampUnitsPerFrame();
        samples += track.samplesPerFrame();
        sumOfSquares += squares;
        largestSquare = Math.max(largestSquare, largest);
    }

    /** A packet time of silence passed: nothing of the codec was sent in it, which lowers its bit rate. */
    final void countSilence(final EncodedTrack track) {
        timestampUnits += track.timestampUnitsPerFrame();
    }

    /** A packet left that carries no audio: it is part of the rates, not of the codec's. */
    final void countPacket(final int payloadLength, final long latenessNs) {
        packetsSent++;
        bytesSent += payloadLength;
        latenessSumNs += latenessNs;
        latenessMaxNs = Math.max(latenessMaxNs, latenessNs);
    }

    /** {@code packets_sent}. */
    public final long packetsSent() {
        return packetsSent;
    }

    /** {@code bytes_sent}: payload without headers. */
    public final long bytesSent() {
        return bytesSent;
    }

    // of the second that runs

    final int audioBytes() {
        return audioBytes;
    }

    /** Media time of audio and silence. */
    final int timestampUnits() {
        return timestampUnits;
    }

    /** Of all channels together. */
    final int samples() {
        return samples;
    }

    final long sumOfSquares() {
        return sumOfSquares;
    }

    final int largestSquare() {
        return largestSquare;
    }

    final long latenessSumNs() {
        return latenessSumNs;
    }

    final long latenessMaxNs() {
        return latenessMaxNs;
    }
}
