package busyhour.web.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Media files made on the spot. */
public final class TestMedia {

    public static final MediaFacts FACTS = new MediaFacts("wav", 1_000L, "pcm_s16le", 8_000, 1, -9.0, -6.0, null, null, null, null);

    private TestMedia() {
    }

    /** A tone of 400 Hz at -6 dBFS, 8 kHz, 16 bits. */
    public static byte[] wav(int samples) {
        ByteBuffer wav = header(samples * 2, (short) 16);
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) Math.round(16_384 * Math.sin(2 * Math.PI * 400 * i / 8_000)));
        }
        return wav.array();
    }

    /** A file of 100 ms whose bytes are all below 128, so that it may travel as text. */
    public static String smallWavAsText() {
        ByteBuffer wav = header(800, (short) 8); // no byte of its sizes is above 127
        while (wav.hasRemaining()) {
            wav.put((byte) 0x7f);
        }
        return new String(wav.array(), StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer header(int bytes, short bits) {
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16)
                .putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(8_000 * bits / 8).putShort((short) (bits / 8)).putShort(bits)
                .put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return wav;
    }
}
