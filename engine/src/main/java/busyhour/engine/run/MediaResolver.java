package busyhour.engine.run;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.codec.video.EncodedVideo;
import busyhour.codec.video.VideoCodec;
import busyhour.codec.video.VideoEncoding;
import busyhour.codec.video.VideoStore;
import busyhour.engine.media.GroupTracks;
import busyhour.engine.media.TrackSet;
import busyhour.engine.media.TrackStore;
import busyhour.engine.media.VideoRows;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.OpusSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.sip.sdp.CodecTable;
import java.util.Collections;
import java.util.List;

/** Turns the codecs and files that a group names into what its endpoints send. Set-up time; encodes. */
final class MediaResolver {

    /** The built-in signal. */
    private static final List<String> BUILT_IN = Collections.singletonList(null);

    /** What peers ask for who ask for anything else. */
    private static final int USUAL_PTIME_MS = 20;

    private final TrackStore tracks;
    private final VideoStore videos;

    MediaResolver(final TrackStore tracks, final VideoStore videos) {
        this.tracks = tracks;
        this.videos = videos;
    }

    /** @throws RunFaultException naming the group and what cannot be sent. */
    GroupTracks tracks(final GroupSpec spec) throws RunFaultException {
        try {
            final List<String> codecs = spec.media().audio().codecs();
            final int[] rows = new int[codecs.size()];
            final TrackSet[][] sets = new TrackSet[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                final AudioCodec codec = codec(codecs.get(i));
                rows[i] = CodecTable.find(codec.encodingName());
                sets[i] = codec.isSent() ? audio(spec.media().audio(), codec) : new TrackSet[0];
            }
            return spec.media().video() == null ? new GroupTracks(rows, sets) : withVideo(rows, sets, spec.media());
        } catch (final IllegalArgumentException | IllegalStateException e) { // a file at fault, or this host cannot encode
            throw new RunFaultException("group " + spec.name() + ": " + e.getMessage());
        }
    }

    /** What a scenario plays: the file in each of the group's codecs. */
    TrackSet[] tracks(final GroupSpec spec, final String file) {
        return spec.media().audio().codecs().stream().map(MediaResolver::codec).filter(AudioCodec::isSent)
                .map(codec -> audio(spec.media().audio(), codec, file)).toArray(TrackSet[]::new);
    }

    private static AudioCodec codec(final String name) {
        final AudioCodec codec = AudioCodec.byName(name);
        if (codec == null || CodecTable.find(codec.encodingName()) < 0) {
            throw new IllegalArgumentException("codec " + name + " is not one that this worker has");
        }
        return codec;
    }

    private static List<String> files(final List<String> named) {
        return named.isEmpty() ? BUILT_IN : named;
    }

    private TrackSet[] audio(final AudioSpec spec, final AudioCodec codec) {
        return files(spec.files()).stream().map(file -> audio(spec, codec, file)).toArray(TrackSet[]::new);
    }

    private TrackSet audio(final AudioSpec spec, final AudioCodec codec, final String file) {
        return tracks.tracks(file, encoding(spec, codec), USUAL_PTIME_MS);
    }

    private static AudioEncoding encoding(final AudioSpec spec, final AudioCodec codec) {
        final int ptimeMs = AudioEncoding.isPtime(codec, spec.ptimeMs()) ? spec.ptimeMs() : USUAL_PTIME_MS;
        if (codec != AudioCodec.OPUS) {
            return AudioEncoding.of(codec, ptimeMs).withComfortNoise(spec.comfortNoise());
        }
        final OpusSpec opus = spec.opus();
        return AudioEncoding.opus(ptimeMs, opus.channels(), opus.bitrateBps(), opus.fec(), opus.dtx());
    }

    private GroupTracks withVideo(final int[] rows, final TrackSet[][] sets, final MediaSpec spec) {
        final VideoSpec video = spec.video();
        final int[] videoRows = new int[video.codecs().size()];
        final EncodedVideo[][] shown = new EncodedVideo[videoRows.length][];
        for (int i = 0; i < videoRows.length; i++) {
            final String name = video.codecs().get(i);
            videoRows[i] = VideoRows.of(name, video.packetizationMode());
            if (videoRows[i] < 0) {
                throw new IllegalArgumentException("codec " + name + " is not one that this worker has");
            }
            final VideoEncoding encoding = encoding(video, VideoCodec.byName(name));
            shown[i] = files(video.files()).stream().map(file -> videos.video(file, encoding)).toArray(EncodedVideo[]::new);
        }
        return new GroupTracks(rows, sets, videoRows, shown);
    }

    private static VideoEncoding encoding(final VideoSpec video, final VideoCodec codec) {
        return new VideoEncoding(codec, video.width(), video.height(), video.fps(), video.bitrateBps(), video.keyFrameIntervalMs(),
                video.packetizationMode(), VideoEncoding.DEFAULT_MAX_PAYLOAD);
    }
}
