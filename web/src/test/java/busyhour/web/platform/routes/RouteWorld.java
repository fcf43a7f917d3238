package busyhour.web.platform.routes;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import busyhour.web.access.Accounts;
import busyhour.web.access.Role;
import busyhour.web.platform.TestPlatform;
import busyhour.web.platform.TestPlatform.Reply;
import busyhour.web.store.Database;

/** A platform with an organisation whose project {@value #PROJECT} has an ended run, and a second organisation that must see nothing of it. */
public final class RouteWorld implements AutoCloseable {

    public static final String PROJECT = "default";

    /** Stands in names that the samples make; another organisation's answers must not contain it. */
    public static final String MARK = "Zugspitze";

    private final TestPlatform platform = new TestPlatform();
    private final Map<Role, String> keys = new EnumMap<>(Role.class);
    private final List<String> ids = new ArrayList<>();
    private final Database database;
    private final Accounts accounts;
    private final String otherKey;
    private final String projectId;
    private final String run;
    private int names;

    RouteWorld() throws Exception {
        database = Database.at(platform.databaseUrl());
        accounts = new Accounts(database);
        otherKey = accounts.createOrganisation("Other", PROJECT);
        for (Role role : Role.values()) {
            keys.put(role, accounts.addApiKey(accounts.firstOrganisation(), role.name(), role));
        }
        projectId = made(platform.get("/api/v1/projects").data().get(0).path("id").asText());
        platform.connectWorker("w1", 3, 50);
        run = made(platform.run(TestPlatform.plan(20).replace("synthetic", MARK)));
        com.fasterxml.jackson.databind.JsonNode ended = platform.awaitEnd(run, 30_000);
        if (!ended.path("status").asText().equals("COMPLETED")) {
            throw new IllegalStateException("the run did not play: " + ended);
        }
    }

    public TestPlatform platform() {
        return platform;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Database database() {
        return database;
    }

    /** Of the first organisation, by its role. */
    public String key(Role role) {
        return keys.get(role);
    }

    /** Of the other organisation's owner. */
    public String otherKey() {
        return otherKey;
    }

    public String projectId() {
        return projectId;
    }

    /** A run of 40 endpoints that has ended. */
    public String run() {
        return run;
    }

    /** A name that nothing else has. */
    public String name() {
        return MARK + " " + ++names;
    }

    /** A test of its own. */
    public String test() {
        return post("/projects/" + PROJECT + "/tests", TestPlatform.plan(1).replace("synthetic busy hour", name()));
    }

    /** Makes something as the owner; returns its id. */
    public String post(String path, String body) {
        Reply reply = platform.post("/api/v1" + path, body);
        if (reply.status() / 100 != 2) {
            throw new IllegalStateException("POST " + path + ": " + reply.raw().body());
        }
        return made(reply.data().path("id").asText());
    }

    /** Notes an id that another organisation must not see. */
    public String made(String id) {
        ids.add(id);
        return id;
    }

    /** What of ours stands in a text. */
    List<String> leaked(String text) {
        List<String> leaked = new ArrayList<>(ids.stream().filter(id -> !id.isEmpty() && text.contains(id)).toList());
        if (text.contains(MARK)) {
            leaked.add(MARK);
        }
        return leaked;
    }

    @Override
    public void close() {
        database.close();
        platform.close();
    }
}
