package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** Plan, usage and past periods. */
final class BillingSamples implements RouteSamples {

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET /billing", world -> Ask.of());
        to.accept("PATCH /billing", world -> Ask.of().body("{\"plan\": \"self-hosted\", \"spendingLimit\": 20.5, \"alertPercents\": [90, 50]}"));
        to.accept("GET /billing/plans", world -> Ask.of());
        to.accept("GET /billing/usage", world -> Ask.of().query("by=project"));
        to.accept("GET /billing/usage.csv", world -> Ask.of());
        to.accept("GET /billing/periods", world -> Ask.of());
    }
}
