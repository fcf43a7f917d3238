package busyhour.rtp.video;

import busyhour.codec.video.EncodedVideo;

/** A stream's place in the video that it sends: frame, packet of the frame, and the number of the picture that runs on. */
final class VideoContent {

    private static final int PICTURE_ID_MASK = 0x7FFF;

    private EncodedVideo video;
    private int frame;
    private int packet;
    private int pictureId;

    /** Begins with the key frame at or after a frame. */
    void start(final EncodedVideo source, final int nearFrame) {
        if (nearFrame < 0 || nearFrame >= source.frameCount()) {
            throw new IllegalArgumentException("start frame " + nearFrame + " of " + source.frameCount());
        }
        video = source;
        frame = source.nextKeyFrame(nearFrame);
        packet = source.firstPacket(frame);
    }

    EncodedVideo video() {
        return video;
    }

    boolean isFrameStart() {
        return video != null && packet == video.firstPacket(frame);
    }

    boolean isKeyFrame() {
        return video.isKeyFrame(frame);
    }

    int octetsOfFrame() {
        return video.frameOctets(frame);
    }

    int packetsOfFrame() {
        return video.firstPacket(frame + 1) - video.firstPacket(frame);
    }

    /** Place of the packet due among those of its frame, from 0. */
    int packetOfFrame() {
        return packet - video.firstPacket(frame);
    }

    /** The packet due, as the store numbers it. */
    int packet() {
        return packet;
    }

    boolean isLastOfFrame() {
        return packet + 1 == video.firstPacket(frame + 1);
    }

    /** VP8's number of the picture, 15 bits, running on through loops and jumps. */
    int pictureId() {
        return pictureId;
    }

    /** The packet due is out. @return whether it was the frame's last: then {@link #nextFrame} follows. */
    boolean nextPacket() {
        return ++packet == video.firstPacket(frame + 1);
    }

    void nextFrame() {
        frame = video.nextFrame(frame);
        packet = video.firstPacket(frame);
        pictureId = pictureId + 1 & PICTURE_ID_MASK;
    }

    /** The next frame is the next key frame of the video; what is left of this one is never sent. */
    void jumpToKeyFrame() {
        if (!isFrameStart()) {
            nextFrame();
        }
        frame = video.nextKeyFrame(frame);
        packet = video.firstPacket(frame);
    }
}
