package busyhour.web.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

import busyhour.web.store.FaultLine;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule in the table {@code scheduled_tasks}, by db-scheduler: a row is picked with SELECT … FOR UPDATE SKIP LOCKED, so that one
 * process does it; heartbeats tell the others that it lives.
 *
 * <p>Made, given its work, then started. Until it is started, or when it never is, times are stored for other processes.
 */
public final class DatabaseSchedule implements Schedule, AutoCloseable {

    private static final String ONLY = "only";
    private static final int THREADS = 16;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int HEARTBEATS_MISSED = 6;
    private static final Duration AGAIN_AFTER_FAULT = Duration.ofSeconds(30);
    private static final Duration END_WAIT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSchedule.class);

    private final DataSource database;
    private final Duration poll;
    private final List<CustomTask<Void>> recurring = new ArrayList<>();
    private final List<com.github.kagkarlsson.scheduler.task.Task<?>> keyed = new ArrayList<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("schedule-", 0).factory());
    private Scheduler scheduler;
    private SchedulerClient beforeStart;

    public DatabaseSchedule(DataSource database) {
        this(database, POLL);
    }

    DatabaseSchedule(DataSource database, Duration poll) {
        this.database = database;
        this.poll = poll;
    }

    @Override
    public void every(String name, Duration interval, Runnable work) {
        checkNotStarted(name);
        recurring.add(Tasks.custom(name, Void.class)
                .scheduleOnStartup(ONLY, null, (Instant now) -> now.plus(interval))
                .onFailure((complete, operations) -> operations.reschedule(complete, complete.getTimeDone().plus(interval)))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    guarded(name, work);
                    return again(null, interval);
                }));
    }

    @Override
    public Task task(String name, Work work) {
        checkNotStarted(name);
        keyed.add(Tasks.custom(name, Void.class)
                .onFailure((complete, operations) -> operations.reschedule(complete, complete.getTimeDone().plus(AGAIN_AFTER_FAULT)))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    Instant dueAt = context.getExecution().getExecutionTime();
                    Instant[] next = new Instant[1];
                    boolean done = guarded(name + " " + instance.getId(), () -> next[0] = work.run(instance.getId(), dueAt));
                    return done ? again(next[0], null) : again(null, AGAIN_AFTER_FAULT);
                }));
        return new Times(name);
    }

    private synchronized void checkNotStarted(String name) {
        if (scheduler != null) {
            throw new IllegalStateException(name + " comes after the start");
        }
    }

    private static CompletionHandler<Void> again(Instant at, Duration after) {
        return (complete, operations) -> {
            if (at == null && after == null) {
                operations.remove();
            } else {
                operations.reschedule(complete, at != null ? at : complete.getTimeDone().plus(after));
            }
        };
    }

    private static boolean guarded(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{}: {}", what, FaultLine.of(e));
            LOG.debug("{}", what, e);
            return false;
        }
    }

    /** From now on this process does its part of the work. */
    public synchronized void start() {
        checkNotStarted("a start");
        scheduler = Scheduler.create(database, keyed).startTasks(recurring)
                .schedulerName(new SchedulerName.Fixed("busyhour " + ProcessHandle.current().pid() + " " + Integer.toHexString(System.identityHashCode(this))))
                .threads(THREADS).executorService(threads)
                .pollingInterval(poll).pollUsingLockAndFetch(0.5, 1.0).enableImmediateExecution()
                .heartbeatInterval(HEARTBEAT).missedHeartbeatsLimit(HEARTBEATS_MISSED)
                .shutdownMaxWait(END_WAIT)
                .build();
        scheduler.start();
    }

    private synchronized SchedulerClient client() {
        if (scheduler != null) {
            return scheduler;
        }
        if (beforeStart == null) {
            beforeStart = SchedulerClient.Builder.create(database, List.copyOf(keyed)).build();
        }
        return beforeStart;
    }

    @Override
    public void close() {
        Scheduler started;
        synchronized (this) {
            started = scheduler;
        }
        if (started != null) {
            started.stop();
        }
        threads.shutdownNow();
    }

    private final class Times implements Task {
        private final String name;

        Times(String name) {
            this.name = name;
        }

        @Override
        public void at(String key, Instant time) {
            try {
                client().schedule(new TaskInstance<Void>(name, key), time, SchedulerClient.ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
            } catch (TaskInstanceCurrentlyExecutingException e) {
                LOG.debug("{} {} is being done just now", name, key);
            }
        }

        @Override
        public void cancel(String key) {
            try {
                client().cancel(TaskInstanceId.of(name, key));
            } catch (TaskInstanceNotFoundException | TaskInstanceCurrentlyExecutingException e) {
                LOG.debug("{} {} has no time", name, key);
            }
        }
    }
}
