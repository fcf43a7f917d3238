package busyhour.web.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class CapacityPlannerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDate TODAY = LocalDate.parse("2026-11-04"); // a Wednesday
    private static final int[] QUARTER = {70, 72, 71, 74, 75, 73, 76, 78, 77, 80, 79, 79, 78};

    private static PlannerSettings settings(String over) throws Exception {
        return SettingsJson.read(JSON.readTree(over), PlannerSettings.DEFAULTS);
    }

    private static CapacityPlan plan(String over) throws Exception {
        return CapacityPlanner.plan(PlannerFixture.history(QUARTER), settings(over), TODAY);
    }

    @Test
    void shouldMultiplyTheHighestWeeklyPercentileByBurstAndGrowth() throws Exception {
        CapacityPlan plan = plan("{}");
        assertThat(plan.base()).isEqualTo(80);
        assertThat(plan.sessions()).isEqualTo(240); // 80 x 1.5 x 2
        assertThat(plan.weeks()).hasSize(13);
        assertThat(plan.weeks().getFirst().monday()).isEqualTo("2026-11-09");
        assertThat(plan.weeks().getFirst().own()).isCloseTo(80 * 1.5 * Math.pow(2, 1 / 13.0), within(1e-9));
        assertThat(plan.weeks().getLast().sessions()).isEqualTo(240);
        assertThat(plan.trunks().needed()).as("240 Erlang at 1 %").isEqualTo(ErlangB.trunks(240, 0.01)).isEqualTo(263);
        assertThat(plan.trunks().others()).extracting(CapacityPlan.AtBlocking::blockingPercent).containsExactly(0.1, 1.0, 5.0);
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void shouldNameTheLimitThatBinds() throws Exception {
        CapacityPlan.Sizing cpu = plan("{}").sizing();
        assertThat(cpu.rows()).extracting(CapacityPlan.Limit::name).containsExactly("CPU", "memory", "network", "ports", "file descriptors");
        assertThat(cpu.binding()).isEqualTo("CPU");
        assertThat(cpu.sessionsPerWorker()).as("80 % of 16 cores at 0.015").isEqualTo(853);
        assertThat(cpu.workers()).isEqualTo(1);
        CapacityPlan.Sizing ports = plan("{\"worker\": {\"ports\": 100}}").sizing();
        assertThat(ports.binding()).isEqualTo("ports");
        assertThat(ports.sessionsPerWorker()).isEqualTo(40);
        assertThat(ports.workers()).isEqualTo(6);
        CapacityPlan.Sizing gpu = plan("{\"perSession\": {\"gpuMemoryMb\": 400}, \"worker\": {\"gpuMemoryMb\": 24000}}").sizing();
        assertThat(gpu.binding()).isEqualTo("GPU memory");
        assertThat(gpu.sessionsPerWorker()).isEqualTo(48);
        assertThat(gpu.rows()).filteredOn(CapacityPlan.Limit::binding).hasSize(1);
    }

    @Test
    void shouldHoldTokensAgainstWhatTheProviderAllowsInAll() throws Exception {
        String model = "{\"perSession\": {\"tokensPerMinute\": 500}, \"model\": {\"tokensPerMinute\": 100000, \"oversubscriptionPercent\": %s}}";
        CapacityPlan none = plan(model.formatted("0"));
        assertThat(none.sizing().binding()).isEqualTo("model tokens");
        assertThat(none.sizing().rows().getLast()).extracting(CapacityPlan.Limit::carries, CapacityPlan.Limit::needed).containsExactly(200L, 2);
        assertThat(none.warnings()).containsExactly("tokens a minute carry 200 of 240 sessions, however many workers there are: ask for 2 times the limit");
        CapacityPlan some = plan(model.formatted("20"));
        assertThat(some.sizing().binding()).as("240 of 240").isEqualTo("CPU");
        assertThat(some.warnings()).singleElement().asString().startsWith("tokens are oversubscribed by 20 %: above 10 %");
        assertThat(plan(model.formatted("10")).warnings()).noneMatch(warning -> warning.contains("oversubscribed"));
    }

    /** The published example: 1,000 endpoints on workers of 200 each take 5 Enterprise licences, 4,995 a month. */
    @Test
    void shouldPriceLicencesAsPublished() throws Exception {
        CapacityPlan plan = plan("{\"growth\": 1, \"burst\": 12.5, \"worker\": {\"cpuCores\": 3.75}, \"tier\": \"ENTERPRISE\"}");
        assertThat(plan.sessions()).isEqualTo(1_000);
        assertThat(plan.sizing().sessionsPerWorker()).isEqualTo(200);
        assertThat(plan.cost().licences()).containsExactly(new CapacityPlan.Licences("ENTERPRISE", 5, 200, 4_995));
        assertThat(plan.cost().total()).isEqualTo(4_995);
        assertThat(plan.cost().tiers()).extracting(CapacityPlan.Licences::costPerMonth).containsExactly(20 * 299.0, 5 * 599.0, 4_995.0);
    }

    @Test
    void shouldMixLicencesSoThatTheyCostLeast() throws Exception {
        CapacityPlan large = plan("{\"growth\": 1, \"burst\": 12.5}"); // 1,000 sessions, 853 on a worker
        assertThat(large.cost().licences()).extracting(CapacityPlan.Licences::tier, CapacityPlan.Licences::count)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("PROFESSIONAL", 1), org.assertj.core.groups.Tuple.tuple("ENTERPRISE", 1));
        assertThat(large.cost().licencesPerMonth()).isEqualTo(999 + 599);
        assertThat(plan("{\"endpointsPerSession\": 2}").cost().licences()).as("480 endpoints").containsExactly(new CapacityPlan.Licences("ENTERPRISE", 1, 1_706, 999));
        assertThat(plan("{\"growth\": 1, \"burst\": 1}").cost().licences()).as("80 endpoints: 2 x 299 is 1 less than 599")
                .containsExactly(new CapacityPlan.Licences("STANDARD", 2, 50, 598));
        assertThat(plan("{\"growth\": 1, \"burst\": 1, \"worker\": {\"costPerMonth\": 100}}").cost().licences()).as("a host each makes one dearer licence cheaper")
                .containsExactly(new CapacityPlan.Licences("PROFESSIONAL", 1, 200, 599));
        assertThat(plan("{\"growth\": 1000, \"burst\": 10}").cost().licencesPerMonth()).as("800,000 endpoints").isEqualTo(938 * 999);
    }

    @Test
    void shouldFindWhereTokensAndGpusCostTheSame() throws Exception {
        // 300 tokens a minute at 5 a million: 0.09 an hour of talk. 5 workers with a GPU of 1.80 an hour: 9 an hour, as much as 100 sessions.
        CapacityPlan plan = plan("""
                {"perSession": {"tokensPerMinute": 300, "gpuMemoryMb": 400}, "worker": {"gpuMemoryMb": 24000},
                 "model": {"costPerMillionTokens": 5, "gpuCostPerHour": 1.8}}""");
        CapacityPlan.ModelCost model = plan.cost().model();
        assertThat(model.tokenCostPerSessionHour()).isCloseTo(0.09, within(1e-12));
        assertThat(model.gpus()).isEqualTo(5);
        assertThat(model.crossingSessions()).isCloseTo(100, within(1e-9));
        assertThat(model.crossingSessionHours()).isCloseTo(73_000, within(1e-6));
        assertThat(model.sessionHoursPerMonth()).as("mean 20 sessions, grown twofold").isCloseTo(730 * 40, within(1e-9));
        assertThat(model.cheaper()).as("40 sessions are below 100").isEqualTo("tokens");
        assertThat(plan.cost().total()).isCloseTo(plan.cost().licencesPerMonth() + 730 * 40 * 0.09, within(1e-9));
        assertThat(plan("{}").cost().model()).as("nothing is known of a model").isNull();
        assertThat(plan("{\"model\": {\"gpuCostPerHour\": 1}}").cost().model().cheaper()).isEqualTo("gpus");
    }

    @Test
    void shouldAddCustomersFromTheWeekInWhichTheyStart() throws Exception {
        CapacityPlan plan = plan("""
                {"customers": [{"name": "acme", "starts": "2026-11-18", "busyHourCalls": 1200, "meanSeconds": 180},
                               {"name": "late", "starts": "2027-06-01", "busyHourCalls": 9999, "meanSeconds": 600}]}""");
        assertThat(plan.weeks().getFirst().customers()).isZero();
        assertThat(plan.weeks().get(1).monday()).isEqualTo("2026-11-16");
        assertThat(plan.weeks().get(1).customers()).as("60 Erlang with the burst").isCloseTo(90, within(1e-9));
        assertThat(plan.sessions()).isEqualTo(330);
        assertThat(plan.warnings()).containsExactly("late comes on 2027-06-01, after the weeks ahead, and is not in this plan");
    }

    @Test
    void shouldWarnOfAShortHistoryAndOfATrendBeyondTheGrowth() throws Exception {
        assertThat(CapacityPlanner.plan(PlannerFixture.history(10, 20, 30), settings("{}"), TODAY).warnings())
                .containsExactly("the history covers 3 whole weeks of 13: what comes once a quarter may not be in it",
                        "at the trend of these weeks the p99 comes to 160 sessions, more than growth 2 allows for");
    }

    @Test
    void shouldPlanWhenAWorkerCarriesNothing() throws Exception {
        CapacityPlan plan = plan("{\"perSession\": {\"cpuCores\": 100}}");
        assertThat(plan.sizing().sessionsPerWorker()).isNull();
        assertThat(plan.sizing().workers()).isNull();
        assertThat(plan.cost().licences()).isEmpty();
        assertThat(plan.warnings()).containsExactly("a worker carries no session: CPU 12.8 cores free, one takes 100");
    }

    @Test
    void shouldTellAllFaultsOfSettings() {
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> settings("""
                {"burst": 0, "colour": 1, "weeks": 2.5, "worker": {"cores": 4, "memoryMb": "8G"}, "tier": "GOLD", "licences": 5, "model": {"oversubscriptionPercent": null},
                 "customers": [{"name": "", "starts": "soon", "busyHourCalls": 1}]}"""))
                .satisfies(e -> assertThat(e.faults()).containsExactlyInAnyOrder(
                        "colour: found an unknown key, expected one of blockingPercent, burst, currency, customers, endpointsPerSession, growth, licences, model,"
                                + " perSession, tier, weeks, worker",
                        "worker.cores: found an unknown key, expected one of costPerMonth, cpuCores, fileDescriptors, gpuMemoryMb, memoryMb, networkMbps, ports, reservePercent",
                        "worker.memoryMb: found '8G', expected a number from 64 to 100000000",
                        "model.oversubscriptionPercent: found null, expected a number from 0 to 1000",
                        "licences: found 5, expected a list of at most 8",
                        "weeks: found 2.5, expected a whole number",
                        "burst: found 0, expected a number from 1 to 100",
                        "tier: found 'GOLD', expected null or one of [STANDARD, PROFESSIONAL, ENTERPRISE]",
                        "customers[0].starts: found 'soon', expected a date such as 2027-03-01",
                        "customers[0].name: found '', expected a text of 1 to 100 characters",
                        "customers[0].meanSeconds: found nothing, expected a number from 1 to 86400"));
    }

    @Test
    void shouldWriteSettingsAsTheyAreRead() throws Exception {
        PlannerSettings settings = settings("""
                {"weeks": 6, "tier": "STANDARD", "perSession": {"gpuMemoryMb": 3}, "customers": [{"name": "a", "starts": "2027-01-01", "busyHourCalls": 1, "meanSeconds": 2}]}""");
        assertThat(SettingsJson.read(SettingsJson.tree(settings), PlannerSettings.DEFAULTS)).isEqualTo(settings);
        assertThat(SettingsJson.read(JSON.readTree("{\"perSession\": {\"gpuMemoryMb\": null}}"), settings).perSession().gpuMemoryMb()).isNull();
    }
}
