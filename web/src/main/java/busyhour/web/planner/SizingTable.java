package busyhour.web.planner;

import java.util.ArrayList;
import java.util.List;

import busyhour.web.planner.CapacityPlan.Limit;
import busyhour.web.planner.CapacityPlan.Sizing;
import busyhour.web.planner.PlannerSettings.PerSession;
import busyhour.web.planner.PlannerSettings.Worker;

/** How many sessions a worker carries, by each of its limits; the lowest binds. Stateless. */
final class SizingTable {

    private SizingTable() {
    }

    static Sizing of(PlannerSettings settings, int sessions) {
        PerSession one = settings.perSession();
        Worker worker = settings.worker();
        double free = 1 - worker.reservePercent() / 100;
        List<Limit> rows = new ArrayList<>();
        add(rows, "CPU", "cores", one.cpuCores(), worker.cpuCores(), free, sessions);
        add(rows, "memory", "MB", one.memoryMb(), worker.memoryMb(), free, sessions);
        add(rows, "network", "Mbit/s", one.networkMbps(), worker.networkMbps(), free, sessions);
        add(rows, "ports", "ports", one.ports(), worker.ports(), free, sessions);
        add(rows, "file descriptors", "descriptors", one.fileDescriptors(), worker.fileDescriptors(), free, sessions);
        add(rows, "GPU memory", "MB", one.gpuMemoryMb(), worker.gpuMemoryMb(), free, sessions);
        Limit tightest = rows.stream().reduce((a, b) -> b.carries() < a.carries() ? b : a).orElse(null);
        tokens(rows, settings, sessions);
        Limit tokens = rows.stream().filter(Limit::forAll).findFirst().orElse(null);
        Limit binding = tokens != null && tokens.carries() < sessions ? tokens : tightest;
        Integer perWorker = tightest == null || tightest.carries() == 0 ? null : (int) Math.min(tightest.carries(), Integer.MAX_VALUE);
        return new Sizing(rows.stream().map(row -> row == binding ? marked(row) : row).toList(), binding == null ? null : binding.name(), perWorker,
                perWorker == null ? null : workers(sessions, perWorker), (int) Math.min(Integer.MAX_VALUE, (long) sessions * settings.endpointsPerSession()));
    }

    private static void add(List<Limit> rows, String name, String unit, Double perSession, Double has, double free, int sessions) {
        if (perSession != null && has != null && perSession > 0) {
            double usable = has * free;
            long carries = (long) Math.floor(usable / perSession + 1e-9);
            rows.add(new Limit(name, unit, perSession, has, usable, carries, false, carries == 0 ? 0 : workers(sessions, carries), false));
        }
    }

    /** What a provider allows in all; no worker more helps against it. */
    private static void tokens(List<Limit> rows, PlannerSettings settings, int sessions) {
        Double perSession = settings.perSession().tokensPerMinute();
        Double has = settings.model().tokensPerMinute();
        if (perSession != null && has != null && perSession > 0) {
            double usable = has * (1 + settings.model().oversubscriptionPercent() / 100);
            rows.add(new Limit("model tokens", "tokens/min", perSession, has, usable, (long) Math.floor(usable / perSession + 1e-9), true,
                    Math.max(1, CapacityPlanner.whole(sessions * perSession / usable)), false));
        }
    }

    static int workers(int sessions, long perWorker) {
        return (int) Math.max(1, (sessions + perWorker - 1) / perWorker);
    }

    private static Limit marked(Limit row) {
        return new Limit(row.name(), row.unit(), row.perSession(), row.has(), row.usable(), row.carries(), row.forAll(), row.needed(), true);
    }
}
