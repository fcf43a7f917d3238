package busyhour.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private static Database database;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void shouldMakeKeysOnceAndKeepOnlyTheirHashes() {
        Accounts accounts = new Accounts(database);
        Accounts.FirstSecrets secrets = accounts.createFirst().orElseThrow();
        assertThat(accounts.createFirst()).isEmpty();
        assertThat(secrets.apiKey()).matches("cmk_[0-9a-f]{40}");
        assertThat(secrets.workerToken()).matches("cmw_[0-9a-f]{64}");

        Principal principal = accounts.byApiKey(secrets.apiKey()).orElseThrow();
        assertThat(accounts.projects(principal.organisationId())).extracting(Accounts.Project::slug).containsExactly("default");
        assertThat(accounts.byWorkerToken(secrets.workerToken())).isPresent();
        assertThat(accounts.byApiKey(secrets.workerToken())).isEmpty();
        assertThat(accounts.byApiKey("cmk_" + "0".repeat(40))).isEmpty();

        List<String> stored = database.jdbi().withHandle(handle -> handle
                .createQuery("SELECT row_to_json(k)::text FROM api_keys k UNION ALL SELECT row_to_json(w)::text FROM worker_tokens w")
                .mapTo(String.class).list());
        assertThat(stored).hasSize(2).noneMatch(row -> row.contains(secrets.apiKey().substring(4)))
                .noneMatch(row -> row.contains(secrets.workerToken().substring(4)));

        String local = accounts.newWorkerToken("local");
        assertThat(accounts.byWorkerToken(local)).isPresent();
        accounts.revokeWorkerToken(local);
        assertThat(accounts.byWorkerToken(local)).isEmpty();
    }

    @Test
    void shouldShowIdsAsCrockfordBase32() {
        for (long id : new long[] {0, 1, 31, 32, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertThat(PublicId.parse(PublicId.text(id))).hasValue(id);
        }
        assertThat(PublicId.text(-1)).isEqualTo("fzzzzzzzzzzzz");
        assertThat(PublicId.parse("g000000000000")).as("66 bits").isEmpty();
        assertThat(PublicId.parse("default")).isEmpty();
        assertThat(PublicId.parse("000000000000u")).as("no u in Crockford's alphabet").isEmpty();
    }
}
