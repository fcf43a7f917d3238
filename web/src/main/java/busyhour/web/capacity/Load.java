package busyhour.web.capacity;

/**
 * How much goes on.
 *
 * @param sessions  calls up.
 * @param endpoints held by runs, in a call or not.
 */
record Load(int sessions, int endpoints) {

    static final Load NONE = new Load(0, 0);

    Load plus(Load other) {
        return new Load(sessions + other.sessions, endpoints + other.endpoints);
    }
}
