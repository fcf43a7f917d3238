package busyhour.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/** Scales decoded pictures of any format and size to YUV 4:2:0 of one size, with black bars where the shape differs. One thread. */
final class PictureScaler implements AutoCloseable {

    private static final int BLACK = 16;
    private static final int GREY = 128;
    private static final int LEAST_SIDE = 2;

    private final AVFrame scaled = av_frame_alloc();
    private SwsContext context;

    void scale(final AVFrame source, final Picture picture) throws MediaFormatException {
        final int sourceWidth = source.width();
        final int sourceHeight = source.height();
        final double factor = Math.min((double) picture.width() / sourceWidth, (double) picture.height() / sourceHeight);
        final int width = side(sourceWidth * factor, picture.width());
        final int height = side(sourceHeight * factor, picture.height());
        context = sws_getCachedContext(context, sourceWidth, sourceHeight, source.format(), width, height, AV_PIX_FMT_YUV420P,
                SWS_BILINEAR, null, null, (DoublePointer) null);
        if (context == null || context.isNull()) {
            throw new MediaFormatException("pictures of a format that cannot be converted");
        }
        if (scaled.width() != width || scaled.height() != height) {
            av_frame_unref(scaled);
            scaled.width(width).height(height).format(AV_PIX_FMT_YUV420P);
            final int got = av_frame_get_buffer(scaled, 0);
            if (got < 0) {
                throw new IllegalStateException("picture of " + width + "x" + height + ": " + Ffmpeg.describe(got));
            }
        }
        final int converted = sws_scale(context, source.data(), source.linesize(), 0, sourceHeight, scaled.data(), scaled.linesize());
        if (converted < 0) {
            throw new MediaFormatException("pictures that cannot be converted: " + Ffmpeg.describe(converted));
        }
        place(picture, width, height);
    }

    private static int side(final double pixels, final int most) {
        return Math.clamp(2 * Math.round(pixels / 2), LEAST_SIDE, most);
    }

    private void place(final Picture picture, final int width, final int height) {
        final int left = (picture.width() - width) / 4 * 2;
        final int top = (picture.height() - height) / 4 * 2;
        if (width != picture.width() || height != picture.height()) {
            picture.fill(0, 0, picture.width(), picture.height(), BLACK, GREY, GREY);
        }
        PictureTransfer.fromFrame(scaled, 0, width, height, picture, left, top);
        PictureTransfer.fromFrame(scaled, 1, width / 2, height / 2, picture, left / 2, top / 2);
        PictureTransfer.fromFrame(scaled, 2, width / 2, height / 2, picture, left / 2, top / 2);
    }

    @Override
    public void close() {
        av_frame_free(scaled);
        sws_freeContext(context);
        context = null;
    }
}
