package busyhour.web.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerRosterTest {

    @Test
    void shouldAdmitAWorkerWithATicketOfAnEarlierStart() {
        String ticket = new WorkerRoster(() -> 0, "key").ticket("w1", 42, null);
        WorkerRoster restarted = new WorkerRoster(() -> 0, "key");
        assertThat(restarted.admits("w1", ticket)).isTrue();
        assertThat(restarted.belongsTo("w1", 42)).isTrue();
        assertThat(restarted.admits("w2", ticket)).as("another worker's").isFalse();
        assertThat(restarted.admits("w1", ticket.substring(0, ticket.length() - 1) + "x")).isFalse();
        assertThat(restarted.admits("w1", "")).isFalse();
        assertThat(new WorkerRoster(() -> 0, "other key").admits("w1", ticket)).isFalse();
    }

    @Test
    void shouldKeepANameForTheOrganisationThatUsedItFirst() {
        WorkerRoster roster = new WorkerRoster(() -> 0, "key");
        assertThat(roster.admits("w1", roster.ticket("w1", 1, null))).isTrue();
        assertThat(roster.admits("w1", roster.ticket("w1", 2, null))).isFalse();
        assertThat(roster.of(2)).isEmpty();
    }

    @Test
    void shouldShowTheCapacityThatAWorkerAnnounced() {
        WorkerRoster roster = new WorkerRoster(() -> 0, "key");
        roster.admits("w1", roster.ticket("w1", 1, 4_200));
        roster.admits("w2", roster.ticket("w2", 1, null));
        roster.ticket("w1", 2, 7); // another organisation's claim to the name
        assertThat(roster.of(1)).extracting(WorkerRoster.Entry::capacity).containsExactly(4_200, null);
        roster.ticket("w1", 1, 5_000);
        assertThat(roster.of(1)).extracting(WorkerRoster.Entry::capacity).containsExactly(5_000, null);
    }

    @Test
    void shouldCountHowLongAWorkerIsAway() {
        long[] nowMs = {1_000};
        WorkerRoster roster = new WorkerRoster(() -> nowMs[0], "key");
        roster.admits("w1", roster.ticket("w1", 1, null));
        roster.connected("w1", "host");
        assertThat(roster.awayMs("w1")).isZero();
        roster.lost("w1");
        nowMs[0] = 61_000;
        assertThat(roster.awayMs("w1")).isEqualTo(60_000);
        roster.connected("w1", "host");
        assertThat(roster.awayMs("w1")).isZero();
        assertThat(roster.of(1)).singleElement().satisfies(entry -> assertThat(entry.online()).isTrue());
    }
}
