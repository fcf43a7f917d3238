package busyhour.web.planner;

import java.time.LocalDate;
import java.util.List;

/**
 * All that the planner reckons with besides the history; every number can be changed. What is null is not known and limits or costs nothing.
 *
 * @param weeks               of history that count, and weeks ahead that are forecast.
 * @param burst               what comes on top of the usual week's peak.
 * @param growth              how much more there will be at the end of the forecast.
 * @param blockingPercent     of calls that may find all trunks taken.
 * @param endpointsPerSession 1 when the other side of a call is another system's, 2 when both are ours.
 * @param tier                of the licences, null = whatever costs least.
 * @param currency            of all prices.
 */
public record PlannerSettings(int weeks, double burst, double growth, double blockingPercent, int endpointsPerSession, PerSession perSession,
        Worker worker, Model model, String tier, List<Licence> licences, String currency, List<Customer> customers) {

    /** Published per-session figures of an audio endpoint; for a 20 % reserve the published advice is 20 to 30 %. */
    public static final PlannerSettings DEFAULTS = new PlannerSettings(13, 1.5, 2, 1, 1,
            new PerSession(0.015, 10, 0.2, 2, 2, null, null),
            new Worker(16, 16_384, 1_000, 28_232, 65_536, null, 20, 0),
            new Model(null, 0, null, null), null,
            List.of(new Licence("STANDARD", 50, 299), new Licence("PROFESSIONAL", 200, 599), new Licence("ENTERPRISE", null, 999)),
            "USD", List.of());

    public PlannerSettings {
        licences = List.copyOf(licences);
        customers = List.copyOf(customers);
    }

    /**
     * What one session takes.
     *
     * @param ports           UDP, of media.
     * @param tokensPerMinute of a language or speech model.
     * @param gpuMemoryMb     of a model that is run on own GPUs.
     */
    public record PerSession(double cpuCores, double memoryMb, double networkMbps, double ports, double fileDescriptors, Double tokensPerMinute,
            Double gpuMemoryMb) {
    }

    /**
     * What one worker has.
     *
     * @param gpuMemoryMb    null without a GPU.
     * @param reservePercent of all that, which stays free.
     * @param costPerMonth   of the host.
     */
    public record Worker(double cpuCores, double memoryMb, double networkMbps, double ports, double fileDescriptors, Double gpuMemoryMb,
            double reservePercent, double costPerMonth) {
    }

    /**
     * A model behind the calls, by the token or on own GPUs, one for each worker.
     *
     * @param tokensPerMinute         that its provider allows in all.
     * @param oversubscriptionPercent of tokens that are promised beyond that, since not all sessions talk at a time.
     */
    public record Model(Double tokensPerMinute, double oversubscriptionPercent, Double costPerMillionTokens, Double gpuCostPerHour) {
    }

    /** @param endpoints that it lets a worker carry, null = no limit. */
    public record Licence(String tier, Integer endpoints, double costPerMonth) {
    }

    /** Somebody who will come. */
    public record Customer(String name, LocalDate starts, double busyHourCalls, double meanSeconds) {

        /** Traffic in the busy hour. */
        public double erlang() {
            return busyHourCalls * meanSeconds / 3_600;
        }
    }
}
