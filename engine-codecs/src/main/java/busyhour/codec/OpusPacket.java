package busyhour.codec;

import org.agrona.DirectBuffer;

/**
 * An Opus packet as its first octets tell of it, without decoding (RFC 6716 3.1 and 3.2). Reused for every packet; one
 * thread; allocates nothing.
 *
 * <pre>
 *    0 1 2 3 4 5 6 7
 *   +-+-+-+-+-+-+-+-+
 *   | config  |s| c |   config: mode, bandwidth, frame duration; s: stereo; c: frames in the packet (3 = counted in the
 *   +-+-+-+-+-+-+-+-+   next octet)
 * </pre>
 */
public final class OpusPacket {

    /** RTP clock, and what durations are counted in. */
    public static final int CLOCK_RATE_HZ = 48_000;
    /** Octets of the largest frame (3.2.1). */
    static final int MAX_FRAME_BYTES = 1_275;

    private static final int MAX_DURATION_UNITS = 5_760;
    private static final int FIRST_HYBRID = 12;
    private static final int FIRST_CELT = 16;
    private static final int[] SILK_UNITS = {480, 960, 1_920, 2_880};
    private static final int[] BANDWIDTHS_HZ = {4_000, 6_000, 8_000, 12_000, 20_000};
    private static final int[] SILK_BANDWIDTHS = {0, 1, 2};
    private static final int[] CELT_BANDWIDTHS = {0, 2, 3, 4};

    private int config;
    private boolean stereo;
    private int frames;
    private int length;
    private boolean redundant;

    /**
     * Looks at a packet.
     *
     * @return false when it is no Opus packet by the rules of 3.4; the accessors say nothing then.
     */
    public boolean wrap(final DirectBuffer buffer, final int offset, final int packetLength) {
        length = packetLength;
        if (packetLength < 1) {
            return false;
        }
        final int toc = buffer.getByte(offset) & 0xFF;
        config = toc >> 3;
        stereo = (toc & 4) != 0;
        final int first = firstFrame(buffer, offset, packetLength, toc & 3);
        if (first < 0 || frames * frameUnits() > MAX_DURATION_UNITS) {
            return false;
        }
        redundant = first < packetLength && config < FIRST_CELT && hasLowBitRateCopy(buffer.getByte(offset + first) & 0xFF);
        return true;
    }

    /** @return where the first frame lies, or -1. Sets {@link #frames}. */
    private int firstFrame(final DirectBuffer buffer, final int offset, final int packetLength, final int code) {
        switch (code) {
            case 0:
                frames = 1;
                return packetLength - 1 <= MAX_FRAME_BYTES ? 1 : -1;
            case 1:
                frames = 2;
                return (packetLength & 1) == 1 && packetLength / 2 <= MAX_FRAME_BYTES ? 1 : -1;
            case 2:
                frames = 2;
                return firstOfTwo(buffer, offset, packetLength);
            default:
                return firstOfMany(buffer, offset, packetLength);
        }
    }

    private static int firstOfTwo(final DirectBuffer buffer, final int offset, final int packetLength) {
        if (packetLength < 2) {
            return -1;
        }
        final int octet = buffer.getByte(offset + 1) & 0xFF;
        final int lengthOctets = octet >= 252 ? 2 : 1;
        if (packetLength < 1 + lengthOctets) {
            return -1;
        }
        final int size = octet >= 252 ? octet + 4 * (buffer.getByte(offset + 2) & 0xFF) : octet;
        final int second = packetLength - 1 - lengthOctets - size;
        return second >= 0 && second <= MAX_FRAME_BYTES ? 1 + lengthOctets : -1;
    }

    /** Frames of one size or each with its own, and padding (3.2.5). */
    private int firstOfMany(final DirectBuffer buffer, final int offset, final int packetLength) {
        if (packetLength < 2) {
            return -1;
        }
        final int counts = buffer.getByte(offset + 1) & 0xFF;
        frames = counts & 0x3F;
        if (frames == 0) {
            return -1;
        }
        int at = 2;
        int end = packetLength;
        if ((counts & 0x40) != 0) {
            int octet;
            do {
                if (at >= packetLength) {
                    return -1;
                }
                octet = buffer.getByte(offset + at++) & 0xFF;
                end -= octet == 255 ? 254 : octet;
            } while (octet == 255);
        }
        if ((counts & 0x80) == 0) {
            final int data = end - at;
            return data >= 0 && data % frames == 0 && data / frames <= MAX_FRAME_BYTES ? at : -1;
        }
        int sizes = 0;
        for (int i = 0; i < frames - 1; i++) {
            if (at >= end) {
                return -1;
            }
            final int octet = buffer.getByte(offset + at++) & 0xFF;
            sizes += octet;
            if (octet >= 252) {
                if (at >= end) {
                    return -1;
                }
                sizes += 4 * (buffer.getByte(offset + at++) & 0xFF);
            }
        }
        final int last = end - at - sizes;
        return last >= 0 && last <= MAX_FRAME_BYTES ? at : -1;
    }

    /** The flags that a SILK frame begins with: for each channel one of activity for each 20 ms, then that of the copy (4.2.3). */
    private boolean hasLowBitRateCopy(final int octet) {
        final int parts = Math.max(1, frameUnits() / 960);
        final boolean mid = (octet >> (7 - parts) & 1) != 0;
        return mid || stereo && (octet >> Math.max(0, 7 - 2 * parts - 1) & 1) != 0;
    }

    /** Number of the configuration, 0 to 31 (table 2). */
    public int config() {
        return config;
    }

    /** Whether the speech coder SILK makes all of the sound. */
    public boolean isSilk() {
        return config < FIRST_HYBRID;
    }

    /** Whether SILK makes the lower and CELT the upper part of the spectrum. */
    public boolean isHybrid() {
        return config >= FIRST_HYBRID && config < FIRST_CELT;
    }

    public boolean isStereo() {
        return stereo;
    }

    /** Highest audio frequency: 4,000, 6,000, 8,000, 12,000 or 20,000 Hz. */
    public int bandwidthHz() {
        if (isSilk()) {
            return BANDWIDTHS_HZ[SILK_BANDWIDTHS[config >> 2]];
        }
        return BANDWIDTHS_HZ[isHybrid() ? 3 + (config - FIRST_HYBRID >> 1) : CELT_BANDWIDTHS[config - FIRST_CELT >> 2]];
    }

    /** Frames in the packet. */
    public int frames() {
        return frames;
    }

    /** Duration of a frame in units of 48 kHz. */
    public int frameUnits() {
        if (isSilk()) {
            return SILK_UNITS[config & 3];
        }
        return isHybrid() ? SILK_UNITS[config & 1] : 120 << (config & 3);
    }

    /** Duration of the packet in units of the RTP clock. */
    public int timestampUnits() {
        return frames * frameUnits();
    }

    /** Duration of the packet, milliseconds. */
    public double durationMs() {
        return timestampUnits() * 1_000.0 / CLOCK_RATE_HZ;
    }

    /** Whether a coarse copy of the packet before is inside, from which it can be rebuilt (4.2.5). */
    public boolean hasFec() {
        return redundant;
    }

    /** Whether it only says that there is silence: such packets need not be sent. */
    public boolean isSilence() {
        return length <= 2;
    }
}
