package busyhour.web.live;

import java.util.List;

/** Where a running run's figures come from. Any thread. */
public interface RunSource {

    /** All seconds so far, in order; the last ones may still change. */
    List<RunSecond> seconds();

    /** The result so far, as JSON. */
    String resultJson();
}
