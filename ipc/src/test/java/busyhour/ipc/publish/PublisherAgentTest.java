package busyhour.ipc.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherAgentTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRefuseToOpenAJournalOnAShortDiskInOneSentence() {
        final PublisherAgent agent = new PublisherAgent(context().diskSpace(() -> 7 << 20), null);
        assertThatThrownBy(() -> agent.open(5, List.of()))
                .isInstanceOf(JournalRefusedException.class)
                .hasMessage("disk of the journal " + directory + " is short: 7 MiB free, 256 MiB are kept in reserve");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseADirectoryThatIsNone() throws Exception {
        final Path file = Files.createFile(directory.resolve("file"));
        final PublisherAgent agent = new PublisherAgent(context().journalDirectory(file), null);
        assertThatThrownBy(() -> agent.open(5, List.of()))
                .isInstanceOf(JournalRefusedException.class).hasMessageStartingWith("the journal directory " + file);
    }

    @Test
    void shouldOpenARunOnceAndNotRecoverWhatIsInUse() throws Exception {
        final PublisherAgent agent = new PublisherAgent(context(), null);
        final RunFeed feed = agent.open(5, List.of());
        assertThatThrownBy(() -> agent.open(5, List.of())).hasMessageContaining("0000000000005 is in use");
        assertThat(agent.recover()).isEmpty();
        assertThat(new PublisherAgent(context().workerName("other"), null).recover()).isEmpty();
        feed.abandon();
        final List<RunFeed> found = agent.recover();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).runId()).isEqualTo(5);
        found.get(0).abandon();
    }

    @Test
    void shouldWarmUpAndLeaveNothing() throws Exception {
        PublisherAgent.warmUp(context());
        assertThat(directory).isEmptyDirectory();
    }

    private PublisherContext context() {
        return new PublisherContext().journalDirectory(directory).workerName("w/1");
    }
}
