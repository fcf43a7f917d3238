package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.WorkerSettings;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.RbacV1Subject;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files in tuning/ that run Busyhour elsewhere, against Kubernetes' own API description and against what our commands take. */
class ScaleOutFilesTest {
    private static final Path TUNING = Path.of(System.getProperty("busyhour.root", "..")).resolve("tuning");
    private static final String TOKEN = "cmw_" + "0a".repeat(32);

    /** Looks through all of an object: unknown, missing and mistyped fields. */
    private interface Check {
        void on(JsonElement object) throws IOException;
    }

    private static final Map<String, Check> KINDS = Map.of(
            "apps/v1 StatefulSet", V1StatefulSet::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
            "batch/v1 CronJob", V1CronJob::validateJsonElement,
            "rbac.authorization.k8s.io/v1 Role", V1Role::validateJsonElement,
            "rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding::validateJsonElement);

    private static Yaml yaml() {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(strict));
    }

    private static JsonElement json(Object tree) {
        return JsonParser.parseString(new GsonBuilder().serializeNulls().create().toJson(tree));
    }

    /** By "kind name". */
    private static Map<String, JsonObject> manifests() throws IOException {
        Map<String, JsonObject> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(TUNING.resolve("kubernetes"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
                for (Object document : yaml().loadAll(Files.readString(file))) {
                    JsonObject object = json(document).getAsJsonObject();
                    String name = object.get("kind").getAsString() + " " + object.getAsJsonObject("metadata").get("name").getAsString();
                    assertThat(all.put(name, object)).as(name).isNull();
                }
            }
        }
        return all;
    }

    private static void check(JsonObject object) throws IOException {
        String kind = object.get("apiVersion").getAsString() + " " + object.get("kind").getAsString();
        assertThat(KINDS).as("kinds that are looked into").containsKey(kind);
        KINDS.get(kind).on(object);
        if (object.has("subjects")) {
            RbacV1Subject.validateJsonElement(object.getAsJsonArray("subjects").get(0));
        }
    }

    @Test
    void shouldBeWhatKubernetesDescribes() throws Exception {
        Map<String, JsonObject> all = manifests();
        assertThat(all.keySet()).hasSize(11);
        for (JsonObject object : all.values()) {
            check(object);
            assertThat(object.getAsJsonObject("metadata").get("namespace").getAsString()).isEqualTo("busyhour");
        }
    }

