package busyhour.web.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.planner.CapacityPlan.Cost;
import busyhour.web.planner.CapacityPlan.Licences;
import busyhour.web.planner.CapacityPlan.ModelCost;
import busyhour.web.planner.CapacityPlan.Sizing;
import busyhour.web.planner.PlannerSettings.Customer;
import busyhour.web.planner.PlannerSettings.Licence;

/** What workers, licences and the model cost each month. Stateless. */
final class CostTable {

    private static final double HOURS_PER_MONTH = 730;
    private static final int MIXED = 200_000;

    private CostTable() {
    }

    static Cost of(History history, PlannerSettings settings, Sizing sizing) {
        int capacity = sizing.sessionsPerWorker() == null ? 0 : (int) Math.min(5_000_000, (long) sizing.sessionsPerWorker() * settings.endpointsPerSession());
        List<Licences> tiers = capacity == 0 ? List.of() : settings.licences().stream().map(licence -> alone(licence, capacity, sizing.endpoints())).toList();
        List<Licences> chosen = capacity == 0 ? List.of() : settings.tier() == null ? cheapest(settings, capacity, sizing.endpoints())
                : tiers.stream().filter(licences -> licences.tier().equals(settings.tier())).toList();
        double licences = chosen.stream().mapToDouble(Licences::costPerMonth).sum();
        double hosts = chosen.stream().mapToInt(Licences::count).sum() * settings.worker().costPerMonth();
        ModelCost model = model(history, settings, sizing);
        double models = model == null || model.cheaper() == null ? 0 : model.cheaper().equals("tokens") ? model.tokensPerMonthCost() : model.gpusPerMonthCost();
        return new Cost(settings.currency(), chosen, licences, tiers, hosts, model, licences + hosts + models);
    }

    private static int carries(Licence licence, int capacity) {
        return licence.endpoints() == null ? capacity : Math.min(licence.endpoints(), capacity);
    }

    private static Licences alone(Licence licence, int capacity, int endpoints) {
        int each = carries(licence, capacity);
        int count = Math.max(1, (endpoints + each - 1) / each);
        return new Licences(licence.tier(), count, each, count * licence.costPerMonth());
    }

    /** The mix that carries the endpoints for the least, hosts included: the cheapest way to n endpoints is one licence more than to fewer. */
    private static List<Licences> cheapest(PlannerSettings settings, int capacity, int endpoints) {
        List<Licence> all = settings.licences();
        Licence best = all.stream().min(Comparator.comparingDouble(licence -> (licence.costPerMonth() + settings.worker().costPerMonth()) / carries(licence, capacity)))
                .orElseThrow();
        int bulk = Math.max(0, endpoints - MIXED) / carries(best, capacity); // the mix only matters for the rest
        int most = Math.max(1, endpoints - bulk * carries(best, capacity));
        double[] cost = new double[most + 1];
        byte[] last = new byte[most + 1];
        for (int n = 1; n <= most; n++) {
            cost[n] = Double.MAX_VALUE;
            for (int i = 0; i < all.size(); i++) {
                double with = cost[Math.max(0, n - carries(all.get(i), capacity))] + all.get(i).costPerMonth() + settings.worker().costPerMonth();
                if (with < cost[n]) {
                    cost[n] = with;
                    last[n] = (byte) i;
                }
            }
        }
        Map<Licence, Integer> counts = new HashMap<>();
        if (bulk > 0) {
            counts.put(best, bulk);
        }
        for (int n = most; n > 0; n -= carries(all.get(last[n]), capacity)) {
            counts.merge(all.get(last[n]), 1, Integer::sum);
        }
        List<Licences> mix = new ArrayList<>();
        all.forEach(licence -> {
            int count = counts.getOrDefault(licence, 0);
            if (count > 0) {
                mix.add(new Licences(licence.tier(), count, carries(licence, capacity), count * licence.costPerMonth()));
            }
        });
        return mix;
    }

    /** Null when neither a price of tokens nor one of GPUs is known. Customers to come talk through the day as the history does. */
    private static ModelCost model(History history, PlannerSettings settings, Sizing sizing) {
        Double perMinute = settings.perSession().tokensPerMinute();
        Double perMillion = settings.model().costPerMillionTokens();
        Double tokenHour = perMinute == null || perMillion == null ? null : perMinute * 60 * perMillion / 1e6;
        Double gpuHour = settings.model().gpuCostPerHour();
        if (tokenHour == null && gpuHour == null) {
            return null;
        }
        double load = history.busyErlang() == 0 ? 0 : history.meanSessions() / history.busyErlang();
        double hours = HOURS_PER_MONTH * (history.meanSessions() * settings.growth()
                + load * settings.customers().stream().mapToDouble(Customer::erlang).sum());
        Double tokens = tokenHour == null ? null : hours * tokenHour;
        Integer gpus = gpuHour == null ? null : sizing.workers();
        Double gpuMonth = gpus == null ? null : gpus * gpuHour * HOURS_PER_MONTH;
        Double crossing = tokenHour == null || tokenHour == 0 || gpuMonth == null ? null : gpus * gpuHour / tokenHour;
        String cheaper = tokens == null ? gpuMonth == null ? null : "gpus" : gpuMonth == null || tokens <= gpuMonth ? "tokens" : "gpus";
        return new ModelCost(hours, tokenHour, tokens, gpus, gpuMonth, crossing, crossing == null ? null : crossing * HOURS_PER_MONTH, cheaper);
    }
}
