package busyhour.codec.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Copies planes between Java and native frames of YUV 4:2:0, row by row: native rows have gaps between them. */
final class PictureTransfer {

    private PictureTransfer() {
    }

    static void toFrame(final Picture picture, final int plane, final AVFrame frame) {
        final int width = picture.planeWidth(plane);
        final int height = picture.planeHeight(plane);
        final int stride = frame.linesize(plane);
        final BytePointer data = frame.data(plane);
        for (int row = 0; row < height; row++) {
            data.position((long) row * stride).put(picture.plane(plane), row * width, width);
        }
    }

    static void fromFrame(final AVFrame frame, final int plane, final Picture picture) {
        fromFrame(frame, plane, picture.planeWidth(plane), picture.planeHeight(plane), picture, 0, 0);
    }

    /** @param left, top where the frame's plane begins in the picture's. */
    static void fromFrame(final AVFrame frame, final int plane, final int width, final int height, final Picture picture, final int left,
            final int top) {
        final int stride = frame.linesize(plane);
        final BytePointer data = frame.data(plane);
        final byte[] target = picture.plane(plane);
        for (int row = 0; row < height; row++) {
            data.position((long) row * stride).get(target, (top + row) * picture.planeWidth(plane) + left, width);
        }
    }
}
