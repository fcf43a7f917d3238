package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
    private static final byte[] TOKEN = LinkAgreement.tokenHash("cmw_" + "5".repeat(64));
    private final LinkAgreement ofWorker = new LinkAgreement();
    private final LinkAgreement ofPlatform = new LinkAgreement();
    private final LinkKeys workerKeys = ofWorker.asWorker(ofPlatform.publicKey(), TOKEN, 42);
    private final LinkKeys platformKeys = ofPlatform.asPlatform(ofWorker.publicKey(), TOKEN, 42);
    private final Seal worker = new Seal(42, workerKeys, JdkFrameCipher::new);
    private final Seal platform = new Seal(42, platformKeys, JdkFrameCipher::new);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[4096]);
    private final UnsafeBuffer opened = new UnsafeBuffer(new byte[4096]);

    @Test
    void shouldAgreeOnKeysThatTokenConnectionAndBothSidesMake() {
        assertThat(platformKeys).isEqualTo(workerKeys.reversed()).isNotEqualTo(workerKeys);
        assertThat(ofPlatform.asPlatform(ofWorker.publicKey(), TOKEN, 43)).isNotEqualTo(platformKeys);
        assertThat(ofPlatform.asPlatform(ofWorker.publicKey(), LinkAgreement.tokenHash("another"), 42)).isNotEqualTo(platformKeys);
        assertThat(new LinkAgreement().asPlatform(ofWorker.publicKey(), TOKEN, 42)).isNotEqualTo(platformKeys);
        assertThat(workerKeys.toString()).isEqualTo("LinkKeys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz", "0000000000000000000000000000000000000000000000000000000000000000"})
    void shouldNotTakeWhatIsNoKey(final String key) {
        assertThatThrownBy(() -> ofPlatform.asPlatform(key, TOKEN, 42)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 3000})
    void shouldOpenWhatTheOtherSideSealed(final int length) {
        final byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        for (int offset = 0; offset < 3; offset++) {
            final int sealed = worker.seal(new UnsafeBuffer(bytes), 0, length, frame, offset);
            assertThat(sealed).isEqualTo(length + Seal.OVERHEAD);
            assertThat(Seal.connection(frame, offset)).isEqualTo(42);
            assertThat(platform.open(frame, offset, sealed, opened)).isNull();
            final byte[] copy = new byte[length];
            opened.getBytes(0, copy);
            assertThat(copy).isEqualTo(bytes);
        }
        final int back = platform.seal(new UnsafeBuffer(bytes), 0, length, frame, 0);
        assertThat(worker.open(frame, 0, back, opened)).isNull();
    }

    @Test
    void shouldRefuseWhatWasAlteredAtAnyByte() {
        final int length = worker.seal(new UnsafeBuffer(new byte[40]), 0, 40, frame, 0);
        for (int i = Long.BYTES; i < length; i++) { // the connection's number says whose seal it is
            frame.putByte(i, (byte) (frame.getByte(i) ^ 1));
            assertThat(platform.open(frame, 0, length, opened)).as("byte " + i).isIn(FrameRefusal.FORGED, FrameRefusal.REPLAYED);
            frame.putByte(i, (byte) (frame.getByte(i) ^ 1));
        }
        assertThat(platform.open(frame, 0, length - 1, opened)).isEqualTo(FrameRefusal.FORGED);
        assertThat(platform.open(frame, 0, length, opened)).as("what was tried did no harm").isNull();
    }

    @Test
    void shouldRefuseWhatWasThereBeforeAndItsOwn() {
        final int first = worker.seal(new UnsafeBuffer(new byte[8]), 0, 8, frame, 0);
        final int second = worker.seal(new UnsafeBuffer(new byte[8]), 0, 8, frame, 100);
        assertThat(platform.open(frame, 100, second, opened)).isNull();
        assertThat(platform.open(frame, 100, second, opened)).isEqualTo(FrameRefusal.REPLAYED);
        assertThat(platform.open(frame, 0, first, opened)).isEqualTo(FrameRefusal.REPLAYED);
        worker.seal(new UnsafeBuffer(new byte[8]), 0, 8, frame, 0);
        assertThat(worker.open(frame, 0, first, opened)).as("sent back to its sender").isEqualTo(FrameRefusal.FORGED);
    }

    @Test
    void shouldTakeTheNextKeyAfterManyFramesAndNotLetAnybodyForceIt() {
        final Seal stranger = new Seal(42, workerKeys.reversed(), JdkFrameCipher::new);
        stranger.sent(Seal.FRAMES_PER_KEY);
        int length = stranger.seal(new UnsafeBuffer(new byte[8]), 0, 8, frame, 0);
        assertThat(platform.open(frame, 0, length, opened)).isEqualTo(FrameRefusal.FORGED);
        worker.sent(Seal.FRAMES_PER_KEY - 2);
        for (int i = 0; i < 4; i++) {
            length = worker.seal(new UnsafeBuffer(new byte[] {(byte) i}), 0, 1, frame, 0);
            assertThat(platform.open(frame, 0, length, opened)).as("frame " + i).isNull();
            assertThat(opened.getByte(0)).isEqualTo((byte) i);
        }
        worker.sent(3 * Seal.FRAMES_PER_KEY);
        length = worker.seal(new UnsafeBuffer(new byte[8]), 0, 8, frame, 0);
        assertThat(platform.open(frame, 0, length, opened)).as("two keys further").isEqualTo(FrameRefusal.FORGED);
    }
}
