package busyhour.engine.decode;

import busyhour.codec.video.FrameAssembler;
import busyhour.codec.video.VideoCodec;
import busyhour.codec.video.VideoDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One received video stream through a real decoder: frames decoded and errors. One thread; {@link #close} gives native memory back. */
final class VideoDecoding implements PacketOrder.Taker, AutoCloseable {

    private static final VideoCodec[] CODECS = VideoCodec.values();

    private final FiguresOut figures;
    private final PacketOrder order = new PacketOrder(this);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[0]);
    private VideoCodec codec;
    private FrameAssembler assembler;
    private VideoDecoder decoder;
    private boolean joining;
    private boolean frameBegun;
    private int timestamp;
    private long framesTold;
    private long errorsTold;

    /** @param joins whether packets before the first are missing by our own fault: nothing counts until a frame is whole. */
    VideoDecoding(final FiguresOut figures, final boolean joins) {
        this.figures = figures;
        joining = joins;
    }

    /** A packet came. @param codecNumber ordinal of the codec. @param again whether it is a retransmission (RFC 4588). */
    void onPacket(
            final int codecNumber, final boolean again, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        if (again) {
            order.onRetransmission(codecNumber, rtp, offset, length, arrivalNs);
        } else {
            order.onPacket(codecNumber, rtp, offset, length, arrivalNs);
        }
    }

    @Override
    public void otherSource() {
        frameBegun = false;
    }

    @Override
    public void take(final PacketOrder.Packet packet, final boolean lost) {
        if (CODECS[packet.codec()] != codec) {
            close();
            codec = CODECS[packet.codec()];
            assembler = new FrameAssembler(codec);
            decoder = new VideoDecoder(codec);
        }
        if (frameBegun && packet.timestamp() != timestamp) {
            assembler.skip(); // its last packet never came
            decode();
        }
        if (!frameBegun) {
            assembler.begin();
            frameBegun = true;
            timestamp = packet.timestamp();
        }
        if (lost) {
            assembler.skip();
        }
        payload.wrap(packet.payload());
        assembler.append(payload, 0, packet.payload().length);
        if (packet.marker()) {
            decode();
        }
    }

    private void decode() {
        frameBegun = false;
        if (assembler.isComplete()) {
            joining &= !decoder.decode(assembler.buffer(), 0, assembler.length());
        } else {
            decoder.frameLost();
        }
        if (joining) {
            errorsTold = decoder.errors();
        }
        final long frames = decoder.decodedFrames();
        final long errors = decoder.errors();
        if (frames != framesTold || errors != errorsTold) {
            figures.video((int) (frames - framesTold), (int) (errors - errorsTold));
            framesTold = frames;
            errorsTold = errors;
        }
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
            framesTold = 0;
            errorsTold = 0;
        }
    }
}
