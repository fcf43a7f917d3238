package busyhour.engine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/**
 * ffmpeg as a receiver of RTP: it is given a session description and the packets of a capture over loopback, and puts
 * together and decodes with its own code.
 */
public final class FfmpegReceiver {

    private static final int SPEED = 4;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(40);
    private static final long AFTER_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** A packet of one stream. */
    public record Rtp(byte[] octets, long atNs) {
    }

    /**
     * What ffmpeg made of a stream.
     *
     * @param frames  decoded: pictures, or packets' worth of samples.
     * @param samples decoded, of each channel.
     * @param errors  packets that it could not decode, or took for damaged.
     */
    public record Judgement(String codec, long frames, long samples, int rateHz, int channels, int width, int height, int errors) {
    }

    private final Path directory;
    private volatile long sentNs;
    private volatile boolean sent;

    public FfmpegReceiver(final Path directory) {
        this.directory = directory;
    }

    /**
     * Plays a stream to ffmpeg.
     *
     * @param media   the media line's kind: audio or video.
     * @param rtpmap  as in SDP: {@code 96 opus/48000/2}.
     * @param fmtp    null for none.
     * @param packets in the order of the capture.
     */
    public Judgement judge(final String media, final String rtpmap, final String fmtp, final List<Rtp> packets) throws Exception {
        assertThat(packets).isNotEmpty();
        Ffmpeg.load();
        final int port = freePort();
        final String type = rtpmap.substring(0, rtpmap.indexOf(' '));
        final Path sdp = directory.resolve("judge-" + port + ".sdp");
        Files.writeString(sdp, "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=" + media + " " + port + " RTP/AVP " + type
                + "\na=rtpmap:" + rtpmap + "\n" + (fmtp == null ? "" : "a=fmtp:" + type + " " + fmtp + "\n"));
        sent = false;
        final Thread sender = Thread.ofPlatform().daemon().start(() -> send(packets, port));
        try {
            return receive(sdp);
        } finally {
            sender.join();
        }
    }

    private static int freePort() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                if (rtp.getLocalPort() % 2 == 0) {
                    return rtp.getLocalPort();
                }
            }
        }
        throw new IOException("no even port");
    }

    private void send(final List<Rtp> packets, final int port) {
        try (DatagramSocket socket = new DatagramSocket()) {
            TimeUnit.MILLISECONDS.sleep(700); // until ffmpeg has its sockets
            final long startNs = System.nanoTime();
            for (final Rtp packet : packets) {
                final long dueNs = startNs + (packet.atNs - packets.getFirst().atNs) / SPEED;
                while (System.nanoTime() < dueNs) {
                    LockSupport.parkNanos(200_000);
                }
                socket.send(new DatagramPacket(packet.octets, packet.octets.length, InetAddress.getLoopbackAddress(), port));
            }
        } catch (final IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            sentNs = System.nanoTime();
            sent = true;
        }
    }

    private Judgement receive(final Path sdp) {
        final AVFormatContext context = avformat.avformat_alloc_context();
        final long startNs = System.nanoTime();
        final AVIOInterruptCB.Callback_Pointer over = new AVIOInterruptCB.Callback_Pointer() {
            @Override
            public int call(final Pointer opaque) {
                final long nowNs = System.nanoTime();
                return sent && nowNs - sentNs > AFTER_NS || nowNs - startNs > LIMIT_NS ? 1 : 0;
            }
        };
        context.interrupt_callback().callback(over);
        final AVDictionary options = new AVDictionary();
        avutil.av_dict_set(options, "protocol_whitelist", "file,udp,rtp", 0);
        avutil.av_dict_set(options, "buffer_size", "4000000", 0);
        avutil.av_dict_set(options, "analyzeduration", "1000000", 0);
        try {
            final AVInputFormat format = avformat.av_find_input_format("sdp");
            check(avformat.avformat_open_input(context, sdp.toString(), format, options));
            check(avformat.avformat_find_stream_info(context, (AVDictionary) null));
            assertThat(context.nb_streams()).isEqualTo(1);
            return decode(context);
        } finally {
            avutil.av_dict_free(options);
            avformat.avformat_close_input(context);
            over.close();
        }
    }

    private static void check(final int result) {
        assertThat(result).as("ffmpeg: %s", result < 0 ? Ffmpeg.describe(result) : "").isNotNegative();
    }

    private static Judgement decode(final AVFormatContext context) {
        final AVCodecContext decoder = avcodec.avcodec_alloc_context3(avcodec.avcodec_find_decoder(context.streams(0).codecpar().codec_id()));
        check(avcodec.avcodec_parameters_to_context(decoder, context.streams(0).codecpar()));
        decoder.err_recognition(decoder.err_recognition() | 1 << 3); // AV_EF_EXPLODE: no fault is hidden
        check(avcodec.avcodec_open2(decoder, decoder.codec(), (AVDictionary) null));
        final AVPacket packet = avcodec.av_packet_alloc();
        final AVFrame frame = avutil.av_frame_alloc();
        final long[] counts = new long[3];
        while (avformat.av_read_frame(context, packet) >= 0) {
            counts[2] += avcodec.avcodec_send_packet(decoder, packet) < 0 ? 1 : 0;
            avcodec.av_packet_unref(packet);
            take(decoder, frame, counts);
        }
        avcodec.avcodec_send_packet(decoder, null);
        take(decoder, frame, counts);
        final Judgement judgement = new Judgement(avcodec.avcodec_get_name(decoder.codec_id()).getString(), counts[0], counts[1],
                decoder.sample_rate(), decoder.ch_layout().nb_channels(), decoder.width(), decoder.height(), (int) counts[2]);
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(decoder);
        return judgement;
    }

    private static void take(final AVCodecContext decoder, final AVFrame frame, final long[] counts) {
        while (avcodec.avcodec_receive_frame(decoder, frame) >= 0) {
            counts[0]++;
            counts[1] += frame.nb_samples();
            counts[2] += frame.decode_error_flags() != 0 ? 1 : 0;
            avutil.av_frame_unref(frame);
        }
    }
}
