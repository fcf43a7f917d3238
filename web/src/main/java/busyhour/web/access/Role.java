package busyhour.web.access;

/** What a member of an organisation may do; each may do what those before it may. */
public enum Role {
    /** Sees tests, runs, probes, files and members. */
    VIEWER,
    /** Runs what is there: tests, probes. */
    TESTER,
    /** Makes, changes and deletes it; makes API keys. */
    EDITOR,
    /** Looks after members, workers and the organisation's settings. */
    ADMIN,
    /** Looks after billing; deletes the organisation. */
    OWNER;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
