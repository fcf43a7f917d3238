package busyhour.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * A WAV file as 16-bit samples. PCM of 8 to 32 bits, float, A-law and mu-law, in Java alone; whatever else there is takes
 * {@link busyhour.codec.ffmpeg}. Set-up time only.
 */
public final class AudioFile {

    /** Largest file read, octets. */
    public static final int MAX_FILE_BYTES = 64 << 20;
    /** Longest file played, seconds. */
    public static final int MAX_DURATION_SECONDS = 600;
    /** Shortest file played, milliseconds: one packet. */
    public static final int MIN_DURATION_MS = 20;

    /** Headers of streams name the largest length there is, or nearly. */
    private static final long UNKNOWN_BYTES = 0x7FFF_0000L;
    private static final int MIN_RATE_HZ = 4_000;
    private static final int MAX_RATE_HZ = 192_000;
    private static final int MAX_CHANNELS = 8;
    private static final String WAV = "a WAV file (PCM, float, A-law or mu-law)";

    private AudioFile() {
    }

    /**
     * Reads a file's content.
     *
     * @param name     as the plan names it, for the message.
     * @param content  the whole file.
     * @param rateHz   of the samples wanted.
     * @param channels 1: those of the file averaged; 2: its first two, interleaved.
     * @return at least {@link #MIN_DURATION_MS} of samples.
     * @throws AudioFileException for anything that is not a WAV file within the limits.
     */
    public static short[] read(String name, byte[] content, int rateHz, int channels) throws AudioFileException {
        if (content.length > MAX_FILE_BYTES) {
            throw new AudioFileException(name, content.length + " octets", "at most " + MAX_FILE_BYTES);
        }
        if (!isWav(content)) {
            throw new AudioFileException(name, describe(content), WAV);
        }
        try (AudioInputStream encoded = AudioSystem.getAudioInputStream(new ByteArrayInputStream(content))) {
            return samples(name, encoded, rateHz, channels);
        } catch (UnsupportedAudioFileException e) {
            throw new AudioFileException(name, "a WAV file of an encoding that is not known here", WAV);
        } catch (IOException | IllegalArgumentException e) {
            throw new AudioFileException(name, "a damaged WAV file (" + e.getMessage() + ")", WAV);
        }
    }

    private static short[] samples(String name, AudioInputStream encoded, int wantedHz, int wantedChannels)
            throws AudioFileException, IOException {
        final AudioFormat format = encoded.getFormat();
        final int rateHz = Math.round(format.getSampleRate());
        final int channels = format.getChannels();
        if (rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) {
            throw new AudioFileException(name, rateHz + " Hz", MIN_RATE_HZ + " to " + MAX_RATE_HZ + " Hz");
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new AudioFileException(name, channels + " channels", "1 to " + MAX_CHANNELS);
        }
        final AudioFormat linear = new AudioFormat(rateHz, 16, channels, true, false);
        if (!format.matches(linear) && !AudioSystem.isConversionSupported(linear, format)) {
            throw new AudioFileException(name, "a WAV file with " + format.getEncoding() + " samples", WAV);
        }
        final long limit = (long) MAX_DURATION_SECONDS * rateHz * channels * 2;
        final byte[] octets;
        try (AudioInputStream stream = AudioSystem.getAudioInputStream(linear, encoded)) {
            octets = stream.readNBytes((int) Math.min(limit + 2, Integer.MAX_VALUE - 8));
        }
        if (octets.length > limit) {
            throw new AudioFileException(name, "more than " + MAX_DURATION_SECONDS + " s of audio",
                    "at most " + MAX_DURATION_SECONDS + " s");
        }
        final int count = octets.length / 2 / channels;
        checkWhole(name, encoded, count, rateHz);
        if (count < (long) rateHz * MIN_DURATION_MS / 1_000) {
            throw new AudioFileException(name, count + " samples", "at least " + MIN_DURATION_MS + " ms of audio");
        }
        if (wantedChannels == 1) {
            return Resampler.resample(channel(octets, 0, channels, channels), rateHz, wantedHz);
        }
        final short[] left = Resampler.resample(channel(octets, 0, 1, channels), rateHz, wantedHz);
        return interleave(left, channels == 1 ? left : Resampler.resample(channel(octets, 1, 1, channels), rateHz, wantedHz));
    }

