package busyhour.web.cli;

import busyhour.codec.AudioFile;
import busyhour.codec.AudioFileException;
import busyhour.codec.ffmpeg.MediaFileReader;
import busyhour.codec.ffmpeg.MediaFormatException;
import busyhour.codec.ffmpeg.MediaInput;
import busyhour.codec.ffmpeg.PictureReader;
import busyhour.web.library.MediaFacts;
import busyhour.web.library.MediaInspector;
import busyhour.web.plan.MediaCheck.Refused;
import busyhour.web.plan.MediaCheck.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Decodes a media file of the platform's library with the worker's own decoders. */
public final class MediaInspection implements MediaInspector {

    /** Of the samples whose level is told: high enough for what a call can carry. */
    private static final int RATE_HZ = 16_000;
    private static final double FULL_SCALE = 32_768;
    private static final String EXPECTED = "audio or video that ffmpeg reads (WAV, MP3, Opus, FLAC, AAC, MP4, WebM...)";

    @Override
    public MediaFacts inspect(String name, byte[] content) throws Refused {
        if (content.length == 0) {
            throw new Refused("an empty file", EXPECTED);
        }
        try (MediaInput input = MediaInput.open(content)) {
            AVStream audio = input.stream(avutil.AVMEDIA_TYPE_AUDIO);
            AVStream video = input.stream(avutil.AVMEDIA_TYPE_VIDEO);
            if (audio == null && video == null) {
                throw new Refused("a media file (" + input.format() + ") without audio or video", EXPECTED);
            }
            short[] samples = audio == null ? null : samples(name, content);
            if (video != null) {
                MediaContent.check(name, content, Stream.VIDEO);
            }
            return facts(input, audio, video, samples, video == null ? Double.NaN : pictureSeconds(content));
        } catch (MediaFormatException e) {
            throw new Refused(AudioFile.describe(content) + " (" + e.getMessage() + ")", EXPECTED);
        }
    }

    private static short[] samples(String name, byte[] content) throws Refused {
        try {
            return MediaFileReader.read(name, content, RATE_HZ, 1);
        } catch (AudioFileException e) {
            throw new Refused(e.found(), e.expected());
        }
    }

    private static double pictureSeconds(byte[] content) throws MediaFormatException {
        try (PictureReader reader = new PictureReader(content)) {
            return reader.declaredSeconds();
        }
    }

    private static MediaFacts facts(MediaInput input, AVStream audio, AVStream video, short[] samples, double declaredSeconds) {
        AVCodecParameters heard = audio == null ? null : audio.codecpar();
        AVCodecParameters seen = video == null ? null : video.codecpar();
        Long durationMs = samples != null ? Long.valueOf(samples.length * 1_000L / RATE_HZ)
                : Double.isFinite(declaredSeconds) && declaredSeconds > 0 ? Long.valueOf(Math.round(declaredSeconds * 1_000)) : null;
        return new MediaFacts(input.format(), durationMs, heard == null ? null : codec(heard), heard == null ? null : heard.sample_rate(),
                heard == null ? null : heard.ch_layout().nb_channels(), samples == null ? null : levelDbfs(samples), samples == null ? null : peakDbfs(samples),
                seen == null ? null : codec(seen), seen == null ? null : seen.width(), seen == null ? null : seen.height(), fps(video));
    }

    private static String codec(AVCodecParameters parameters) {
        return avcodec.avcodec_get_name(parameters.codec_id()).getString();
    }

    private static Double fps(AVStream video) {
        if (video == null) {
            return null;
        }
        AVRational rate = video.avg_frame_rate();
        return rate.num() <= 0 || rate.den() <= 0 ? null : Double.valueOf(Math.round(100.0 * rate.num() / rate.den()) / 100.0);
    }

    private static Double levelDbfs(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        return decibels(Math.sqrt(sum / samples.length));
    }

    private static Double peakDbfs(short[] samples) {
        int peak = 0;
        for (short sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return decibels(peak);
    }

    /** Null for silence. */
    private static Double decibels(double amplitude) {
        return amplitude == 0 ? null : Double.valueOf(Math.round(200 * Math.log10(amplitude / FULL_SCALE)) / 10.0);
    }
}
