package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.web.plan.MediaCheck;
import busyhour.web.plan.MediaCheck.Stream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MediaContentTest {
    /** Uncompressed pictures of 16x16, two of them. */
    private static byte[] y4m() {
        byte[] head = "YUV4MPEG2 W16 H16 F10:1 Ip A1:1 C420jpeg\n".getBytes(StandardCharsets.US_ASCII);
        byte[] frame = "FRAME\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(head.length + 2 * (frame.length + 384)).put(head);
        for (int i = 0; i < 2; i++) {
            file.put(frame).put(new byte[384]);
        }
        return file.array();
    }

    private static byte[] wav(int samples) {
        return ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + 2 * samples).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1)
                .putInt(8_000).putInt(16_000).putShort((short) 2).putShort((short) 16).put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(2 * samples).array();
    }

    @Test
    void shouldTakeWhatCanBePlayed() {
        assertThatCode(() -> MediaContent.check("a.wav", wav(8_000), Stream.AUDIO)).doesNotThrowAnyException();
        assertThatCode(() -> MediaContent.check("a.y4m", y4m(), Stream.VIDEO)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseFileWithoutTheStreamWanted() {
        assertThatThrownBy(() -> MediaContent.check("a.wav", wav(8_000), Stream.VIDEO)).isInstanceOf(MediaCheck.Refused.class)
                .hasMessageContaining("expected a file with video");
        assertThatThrownBy(() -> MediaContent.check("a.y4m", y4m(), Stream.AUDIO)).isInstanceOf(MediaCheck.Refused.class)
                .hasMessageContaining("without audio");
    }

    @Test
    void shouldRefuseWhatIsNoMedia() {
        for (Stream stream : Stream.values()) {
            for (byte[] content : new byte[][] {{}, "just text, nothing else".getBytes(StandardCharsets.US_ASCII), new byte[5_000],
                Arrays.copyOf(y4m(), 45)}) {
                assertThatThrownBy(() -> MediaContent.check("a", content, stream)).as(stream + " " + content.length)
                        .isInstanceOf(MediaCheck.Refused.class).message().contains("found ").contains("expected ").doesNotContain("\n");
            }
        }
    }
}