    @Test
    void shouldFindWhatKubernetesWouldRefuse() throws Exception {
        for (String[] fault : new String[][] {{"\"serviceName\"", "\"serviceNames\""}, {"\"containerPort\"", "\"containersPort\""},
                {"\"secretKeyRef\"", "\"secretRef\""}, {"\"minReplicas\"", "\"minimum\""}, {"\"stabilizationWindowSeconds\"", "\"window\""},
                {"\"scaleTargetRef\"", "\"target\""}, {"\"jobTemplate\"", "\"job\""}, {"\"mountPath\"", "\"path\""}}) {
            List<JsonObject> broken = manifests().values().stream().filter(object -> object.toString().contains(fault[0]))
                    .map(object -> JsonParser.parseString(object.toString().replace(fault[0], fault[1])).getAsJsonObject()).toList();
            assertThat(broken).as(fault[0]).isNotEmpty();
            for (JsonObject object : broken) {
                assertThatThrownBy(() -> check(object)).as(fault[0]).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static JsonObject podOf(JsonObject workload) {
        JsonObject spec = workload.getAsJsonObject("spec");
        return (spec.has("jobTemplate") ? spec.getAsJsonObject("jobTemplate").getAsJsonObject("spec") : spec).getAsJsonObject("template");
    }

    private static JsonObject container(JsonObject workload) {
        return podOf(workload).getAsJsonObject("spec").getAsJsonArray("containers").get(0).getAsJsonObject();
    }

    @Test
    void shouldNameEachOtherAsTheyAreCalled() throws Exception {
        Map<String, JsonObject> all = manifests();
        for (String name : List.of("busyhour-platform", "busyhour-worker")) {
            JsonObject set = all.get("StatefulSet " + name);
            JsonObject labels = podOf(set).getAsJsonObject("metadata").getAsJsonObject("labels");
            assertThat(set.getAsJsonObject("spec").getAsJsonObject("selector").getAsJsonObject("matchLabels")).isEqualTo(labels);
            JsonObject service = all.get("Service " + set.getAsJsonObject("spec").get("serviceName").getAsString());
            assertThat(service.getAsJsonObject("spec").getAsJsonObject("selector")).isEqualTo(labels);
            Set<String> ports = new HashSet<>();
            container(set).getAsJsonArray("ports").forEach(port -> ports.add(port.getAsJsonObject().get("name").getAsString()));
            service.getAsJsonObject("spec").getAsJsonArray("ports").forEach(port -> assertThat(ports).contains(port.getAsJsonObject().get("targetPort").getAsString()));
            Set<String> volumes = new HashSet<>();
            Stream.of(podOf(set).getAsJsonObject("spec").getAsJsonArray("volumes"), set.getAsJsonObject("spec").getAsJsonArray("volumeClaimTemplates"))
                    .forEach(list -> list.forEach(each -> volumes.add((each.getAsJsonObject().has("metadata") ? each.getAsJsonObject().getAsJsonObject("metadata")
                            : each.getAsJsonObject()).get("name").getAsString())));
            container(set).getAsJsonArray("volumeMounts").forEach(mount -> assertThat(volumes).contains(mount.getAsJsonObject().get("name").getAsString()));
        }
        JsonObject scaler = all.get("HorizontalPodAutoscaler busyhour-worker").getAsJsonObject("spec");
        assertThat(all).containsKey(scaler.getAsJsonObject("scaleTargetRef").get("kind").getAsString() + " " + scaler.getAsJsonObject("scaleTargetRef").get("name").getAsString());
        assertThat(all.get("StatefulSet busyhour-worker").getAsJsonObject("spec").has("replicas")).as("left to the autoscaler").isFalse();
        assertThat(scaler.getAsJsonArray("metrics").get(0).toString()).contains("\"busyhour_active_sessions\"");
        assertThat(all.get("Role busyhour-prescale").toString()).contains("\"horizontalpodautoscalers\"", "\"busyhour-worker\"", "\"patch\"");
        for (String job : List.of("CronJob busyhour-prescale-up", "CronJob busyhour-prescale-down")) {
            assertThat(container(all.get(job)).toString()).contains("/namespaces/busyhour/horizontalpodautoscalers/busyhour-worker");
            assertThat(podOf(all.get(job)).getAsJsonObject("spec").get("serviceAccountName").getAsString()).isEqualTo("busyhour-prescale");
        }
        assertThat(all.get("RoleBinding busyhour-prescale").toString()).contains("\"kind\":\"Role\",\"name\":\"busyhour-prescale\"");
    }

    private static List<String> strings(JsonElement list) {
        List<String> strings = new ArrayList<>();
        list.getAsJsonArray().forEach(each -> strings.add(each.getAsString()));
        return strings;
    }

    /** Values of fields and secrets are made up as Kubernetes would fill them in. */
    private static Map<String, String> environment(JsonObject container) {
        Map<String, String> environment = new HashMap<>();
        container.getAsJsonArray("env").forEach(each -> {
            JsonObject variable = each.getAsJsonObject();
            String name = variable.get("name").getAsString();
            environment.put(name, variable.has("value") ? variable.get("value").getAsString() : name.equals("WORKER_TOKEN") ? TOKEN : "busyhour-worker-0");
        });
        return environment;
    }

    @Test
    void shouldStartCommandsWithWhatTheyTake() throws Exception {
        Map<String, JsonObject> all = manifests();
        JsonObject platform = container(all.get("StatefulSet busyhour-platform"));
        List<String> arguments = strings(platform.get("args"));
        BusyhourCommand.line(arguments.toArray(String[]::new)).parseArgs(arguments.toArray(String[]::new));
        assertThat(environment(platform)).containsKeys("BUSYHOUR_DATABASE", "BUSYHOUR_VAULT_KEY", "POD_IP");

        JsonObject worker = container(all.get("StatefulSet busyhour-worker"));
        assertThat(strings(worker.get("args"))).containsExactly("worker");
        WorkerSettings settings = WorkerSettings.of(environment(worker));
        assertThat(settings.capacity()).isEqualTo(1_000);
        assertThat(settings.cloudUrl().getHost()).isEqualTo("busyhour-platform.busyhour.svc");
        assertThat(container(all.get("StatefulSet busyhour-worker")).getAsJsonArray("ports").get(0).getAsJsonObject().get("containerPort").getAsInt())
                .isEqualTo(settings.healthPort());
    }

    @Test
    void shouldPutTwoWorkersWithCoresOfTheirOwnOnOneHost() throws Exception {
        Map<String, Object> compose = yaml().load(Files.readString(TUNING.resolve("compose.yaml")));
        JsonObject services = json(compose).getAsJsonObject().getAsJsonObject("services");
        assertThat(services.keySet()).containsExactly("database", "platform", "worker-1", "worker-2");
        Set<String> volumes = json(compose).getAsJsonObject().getAsJsonObject("volumes").keySet();
        Set<String> cores = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (String name : List.of("worker-1", "worker-2")) {
            JsonObject service = services.getAsJsonObject(name);
            Map<String, String> environment = new HashMap<>();
            service.getAsJsonObject("environment").entrySet().forEach(each -> environment.put(each.getKey(), each.getValue().getAsString()));
            environment.put("WORKER_TOKEN", TOKEN);
            WorkerSettings settings = WorkerSettings.of(environment);
            assertThat(settings.name()).isEqualTo(name);
            assertThat(ports.add(settings.healthPort())).isTrue();
            List<String> cpus = List.of(service.get("cpuset").getAsString().split(","));
            assertThat(cpus).contains(settings.cores());
            cpus.forEach(cpu -> assertThat(cores.add(cpu)).as("core " + cpu + " is nobody else's").isTrue());
            assertThat(service.getAsJsonObject("ulimits").get("nofile").getAsInt()).isEqualTo(1_048_576);
            assertThat(volumes).contains(service.getAsJsonArray("volumes").get(0).getAsString().split(":")[0]);
        }
        List<String> platform = strings(services.getAsJsonObject("platform").get("command"));
        BusyhourCommand.line(platform.toArray(String[]::new)).parseArgs(platform.toArray(String[]::new));
        assertThat(services.getAsJsonObject("platform").getAsJsonObject("environment").get("BUSYHOUR_DATABASE").getAsString())
                .startsWith("jdbc:postgresql://127.0.0.1:15432/busyhour?user=busyhour&password=");
        assertThat(strings(services.getAsJsonObject("database").get("command"))).contains("port=15432");
    }

    @Test
    void shouldBuildTheImageFromWhatIsThere() throws Exception {
        List<String> lines = Files.readAllLines(TUNING.resolve("Containerfile"));
        Pattern copy = Pattern.compile("COPY ([^-].*) \\S+");
        List<String> copied = new ArrayList<>();
        for (String line : lines) {
            Matcher sources = copy.matcher(line);
            if (sources.matches()) {
                copied.addAll(List.of(sources.group(1).split(" ")));
            }
        }
        assertThat(copied).contains("busyhour", "tuning").allSatisfy(source -> assertThat(TUNING.resolveSibling(source)).exists());
        String modules = Files.readString(TUNING.resolveSibling("pom.xml"));
        Matcher module = Pattern.compile("<module>([^<]+)</module>").matcher(modules);
        while (module.find()) {
            assertThat(copied).as("every module is built").contains(module.group(1));
        }
        assertThat(lines).contains("FROM eclipse-temurin:25-jdk", "ENTRYPOINT [\"/opt/busyhour/busyhour\"]", "USER busyhour");
    }
}
