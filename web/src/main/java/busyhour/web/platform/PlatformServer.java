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

import busyhour.ipc.link.CollectorAgent;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.PlatformLink;
import busyhour.web.access.Accounts;
import busyhour.web.access.AuditLog;
import busyhour.web.access.Invitations;
import busyhour.web.access.Role;
import busyhour.web.capacity.CapacityFeature;
import busyhour.web.access.Scope;
import busyhour.web.access.Sessions;
import busyhour.web.access.Users;
import busyhour.web.capacity.Caps;
import busyhour.web.capacity.CapRules;
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
import busyhour.web.members.MembersFeature;
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
import busyhour.web.store.PublicId;
import busyhour.web.store.Notices;
import busyhour.web.store.Processes;
import busyhour.web.store.RunKey;
import busyhour.web.store.Runs;
import busyhour.web.store.SampleStore;
import busyhour.web.store.Vault;
import busyhour.web.worker.WorkerConnect;
import busyhour.web.worker.WorkerFeature;
import busyhour.web.worker.Workers;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
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
    private static final int LINK_PORT_OFFSET = 10_000;
    private static final int LAST_HTTP_PORT_WITH_OFFSET = 55_534;
    private static final long LICENCES_EVERY_MS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(PlatformServer.class);

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final PlatformSettings settings;
    private final Database database;
    private final Accounts accounts;
    private final Runs runs;
    private final SampleStore store;
    private final Notices notices;
    private final LiveRuns liveRuns;
    private final Sessions sessions;
    private final Users users;
    private final Invitations invitations;
    private final Deferred deferred;
    private final HttpServer http;
    private final List<String> firstStartLines = new ArrayList<>();
    private final Map<Long, RunObserver.Acknowledger> acknowledgers = new ConcurrentHashMap<>();
    private final Processes instance;
    private final Recordings recordings;
    private final DatabaseSchedule schedule;
    private final Workers workers;
    private volatile PlatformLink link;
    private volatile RunConductor conductor;
    private volatile long followed;
    private String workerToken;
    private boolean setUpShown;
    private boolean closed;

    private PlatformServer(PlatformSettings settings, String databaseUrl) throws IOException {
        this.settings = settings;
        quieten();
        try {
            database = opened(databaseUrl == null ? Database.of(EmbeddedDatabase.start(settings.dataDirectory())) : Database.at(databaseUrl));
            accounts = new Accounts(database);
            sessions = new Sessions(database);
            users = new Users(database, sessions);
            invitations = new Invitations(database, users);
            AuditLog audit = new AuditLog(database);
            runs = new Runs(database);
            accounts.createFirst().ifPresent(secrets -> firstStartLines.addAll(
                    List.of("API key: " + secrets.apiKey(), "Worker token: " + secrets.workerToken())));
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
            workers = opened(new Workers(database, instance.number(), sales.licences()));
            WorkerConnect workerConnect = new WorkerConnect(workers, sales.licences(), settings.publicAddress());
            conductor = new RunConductor(database, store, recordings, liveRuns, workers, deferred, instance.number());
            RunLibrary runLibrary = new RunLibrary(accounts, library);
            conductor.rules(new RunRules(sales.limits(), new CapRules(new Caps(database)), runLibrary, runLibrary));
            schedule = opened(new DatabaseSchedule(database.dataSource()));
            Watch watch = new Watch(database, library, vault, conductor, schedule, new Requests(runs));
            conductor.events(watch.events());
            sales.schedule(schedule);
            if (!settings.localRun()) {
                openLink(conductor);
            }
            conductor.notices(notices);
            conductor.adoptOrphans(instance, runLibrary);
            Requests requests = new Requests(runs);
            List<Feature> features = new ArrayList<>(List.of(new RunFeature(database, accounts, requests, liveRuns, conductor, recordings, library),
                    new WorkerFeature(workers, workerConnect, accounts::firstOrganisation), new LibraryFeature(database, library, requests),
                    new MembersFeature(database, accounts, requests, sessions, users, invitations, audit)));
            features.addAll(watch.features());
            features.addAll(sales.features(workers));
            CapacityFeature capacity = new CapacityFeature(database, accounts, requests, liveRuns, workers, schedule, instance.number());
            features.add(capacity);
            features.add(new CompareFeature(database, library, conductor, requests));
            features.add(new ExportFeature(database, requests));
            Access access = new Access(accounts, sessions, settings.http().requestsPerSecond());
            access.onWorkerRefused(workerConnect::refused);
            http = opened(new HttpServer(settings.bindAddress(), settings.port(), settings.http(), access, new Pages(accounts, runs, sessions, users), audit,
                    features, new Scrape(liveRuns, store, workers, capacity.meter())::answer));
            if (!settings.localRun()) {
                schedule.every("audit-log", Duration.ofDays(1), audit::purge);
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
            List.of("com.github.kagkarlsson", "com.zaxxer.hikari", "io.javalin", "org.eclipse.jetty", "org.flywaydb")
                    .forEach(name -> loggers.getLogger(name).setLevel(Level.ERROR));
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        toClose.push(part);
        return part;
    }

    private void openLink(RunConductor conductor) throws IOException {
        PlatformCollector collector = new PlatformCollector(conductor, store, recordings,
                (worker, runId, sequence) -> link.acknowledge(worker, runId, sequence));
        try {
            link = listen(collector);
        } catch (IllegalStateException e) {
            throw new IOException("cannot listen for workers: " + e.getMessage(), e);
        }
        AgentRunner runner = new AgentRunner(new BackoffIdleStrategy(1, 10, 1_000, 1_000_000),
                fault -> LOG.error("the collector met a fault of ours", fault), null, new CollectorAgent(link));
        AgentRunner.startOnThread(opened(runner), work -> Thread.ofPlatform().name("collector").daemon().unstarted(work));
        conductor.link(link);
        workers.link(link);
    }

    /** On ports beside the one for HTTP, so that a firewall can be told; on free ones when those are taken. */
    private PlatformLink listen(PlatformCollector collector) {
        boolean beside = settings.port() > 0 && settings.port() <= LAST_HTTP_PORT_WITH_OFFSET;
        if (beside) {
            try {
                return new PlatformLink(new LinkContext().sealed(true).host(settings.bindAddress()).dataPort(settings.port() + LINK_PORT_OFFSET)
                        .controlPort(settings.port() + LINK_PORT_OFFSET + 1), collector);
            } catch (IllegalStateException e) {
                LOG.warn("{}; taking free ports for workers instead", e.getMessage());
            }
        }
        return new PlatformLink(new LinkContext().sealed(true).host(settings.bindAddress()).dataPort(0).controlPort(0), collector);
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
        return URI.create(root() + (run == 0 ? "/" : "/runs/" + PublicId.text(run)) + "?token=" + sessions.newToken(accounts.firstOrganisation()));
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
        List<String> lines = new ArrayList<>(firstStartLines);
        firstStartLines.clear();
        if (!settings.localRun() && !users.any() && !setUpShown) {
            setUpShown = true;
            Invitations.Fresh first = invitations.add(accounts.firstOrganisation(), null, new Scope(Role.OWNER, true, List.of()), "the platform");
            lines.add("Set-up link for the owner: " + root() + "/invitation#" + first.token());
        }
        return List.copyOf(lines);
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
