package busyhour.web.webhook;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.http.Answer;
import busyhour.web.schedule.Schedule;
import busyhour.web.store.FaultLine;
import busyhour.web.store.PublicId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends deliveries, and sends them again after growing pauses until they are answered with 2xx. At least once: a process that dies
 * between the answer and its note makes another one send the same delivery, with the same id. Any thread.
 */
final class Deliverer {

    /** Nine tries in about eleven hours. */
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10),
            Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(3), Duration.ofHours(6));
    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int GONE = 410;
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final HttpsPost https;
    private final List<Duration> pauses;
    private final Schedule.Task times;

    Deliverer(Webhooks webhooks, Deliveries deliveries, HttpsPost https, List<Duration> pauses, Schedule schedule) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.https = https;
        this.pauses = List.copyOf(pauses);
        this.times = schedule.task("webhook", this::onDue);
        schedule.every("webhook-sweep", SWEEP, () -> deliveries.overdue(Instant.now().minus(SWEEP)).forEach(this::send));
        schedule.every("webhook-log", Duration.ofHours(1), () -> deliveries.forgetBefore(Instant.now().minus(KEPT)));
    }

    /** Soon, by this process or another. */
    void send(long id) {
        times.at(PublicId.text(id), Instant.now());
    }

    private Instant onDue(String key, Instant dueAt) {
        Optional<Delivery> delivery = deliveries.byId(PublicId.parse(key).orElse(0)).filter(found -> found.state() == Delivery.State.PENDING);
        if (delivery.isEmpty()) {
            return null;
        }
        int tries = delivery.get().attempts().size() + 1;
        return attempt(delivery.get(), tries <= pauses.size() ? Instant.now().plus(pauses.get(tries - 1)) : null);
    }

    /** Tries once and notes what came of it; returns when to try again, null when not. */
    Instant attempt(Delivery delivery, Instant again) {
        Optional<Webhook> found = webhooks.byId(delivery.webhookId());
        if (found.isEmpty()) {
            return null;
        }
        Webhook webhook = found.get();
        Instant at = Instant.now();
        if (webhook.paused() && !delivery.event().equals(WebhookEvent.TEST.word())) {
            deliveries.tried(delivery, new Delivery.Attempt(at, null, 0, "the webhook is paused", null), Delivery.State.FAILED, null);
            return null;
        }
        long startNs = System.nanoTime();
        Integer status = null;
        String answer = null;
        String error;
        boolean forGood = false;
        try {
            HttpsPost.Reply reply = post(webhook, delivery, at);
            status = reply.status();
            answer = reply.body();
            error = status / 100 == 2 ? null : status / 100 == 3 ? "answered " + status + ": redirects are not followed" : "answered " + status;
            forGood = status == GONE;
        } catch (HttpsPost.ForbiddenAddressException e) {
            error = e.getMessage();
            forGood = true;
        } catch (UnknownHostException e) {
            error = "the name " + webhook.url().getHost() + " has no address";
        } catch (IOException | RuntimeException e) {
            LOG.debug("delivery {}", PublicId.text(delivery.id()), e);
            error = FaultLine.of(e);
        }
        Instant next = error == null || forGood ? null : again;
        deliveries.tried(delivery, new Delivery.Attempt(at, status, (System.nanoTime() - startNs) / 1_000_000, error, answer),
                error == null ? Delivery.State.DELIVERED : next == null ? Delivery.State.FAILED : Delivery.State.PENDING, next);
        return next;
    }

    private HttpsPost.Reply post(Webhook webhook, Delivery delivery, Instant at) throws IOException {
        BodyFormat.Message message = webhook.format().message(webhook.url(), webhooks.key(webhook.id()), Answer.parsed(delivery.body()));
        String signature = Signature.of(webhooks.secret(webhook.id()), at.getEpochSecond(), message.body());
        return https.send(message.url(), message.headers(delivery.event(), PublicId.text(delivery.id()), signature), message.body());
    }
}
