package busyhour.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import busyhour.web.access.Accounts;
import busyhour.web.schedule.DatabaseSchedule;
import busyhour.web.store.Database;
import busyhour.web.store.TestDatabase;
import busyhour.web.store.Vault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Deliveries to a real HTTPS server on loopback. */
class DelivererSystemTest {

    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50));
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static Receiver receiver;
    private static Database database;
    private static DatabaseSchedule schedule;
    private static Webhooks webhooks;
    private static Deliveries deliveries;
    private static Deliverer deliverer;
    private static long project;

    @BeforeAll
    static void start() throws Exception {
        receiver = new Receiver();
        database = Database.at(TestDatabase.freshUrl());
        Accounts accounts = new Accounts(database);
        accounts.createFirst();
        project = accounts.projects(accounts.firstOrganisation()).getFirst().id();
        schedule = new DatabaseSchedule(database.dataSource());
        webhooks = new Webhooks(database, new Vault(new byte[32]));
        deliveries = new Deliveries(database);
        WebhookSettings settings = WebhookSettings.of("127.0.0.0/8,::1", receiver.authority().toString());
        deliverer = new Deliverer(webhooks, deliveries, new HttpsPost(settings, InetAddress::getAllByName, TIMEOUT), PAUSES, schedule);
        schedule.start();
    }

    @AfterAll
    static void stop() throws Exception {
        schedule.close();
        database.close();
        receiver.close();
    }

    @Test
    void shouldSignAndKeepTryingUntilItIsTaken() throws Exception {
        long webhook = webhook("retried", receiver.url("/retried?a=b"));
        String secret = webhooks.secret(webhook);
        receiver.answer(503);
        Delivery tried = await(send(webhook, "e1"), delivery -> delivery.attempts().size() >= 2);
        assertThat(tried.attempts().getFirst().error()).isEqualTo("answered 503");
        assertThat(tried.attempts().getFirst().answer()).isEqualTo("status 503");
        receiver.answer(200);
        Delivery delivered = await(tried.id(), delivery -> delivery.state() != Delivery.State.PENDING);
        assertThat(delivered.state()).isEqualTo(Delivery.State.DELIVERED);
        List<Receiver.Request> received = receiver.requests().stream().filter(request -> request.path().equals("/retried?a=b")).toList();
        assertThat(received).hasSize(delivered.attempts().size());
        assertThat(received.stream().map(request -> request.headers().get("busyhour-delivery")).distinct()).as("the same delivery each time").hasSize(1);
        for (Receiver.Request request : received) {
            assertThat(request.isSignedWith(secret)).isTrue();
            assertThat(request.isSignedWith(Webhooks.newSecret())).isFalse();
            assertThat(new Receiver.Request(request.path(), request.headers(), request.body() + " ").isSignedWith(secret)).as("altered").isFalse();
        }
    }

    @Test
    void shouldGiveUpAtLastAndFollowNoRedirect() throws Exception {
        long webhook = webhook("redirected", receiver.url("/redirected"));
        receiver.answer(302);
        Delivery failed = await(send(webhook, "e1"), delivery -> delivery.state() == Delivery.State.FAILED);
        receiver.answer(200);
        assertThat(failed.attempts()).hasSize(PAUSES.size() + 1);
        assertThat(failed.attempts().getFirst().error()).isEqualTo("answered 302: redirects are not followed");
        assertThat(failed.attempts().getFirst().answer()).as("chunked").isEqualTo("status 302");
        assertThat(receiver.requests()).noneMatch(request -> request.path().equals("/elsewhere"));
        assertThat(deliveries.again(failed.id())).isTrue();
        deliverer.send(failed.id());
        assertThat(await(failed.id(), delivery -> delivery.state() == Delivery.State.DELIVERED).attempts()).hasSize(PAUSES.size() + 2);
    }

    @Test
    void shouldTellAnEventOnce() throws Exception {
        long webhook = webhook("once", receiver.url("/once"));
        send(webhook, "same");
        java.util.Optional<Long> again = database.jdbi().inTransaction(handle -> deliveries.add(handle, webhook, WebhookEvent.RUN_FINISHED, "same", "{}"));
        assertThat(again).isEmpty();
    }

    @Test
    void shouldSendNothingToInternalAddressesEvenWhenANameChangesIts() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpsPost.Names rebinding = host -> asked.getAndIncrement() == 0 ? new InetAddress[] {InetAddress.getByName("192.0.2.200")} : new InetAddress[] {InetAddress.getLoopbackAddress()};
        HttpsPost guarded = new HttpsPost(WebhookSettings.of("192.0.2.0/24", receiver.authority().toString()), rebinding, Duration.ofMillis(300));
        int port = URI.create(receiver.url("/")).getPort();
        int before = receiver.requests().size();
        URI url = URI.create("https://rebinding.example:" + port + "/secret");
        rebinding.resolve("the check that the address passes");
        assertThat(org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> guarded.send(url, java.util.Map.of(), new byte[0])))
                .isInstanceOf(HttpsPost.ForbiddenAddressException.class).hasMessageContaining("internal address 127.0.0.1");
        assertThat(receiver.requests()).hasSize(before);
        HttpsPost strict = new HttpsPost(WebhookSettings.of(null, receiver.authority().toString()), InetAddress::getAllByName, TIMEOUT);
        Deliverer strictly = new Deliverer(webhooks, deliveries, strict, PAUSES, new DatabaseSchedule(database.dataSource()));
        long id = database.jdbi().inTransaction(handle -> deliveries.add(handle, webhook("internal", receiver.url("/internal")), WebhookEvent.RUN_FAILED, "x", "{}")).orElseThrow();
        assertThat(strictly.attempt(deliveries.byId(id).orElseThrow(), java.time.Instant.now())).as("not tried again").isNull();
        assertThat(deliveries.byId(id).orElseThrow().state()).isEqualTo(Delivery.State.FAILED);
    }

    @Test
    void shouldCheckWhoAnswers() throws Exception {
        HttpsPost untrusting = new HttpsPost(WebhookSettings.of("127.0.0.0/8", null), InetAddress::getAllByName, TIMEOUT);
        org.junit.jupiter.api.Assertions.assertThrows(javax.net.ssl.SSLException.class, () -> untrusting.send(URI.create(receiver.url("/")), java.util.Map.of(), new byte[0]));
        HttpsPost other = new HttpsPost(WebhookSettings.of("127.0.0.0/8", receiver.authority().toString()), host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, TIMEOUT);
        URI wrongName = URI.create(receiver.url("/").replace("localhost", "elsewhere.example"));
        org.junit.jupiter.api.Assertions.assertThrows(javax.net.ssl.SSLException.class, () -> other.send(wrongName, java.util.Map.of(), new byte[0]));
    }

    private static long webhook(String name, String url) {
        return webhooks.add(project, new Webhooks.Settings(name, URI.create(url), BodyFormat.GENERIC, null, Set.of(WebhookEvent.RUN_FINISHED), null, false), Webhooks.newSecret());
    }

    private static long send(long webhook, String key) {
        long id = database.jdbi().inTransaction(handle -> deliveries.add(handle, webhook, WebhookEvent.RUN_FINISHED, key, "{\"event\":\"run.finished\"}")).orElseThrow();
        deliverer.send(id);
        return id;
    }

    private static Delivery await(long id, Predicate<Delivery> condition) throws InterruptedException {
        long endNs = System.nanoTime() + 15_000_000_000L;
        while (true) {
            Delivery delivery = deliveries.byId(id).orElseThrow();
            if (condition.test(delivery)) {
                return delivery;
            }
            assertThat(System.nanoTime()).as("in time: " + delivery).isLessThan(endNs);
            Thread.sleep(20);
        }
    }
}
