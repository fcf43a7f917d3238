package busyhour.codec.video;

import busyhour.codec.ffmpeg.Picture;
import busyhour.codec.ffmpeg.PictureEncoder;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/**
 * Encodes pictures into an {@link EncodedVideo}. When the rate came out wrong by more than a tenth, it does so anew with a rate that
 * makes up for it, and keeps the better result. Set-up time, one thread.
 */
final class VideoEncoder {

    private static final int PASSES = 3;
    private static final double TOLERANCE = 0.1;
    /** What openh264 needs beside a slice's data in a NAL unit that it was told to keep small. */
    private static final int SLICE_RESERVE = 24;

    private final VideoEncoding encoding;
    private final Supplier<PictureSource> source;
    private final EncodingProgress progress;

    /** @param source of the same pictures each time it is asked. */
    VideoEncoder(final VideoEncoding encoding, final Supplier<PictureSource> source, final EncodingProgress progress) {
        this.encoding = encoding;
        this.source = source;
        this.progress = progress;
    }

    /** @throws VideoException when the source is damaged or the encoder refuses the setting. */
    EncodedVideo encode() {
        Pass best = null;
        int rateBps = encoding.bitrateBps();
        double level = RateServo.startLevel(encoding);
        for (int i = 0; i < PASSES; i++) {
            final Pass pass = new Pass(rateBps, level);
            pass.run();
            if (best == null || pass.error() < best.error()) {
                best = pass;
            }
            if (pass.error() <= TOLERANCE || !pass.canBetter()) {
                break;
            }
            rateBps = (int) Math.clamp(rateBps / pass.ratio(), encoding.bitrateBps() / 4.0, encoding.bitrateBps() * 2.0);
            level = pass.servo.level();
        }
        return best.video.build();
    }

    /** One run through all pictures. */
    private final class Pass implements PictureEncoder.FrameSink {

        private final int rateBps;
        private final RateServo servo;
        private final EncodedVideoBuilder video = new EncodedVideoBuilder(encoding);
        private final VideoPacketizer packetizer = VideoPacketizer.of(encoding);
        private final ParameterSets parameterSets = new ParameterSets(encoding);
        private boolean hasDetail;
        private long octets;
        private int frames;

        Pass(final int rateBps, final double level) {
            this.rateBps = rateBps;
            this.servo = new RateServo(encoding.bitrateBps(), encoding.fps(), level);
        }

        void run() {
            try (PictureSource pictures = source.get(); PictureEncoder encoder = encoder(rateBps)) {
                final Picture picture = new Picture(encoding.width(), encoding.height());
                hasDetail = pictures.hasDetail();
                pictures.detail(servo.level());
                for (int i = 0; pictures.next(picture); i++) {
                    encoder.encode(picture, i % encoding.keyFrameIntervalFrames() == 0, this);
                    pictures.detail(servo.level());
                    progress.onFrame(i + 1, Math.max(i + 1, pictures.expectedFrames()));
                }
                encoder.finish(this);
            }
            if (frames == 0) {
                throw new VideoException("video: found no picture, expected at least one");
            }
            video.profileLevelId(parameterSets.profileLevelId());
        }

        @Override
        public void onFrame(final DirectBuffer buffer, final int offset, final int length, final boolean isKeyFrame) {
            if (isKeyFrame) {
                parameterSets.check(buffer, offset, length);
            }
            video.beginFrame(isKeyFrame);
            packetizer.packetize(buffer, offset, length, video);
            servo.onFrame(length);
            octets += length;
            frames++;
        }

        double ratio() {
            return octets * 8.0 * encoding.fps() / frames / encoding.bitrateBps();
        }

        double error() {
            return Math.abs(ratio() - 1);
        }

        /** A film that is too simple for its rate stays below it. */
        boolean canBetter() {
            return ratio() > 1 || hasDetail;
        }
    }

    private PictureEncoder encoder(final int rateBps) {
        final int interval = encoding.keyFrameIntervalFrames();
        if (encoding.codec() == VideoCodec.VP8) {
            return PictureEncoder.vp8(encoding.width(), encoding.height(), encoding.fps(), rateBps, interval);
        }
        final int maxNal = encoding.packetizationMode() == 0 ? encoding.maxPayload() - SLICE_RESERVE : 0;
        return PictureEncoder.h264(encoding.width(), encoding.height(), encoding.fps(), rateBps, interval, maxNal);
    }
}
