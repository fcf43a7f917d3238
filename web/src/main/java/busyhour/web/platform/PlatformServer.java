package busyhour.web.platform;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import busyhour.ipc.link.PlatformLink;
import busyhour.web.access.Accounts;
import busyhour.web.capacity.CapRules;
import busyhour.web.capacity.CapacityFeature;
import busyhour.web.capacity.Caps;
import busyhour.web.compare.CompareFeature;
import busyhour.web.export.ExportFeature;
import busyhour.web.fleet.Deferred;
import busyhour.web.fleet.PlatformCollector;
import busyhour.web.fleet.RunConductor;
import busyhour.web.fleet.RunRecorder;
import busyhour.web.fleet.RunRules;
import busyhour.web.http.Access;
import busyhour.web.http.Feature;
import busyhour.web.http.HttpServer;
import busyhour.web.http.Pages;
import busyhour.web.http.Requests;
import busyhour.web.library.PlanLibrary;
import busyhour.web.library.rest.LibraryFeature;
import busyhour.web.live.LiveRun;
import busyhour.web.live.LiveRuns;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanSecrets;
import busyhour.web.recording.Recordings;
import busyhour.web.rest.RunFeature;
import busyhour.web.rest.Scrape;
import busyhour.web.result.RunAggregates;
import busyhour.web.run.Platform;
import busyhour.web.run.PlatformSettings;
import busyhour.web.run.RunObserver;
import busyhour.web.schedule.DatabaseSchedule;
import busyhour.web.store.Database;
import busyhour.web.store.DatabaseException;
import busyhour.web.store.EmbeddedDatabase;
import busyhour.web.store.Endpoints;
import busyhour.web.store.Notices;
import busyhour.web.store.Processes;
import busyhour.web.store.PublicId;
import busyhour.web.store.RunKey;
import busyhour.web.store.Runs;
import busyhour.web.store.SampleStore;
import busyhour.web.store.Vault;
import busyhour.web.worker.WorkerConnect;
import busyhour.web.worker.WorkerFeature;
import busyhour.web.worker.Workers;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started platform. What was started is closed in the opposite order.
 *
 * <p>The database is the embedded one of the data directory, or the one that the environment variable {@value #DATABASE_VARIABLE}
 * names ({@code jdbc:postgresql://…}). Several processes may use one data directory at the same time.
 */
public final class PlatformServer implements Platform {

    static final String DATABASE_VARIABLE = "BUSYHOUR_DATABASE";
    private static final long LICENCES_EVERY_MS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(PlatformServer.class);

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final PlatformSettings settings;
    private final Database database;
    private final People people;
    private final Accounts accounts;
    private final Runs runs;
    private final SampleStore store;
    private final Notices notices;
    private final LiveRuns liveRuns;
    private final Deferred deferred;
    private final HttpServer http;
    private final Map<Long, RunObserver.Acknowledger> acknowledgers = new ConcurrentHashMap<>();
    private final Processes instance;
    private final Recordings recordings;
    private final DatabaseSchedule schedule;
    private final Workers workers;
    private volatile PlatformLink link;
    private volatile RunConductor conductor;
    private volatile long followed;
    private String workerToken;
    private boolean closed;

    private PlatformServer(PlatformSettings settings, String databaseUrl) throws IOException {
        this.settings = settings;
        quieten();
        try {
            database = opened(databaseUrl == null ? Database.of(EmbeddedDatabase.start(settings.dataDirectory())) : Database.at(databaseUrl));
            people = new People(database);
            accounts = people.accounts;
            runs = new Runs(database);
            instance = opened(new Processes(database, ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE), () -> System.nanoTime() / 1_000_000));
            deferred = opened(new Deferred());
            Sales.prepare(database);
            store = opened(new SampleStore(database, stored()));
            notices = opened(new Notices(database));
            liveRuns = opened(new LiveRuns(database, notices, instance::hasOthers));
            recordings = new Recordings(settings.dataDirectory());
            deferred.run("deleting recordings of runs that are no more", () -> recordings.deleteUnless(run -> runs.byId(run).isPresent()));
            Vault vault = Vault.open(settings.dataDirectory(), System.getenv(Vault.KEY_VARIABLE));
            PlanLibrary library = new PlanLibrary(database, vault);
            Sales sales = new Sales(database, recordings);
            deferred.every(LICENCES_EVERY_MS, "reading licences", sales.licences()::refresh);
            workers = opened(new Workers(database, notices, instance.number(), sales.licences()));
            WorkerConnect workerConnect = new WorkerConnect(workers, sales.licences(), settings.publicAddress());
            conductor = new RunConductor(database, store, recordings, liveRuns, workers, deferred, instance.number());
            RunLibrary runLibrary = new RunLibrary(accounts, library);
            conductor.rules(new RunRules(sales.limits(), new CapRules(new Caps(database)), runLibrary, runLibrary));
            schedule = opened(new DatabaseSchedule(database.dataSource()));
            Requests requests = new Requests(runs);
            Watch watch = new Watch(database, library, vault, conductor, schedule, requests);
            conductor.events(watch.events());
            sales.schedule(schedule);
            if (!settings.localRun()) {
                openLink(conductor);
            }
            conductor.notices(notices);
            conductor.adoptOrphans(instance, runLibrary);
            List<Feature> features = new ArrayList<>(List.of(new RunFeature(database, accounts, requests, liveRuns, conductor, recordings, library),
                    new WorkerFeature(workers, workerConnect, accounts::firstOrganisation), new LibraryFeature(database, library, requests),
                    people.feature(requests)));
            features.addAll(watch.features());
            features.addAll(sales.features(workers));
            CapacityFeature capacity = new CapacityFeature(database, accounts, requests, liveRuns, workers, schedule, instance.number());
            features.add(capacity);
            features.add(new CompareFeature(database, library, conductor, requests));
            features.add(new ExportFeature(database, requests));
            Access access = new Access(accounts, people.sessions, settings.http().requestsPerSecond());
            access.onWorkerRefused(workerConnect::refused);
            http = opened(new HttpServer(settings.bindAddress(), settings.port(), settings.http(), access, new Pages(accounts, runs, people.sessions, people.users), people.audit,
                    features, new Scrape(liveRuns, store, workers, capacity.meter())::answer));
            if (!settings.localRun()) {
                schedule.every("audit-log", Duration.ofDays(1), people.audit::purge);
                schedule.start();
            }
        } catch (DatabaseException e) {
            close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts all parts and returns when they answer.
     *
     * @param databaseUrl null for the embedded database.
     * @throws IOException with one line for a person.
     */
    public static PlatformServer start(PlatformSettings settings, String databaseUrl) throws IOException {
        return new PlatformServer(settings, databaseUrl);
    }

    /** What the libraries warn of, we say ourselves in one line. */
    private static void quieten() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            List.of("com.zaxxer.hikari", "io.javalin", "org.eclipse.jetty", "org.flywaydb").forEach(name -> loggers.getLogger(name).setLevel(Level.ERROR));
            loggers.getLogger("com.github.kagkarlsson").setLevel(Level.OFF); // a stack trace a second while the database is away; the work itself tells its faults
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        toClose.push(part);
        return part;
    }

    private void openLink(RunConductor conductor) throws IOException {
        link = opened(new WorkerPort(settings, new PlatformCollector(conductor, store, recordings,
                (worker, runId, sequence) -> link.acknowledge(worker, runId, sequence)))).link();
        conductor.link(link);
        workers.link(link);
    }

    private SampleStore.Listener stored() {
        return new SampleStore.Listener() {
            @Override
            public void onStored(long runId, String worker, long sequence) {
                PlatformServer.this.onStored(runId, worker, sequence);
            }

            @Override
            public void onTakenOver(long runId) {
                RunConductor itsConductor = conductor;
                if (itsConductor != null) {
                    itsConductor.onTakenOver(runId);
                }
            }
        };
    }

    private void onStored(long runId, String worker, long sequence) {
        RunObserver.Acknowledger local = acknowledgers.get(runId);
        PlatformLink itsLink = link;
        if (local != null) {
            local.acknowledge(worker, runId, sequence);
        } else if (itsLink != null) {
            itsLink.acknowledge(worker, runId, sequence);
        }
    }

    @Override
    public URI address() {
        long run = followed;
        return URI.create(root() + (run == 0 ? "/" : "/runs/" + PublicId.text(run)) + "?token=" + people.sessions.newToken(accounts.firstOrganisation()));
    }

    @Override
    public URI localAddress() {
        return URI.create("http://127.0.0.1:" + http.localPort());
    }

    private String root() {
        String host = settings.bindAddress().equals("0.0.0.0") || settings.bindAddress().equals("::") ? "127.0.0.1" : settings.bindAddress();
        return (settings.http().isTls() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port();
    }

    /** For tests: a worker that is away so long has lost its part of a run. */
    void lostAfter(long ms) {
        conductor.lostAfter(ms);
    }

    /** Of HTTP. */
    public int port() {
        return http.port();
    }

    @Override
    public List<String> firstStartLines() {
        return people.firstStartLines(root(), settings.localRun());
    }

    @Override
    public synchronized String workerToken() {
        if (workerToken == null) {
            workerToken = accounts.newWorkerToken("this host");
        }
        return workerToken;
    }

    @Override
    public RunObserver follow(Plan plan, long runId, RunAggregates aggregates, RunObserver.Acknowledger acknowledger) {
        long project = accounts.projects(accounts.firstOrganisation()).getFirst().id();
        Runs.Run run = runs.add(runId, project, null, plan.name(), PlanSecrets.hidden(plan.json()), plan.endpoints(), instance.number());
        SampleStore.preparePartitions(database, run.day());
        RunKey key = RunRecorder.key(run, plan);
        new Endpoints(database).addAll(key);
        acknowledgers.put(runId, acknowledger);
        LiveRun live = liveRuns.begin(runId, aggregates);
        followed = runId;
        return new LocalRun(runId, new RunRecorder(key, store, recordings.writer(runId)), store, liveRuns, live, runs, deferred);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Optional.ofNullable(workerToken).ifPresent(this::revoke);
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (Exception e) {
                LOG.warn("closing the platform: {}", String.valueOf(e.getMessage()));
            }
        }
    }

    private void revoke(String token) {
        try {
            accounts.revokeWorkerToken(token);
        } catch (RuntimeException e) {
            LOG.debug("the token of this host's worker stays valid: {}", e.toString());
        }
    }
}
