package busyhour.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegTest {

    /** Else the bindings stop the world for garbage, and then fail, as soon as a process is larger than a multiple of its heap. */
    @ParameterizedTest
    @ValueSource(strings = {"org.bytedeco.javacpp.maxbytes", "org.bytedeco.javacpp.maxphysicalbytes"})
    void shouldNotLetTheBindingsLimitTheProcess(final String property) {
        Ffmpeg.load();
        assertThat(System.getProperty(property)).isEqualTo("0");
    }
}
