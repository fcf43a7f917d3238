package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private static final Readiness REFUSED = Readiness.refused("BPF_MAP_CREATE array EPERM (not permitted)");

    @Test
    void shouldSayOnceWhatIsTheSameForAllShards() {
        assertThat(Readiness.facts(List.of(Readiness.NOTES, Readiness.NOTES))).containsExactly(entry("readiness", "notes"));
        assertThat(Readiness.facts(List.of(REFUSED, REFUSED))).containsExactly(
                entry("readiness", "epoll (BPF_MAP_CREATE array EPERM (not permitted))"),
                entry("notices", "epoll tells what came, no socket filter: BPF_MAP_CREATE array EPERM (not permitted);"
                        + " with one (Linux 5.12, root or CAP_BPF) a packet costs the kernel a quarter less"));
    }

    @Test
    void shouldNameShardsThatDiffer() {
        assertThat(Readiness.facts(List.of(Readiness.NOTES, REFUSED))).containsKey("notices")
                .containsEntry("readiness", "shard 0: notes, shard 1: epoll (BPF_MAP_CREATE array EPERM (not permitted))");
    }

    @Test
    void shouldHaveNothingToNoticeWhereEpollWasAskedFor() {
        assertThat(Readiness.facts(List.of(Readiness.ASKED))).containsExactly(entry("readiness", "epoll (-Dbusyhour.readiness=epoll)"));
    }
}
