package busyhour.ipc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.sbe.RecordDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long MINUTE_MS = 60_000;

    @TempDir
    private Path directory;
    private long epochMs = 1_790_000_000_000L;
    private final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(5_000));

    @Test
    void shouldReadFromAnySequenceOverFilesOfManyMinutes() {
        try (Journal journal = open()) {
            append(journal, 1, 1000);
            for (final long sequence : new long[] {1, 2, 499, 500, 777, 1000, 3}) {
                journal.seek(sequence);
                for (long expected = sequence; expected <= 1000; expected++) {
                    assertCurrent(journal, expected);
                    journal.next();
                }
                assertThat(journal.hasCurrent()).isFalse();
            }
            journal.seek(1001);
            assertThat(journal.hasCurrent()).isFalse();
            append(journal, 1001, 1001);
            assertCurrent(journal, 1001);
        }
    }

    @Test
    void shouldForgetWholeFilesWhenAcknowledgedAndKeepTheRest() throws Exception {
        try (Journal journal = open()) {
            append(journal, 1, 1000); // 100 in each minute's file
            assertThat(files()).isEqualTo(10);
            journal.seek(1001);
            journal.forget(99);
            assertThat(files()).isEqualTo(10);
            journal.forget(100);
            assertThat(files()).isEqualTo(9);
            assertThat(journal.first()).isEqualTo(101);
            journal.forget(850);
            assertThat(files()).isEqualTo(2);
            journal.seek(5);
            assertCurrent(journal, 801);
            journal.forget(1000);
            assertThat(files()).isEqualTo(2); // 801 is being looked at
            journal.seek(950);
            assertCurrent(journal, 950);
            journal.forget(1000);
            assertThat(files()).isEqualTo(1);
            append(journal, 1001, 1100);
            journal.seek(1100);
            assertCurrent(journal, 1100);
        }
    }

    @Test
    void shouldForgetTheOldestMinutesFirstAndSayWhatIsKept() throws Exception {
        try (Journal journal = open()) {
            append(journal, 1, 1000);
            journal.seek(1001);
            assertThat(journal.bytesUpTo(99)).isZero();
            final long ofOneMinute = journal.bytesUpTo(100);
            assertThat(ofOneMinute).isBetween(100L * (16 + 49), 100L * 150);
            assertThat(journal.bytesUpTo(1000)).as("never the last").isEqualTo(9 * ofOneMinute);
            assertThat(journal.forgetOldest(99)).isFalse();
            assertThat(journal.forgetOldest(1000)).isTrue();
            assertThat(journal.first()).isEqualTo(101);
            assertThat(journal.bytesUpTo(1000)).isEqualTo(8 * ofOneMinute);
            assertThat(files()).isEqualTo(9);
        }
    }

    @Test
    void shouldGoOnWhereAnEarlierProcessEnded() throws Exception {
        try (Journal journal = open()) {
            append(journal, 1, 1000);
            journal.seek(1001);
            journal.forget(350);
        }
        epochMs += 7 * MINUTE_MS;
        try (Journal journal = open()) {
            assertThat(journal.first()).isEqualTo(301);
            assertThat(journal.last()).isEqualTo(1000);
            append(journal, 1001, 1050);
            for (final long sequence : new long[] {301, 555, 1000, 1001, 1050}) {
                journal.seek(sequence);
                assertCurrent(journal, sequence);
            }
        }
        try (Journal journal = open()) {
            assertThat(journal.last()).isEqualTo(1050);
            journal.seek(1);
            assertCurrent(journal, 301);
        }
    }

    @Test
    void shouldHoldRecordsLongerThanAPageAndMoreThanABlock() {
        try (Journal journal = open()) {
            final int count = (int) (3 * Journal.BLOCK_BYTES / message.capacity());
            for (int i = 1; i <= count; i++) {
                message.putLong(0, i);
                journal.append(message, 0, message.capacity(), i);
            }
            for (int i = 1; i <= count; i++) {
                assertThat(journal.hasCurrent()).isTrue();
                assertThat(journal.current().capacity()).isEqualTo(Journal.RECORD_LENGTH + message.capacity());
                assertThat(journal.current().getLong(Journal.RECORD_LENGTH)).isEqualTo(i);
                journal.next();
            }
        }
    }

    @Test
    void shouldBeEmptyAtFirst() {
        try (Journal journal = open()) {
            assertThat(journal.first()).isEqualTo(1);
            assertThat(journal.last()).isZero();
            assertThat(journal.hasCurrent()).isFalse();
            journal.seek(1);
            assertThat(journal.hasCurrent()).isFalse();
            append(journal, 1, 1);
            assertCurrent(journal, 1);
        }
    }

    private Journal open() {
        return new Journal(directory, 42, () -> epochMs);
    }

    private void append(final Journal journal, final long from, final long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            message.putLong(1, sequence * 31);
            journal.append(message, 1, 16 + (int) (sequence % 100), sequence);
            assertThat(journal.last()).isEqualTo(sequence);
            if (sequence % 100 == 0) {
                epochMs += MINUTE_MS;
            }
        }
    }

    private static void assertCurrent(final Journal journal, final long sequence) {
        assertThat(journal.hasCurrent()).isTrue();
        assertThat(journal.currentSequence()).isEqualTo(sequence);
        assertThat(journal.currentJournaledNs()).isEqualTo(sequence);
        assertThat(journal.current().getShort(2)).isEqualTo((short) RecordDecoder.TEMPLATE_ID);
        assertThat(journal.current().getLong(8)).isEqualTo(42);
        assertThat(journal.current().capacity()).isEqualTo(Journal.RECORD_LENGTH + 16 + (int) (sequence % 100));
        assertThat(journal.current().getLong(Journal.RECORD_LENGTH)).isEqualTo(sequence * 31);
    }

    private long files() throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(file -> file.toString().endsWith(".cq4")).count();
        }
    }
}
