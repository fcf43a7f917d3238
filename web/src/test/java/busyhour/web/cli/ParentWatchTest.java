package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {

    @Test
    void shouldEndWithItsParentAndNotBefore() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        PipedOutputStream parent = new PipedOutputStream();
        try (PipedInputStream input = new PipedInputStream(parent)) {
            assertThat(ParentWatch.begin("yes", input, ended::countDown)).isTrue();
            parent.write('x');
            parent.flush();
            while (input.available() > 0) {
                Thread.onSpinWait();
            }
            assertThat(ended.getCount()).isEqualTo(1);
            parent.close();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldLeaveAloneWhatAPersonStarted() {
        assertThat(ParentWatch.begin(null, InputStream.nullInputStream(), () -> { })).isFalse();
        assertThat(ParentWatch.begin("no", InputStream.nullInputStream(), () -> { })).isFalse();
    }
}
