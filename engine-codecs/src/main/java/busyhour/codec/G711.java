package busyhour.codec;

/**
 * G.711 by tables. Decoded samples are 16-bit: the 13-bit A-law and 14-bit mu-law values of the recommendation moved up
 * to the top bits, so that full scale is 32256 (A-law) and 32124 (mu-law). Encoding follows the ITU-T Software Tool
 * Library: the input is cut to 13 (A-law) or 14 bits (mu-law) first. Static tables, any thread, no allocation.
 */
public final class G711 {

    /** What silence is as A-law. */
    public static final byte SILENCE_A_LAW = (byte) 0xD5;
    /** What silence is as mu-law. */
    public static final byte SILENCE_MU_LAW = (byte) 0xFF;

    private static final int MU_LAW_BIAS = 33;
    private static final int MU_LAW_CLIP = 0x1FFF;

    private static final short[] DECODE_A_LAW = new short[256];
    private static final short[] DECODE_MU_LAW = new short[256];
    private static final long[] SQUARE_A_LAW = new long[256];
    private static final long[] SQUARE_MU_LAW = new long[256];
    private static final byte[] ENCODE_A_LAW = new byte[1 << 16];
    private static final byte[] ENCODE_MU_LAW = new byte[1 << 16];

    static {
        for (int code = 0; code < 256; code++) {
            DECODE_A_LAW[code] = (short) expandALaw(code);
            DECODE_MU_LAW[code] = (short) expandMuLaw(code);
            SQUARE_A_LAW[code] = DECODE_A_LAW[code] * DECODE_A_LAW[code];
            SQUARE_MU_LAW[code] = DECODE_MU_LAW[code] * DECODE_MU_LAW[code];
        }
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            ENCODE_A_LAW[sample & 0xFFFF] = (byte) compressALaw(sample);
            ENCODE_MU_LAW[sample & 0xFFFF] = (byte) compressMuLaw(sample);
        }
    }

    private G711() {
    }

    public static byte encodeALaw(short sample) {
        return ENCODE_A_LAW[sample & 0xFFFF];
    }

    public static byte encodeMuLaw(short sample) {
        return ENCODE_MU_LAW[sample & 0xFFFF];
    }

    public static short decodeALaw(byte code) {
        return DECODE_A_LAW[code & 0xFF];
    }

    public static short decodeMuLaw(byte code) {
        return DECODE_MU_LAW[code & 0xFF];
    }

    /** Square of the decoded sample. */
    public static int squareALaw(byte code) {
        return (int) SQUARE_A_LAW[code & 0xFF];
    }

    /** Square of the decoded sample. */
    public static int squareMuLaw(byte code) {
        return (int) SQUARE_MU_LAW[code & 0xFF];
    }

    /** The squares of all 256 code words. Shared: read only. */
    static long[] squares(AudioCodec codec) {
        return switch (codec) {
            case PCMA -> SQUARE_A_LAW;
            case PCMU -> SQUARE_MU_LAW;
            default -> throw new IllegalArgumentException(codec + " is not G.711");
        };
    }

    /** The codec's largest sample. */
    static int fullScale(AudioCodec codec) {
        return switch (codec) {
            case PCMA -> 32_256;
            case PCMU -> 32_124;
            default -> throw new IllegalArgumentException(codec + " is not G.711");
        };
    }

    private static int compressALaw(int sample) {
        // 12-bit magnitude; negative values in one's complement, so that -1 and 0 meet at the origin
        int magnitude = sample < 0 ? (~sample) >> 4 : sample >> 4;
        if (magnitude > 15) {
            int segment = 1;
            while (magnitude > 16 + 15) {
                magnitude >>= 1;
                segment++;
            }
            magnitude = (magnitude - 16) + (segment << 4);
        }
        return (sample >= 0 ? magnitude | 0x80 : magnitude) ^ 0x55; // even bits inverted on the line
    }

    private static int compressMuLaw(int sample) {
        final int cut = sample < 0 ? ((~sample) >> 2) + MU_LAW_BIAS : (sample >> 2) + MU_LAW_BIAS;
        final int magnitude = Math.min(cut, MU_LAW_CLIP);
        final int segment = Math.max(0, 26 - Integer.numberOfLeadingZeros(magnitude)); // highest bit above bit 5
        final int code = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0F);
        return (~code & 0x7F) | (sample >= 0 ? 0x80 : 0);
    }

    private static int expandALaw(int code) {
        final int bits = code ^ 0x55;
        final int segment = (bits >> 4) & 7;
        int magnitude = ((bits & 0x0F) << 4) + 8;
        if (segment > 0) {
            magnitude = (magnitude + 0x100) << (segment - 1);
        }
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static int expandMuLaw(int code) {
        final int bits = ~code;
        final int magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }
}