    /** @throws AudioFileException when much of what the header promises is not there; what is written to a pipe promises nothing. */
    private static void checkWhole(String name, AudioInputStream encoded, int count, int rateHz) throws AudioFileException {
        final long declared = encoded.getFrameLength();
        final boolean known = declared > 0 && declared * encoded.getFormat().getFrameSize() < UNKNOWN_BYTES;
        if (known && declared - count > rateHz / 2 + declared / 20) {
            throw new AudioFileException(name, String.format(java.util.Locale.ROOT, "a truncated WAV file: %.1f of %.1f s",
                    (double) count / rateHz, (double) declared / rateHz), "a whole file");
        }
    }

    /** The average of {@code mixed} channels from {@code first} on. */
    private static short[] channel(byte[] octets, int first, int mixed, int channels) {
        final short[] samples = new short[octets.length / 2 / channels];
        for (int i = 0; i < samples.length; i++) {
            int sum = 0;
            for (int at = 2 * (i * channels + first), end = at + 2 * mixed; at < end; at += 2) {
                sum += (octets[at] & 0xFF) | octets[at + 1] << 8;
            }
            samples[i] = Resampler.toShort((double) sum / mixed);
        }
        return samples;
    }

    private static short[] interleave(short[] left, short[] right) {
        final short[] both = new short[2 * left.length];
        for (int i = 0; i < left.length; i++) {
            both[2 * i] = left[i];
            both[2 * i + 1] = right[i];
        }
        return both;
    }

    /** Whether it looks like what is read here: WAVE with samples of a kind that Java knows. */
    public static boolean isRead(byte[] content) {
        return isWav(content) && switch (formatTag(content)) {
            case 1, 3, 6, 7, 0xFFFE -> true; // PCM, float, A-law, mu-law, extensible: which of them is told further on
            default -> false;
        };
    }

    /** Kind of samples, from the first chunk named "fmt "; -1 without one. */
    private static int formatTag(byte[] content) {
        for (long at = 12; at + 10 <= content.length;) {
            final int chunk = (int) at;
            if (ascii(content, chunk, 4).equals("fmt ")) {
                return (content[chunk + 8] & 0xFF) | (content[chunk + 9] & 0xFF) << 8;
            }
            final long length = (content[chunk + 4] & 0xFFL) | (content[chunk + 5] & 0xFFL) << 8
                    | (content[chunk + 6] & 0xFFL) << 16 | (content[chunk + 7] & 0xFFL) << 24;
            at += 8 + length + (length & 1);
        }
        return -1;
    }

    private static boolean isWav(byte[] content) {
        return content.length >= 12 && ascii(content, 0, 4).equals("RIFF") && ascii(content, 8, 4).equals("WAVE");
    }

    /** What content seems to be, for a message. */
    public static String describe(byte[] content) {
        if (content.length == 0) {
            return "an empty file";
        }
        final String start = ascii(content, 0, Math.min(4, content.length));
        if (start.startsWith("ID3") || (content.length > 1 && content[0] == -1 && (content[1] & 0xE0) == 0xE0)) {
            return "an MP3 file";
        }
        return switch (start) {
            case "OggS" -> "an Ogg file";
            case "fLaC" -> "a FLAC file";
            case "RIFF" -> "a RIFF file that is not WAVE";
            case ".snd" -> "an AU file";
            case "FORM" -> "an AIFF file";
            default -> isText(content) ? "text" : "unknown content that begins with " + hex(content);
        };
    }

    private static boolean isText(byte[] content) {
        for (int i = 0; i < Math.min(64, content.length); i++) {
            final int octet = content[i] & 0xFF;
            if (octet < 0x20 && octet != '\n' && octet != '\r' && octet != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String hex(byte[] content) {
        return java.util.HexFormat.ofDelimiter(" ").formatHex(content, 0, Math.min(8, content.length));
    }

    private static String ascii(byte[] content, int offset, int length) {
        return new String(content, offset, length, StandardCharsets.ISO_8859_1);
    }
}
