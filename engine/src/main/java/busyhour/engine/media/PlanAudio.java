package busyhour.engine.media;

import busyhour.codec.AudioFileException;
import busyhour.codec.SpeechSignal;
import busyhour.codec.ffmpeg.MediaCache;
import busyhour.codec.ffmpeg.MediaFileReader;
import java.util.HashMap;
import java.util.Map;

/** The files of an assignment, and the built-in speech. Set-up time; one thread. */
public final class PlanAudio implements AudioSource {

    private final Map<String, byte[]> files;
    private final Map<String, String> identities = new HashMap<>();

    /** @param files content by name. */
    public PlanAudio(final Map<String, byte[]> files) {
        this.files = files;
    }

    @Override
    public short[] samples(final String audio, final int rateHz, final int channels) {
        if (audio == null) {
            return SpeechSignal.samples(rateHz, channels);
        }
        try {
            return MediaFileReader.read(audio, content(audio), rateHz, channels);
        } catch (final AudioFileException | IllegalStateException e) {
            throw new IllegalArgumentException(e instanceof AudioFileException ? e.getMessage() : audio + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String identity(final String audio) {
        return audio == null
                ? "built-in speech " + SpeechSignal.VERSION
                : identities.computeIfAbsent(audio, name -> MediaCache.key("file", content(name)));
    }

    private byte[] content(final String audio) {
        final byte[] content = files.get(audio);
        if (content == null) {
            throw new IllegalArgumentException(audio + ": the file did not come with the assignment");
        }
        return content;
    }
}
