package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A whole {@code ./busyhour platform} on a fresh data directory, as users start it, and a client of its REST. */
final class PlatformProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long START_TIMEOUT_S = 60;
    private static final String API_KEY = "API key:";
    private static final String TOKEN = "Worker token:";
    private static final String ADDRESS = "platform ";

    private final Path root;
    private final Path data;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private String apiKey;
    private String token;
    private URI address;

    PlatformProcess(Path root, Path data) throws IOException, InterruptedException {
        this(root, data, List.of(), Map.of());
    }

    /**
     * @param more        options.
     * @param environment besides ours.
     */
    PlatformProcess(Path root, Path data, List<String> more, Map<String, String> environment) throws IOException, InterruptedException {
        this(root, data, 0, more, environment);
    }

    /** @param port of HTTP; the link's lie beside it. */
    PlatformProcess(Path root, Path data, int port) throws IOException, InterruptedException {
        this(root, data, port, List.of(), Map.of());
    }

    private PlatformProcess(Path root, Path data, int port, List<String> more, Map<String, String> environment) throws IOException, InterruptedException {
        this.root = root;
        this.data = data;
        final List<String> command = new ArrayList<>(List.of(root.resolve("busyhour").toString(), "platform", "--port", "" + port, "--data", data.toString()));
        command.addAll(more);
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        Thread.ofPlatform().daemon().name("platform-output").start(this::read);
        while (address == null) {
            final String line = lines.poll(START_TIMEOUT_S, TimeUnit.SECONDS);
            if (line == null) {
                process.destroy();
                throw new IOException("the platform did not start in " + START_TIMEOUT_S + " s");
            }
            apiKey = line.startsWith(API_KEY) ? line.substring(API_KEY.length()).strip() : apiKey;
            token = line.startsWith(TOKEN) ? line.substring(TOKEN.length()).strip() : token;
            if (line.startsWith(ADDRESS)) {
                address = URI.create(line.substring(ADDRESS.length()).strip()).resolve("/");
            }
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (address != null) {
                    System.out.println("platform: " + line);
                }
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("the pipe broke: " + e.getMessage());
        }
    }

    /** Kills it as the kernel would when memory is short. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Another one in its place, with the secrets that the first start told. */
    PlatformProcess again() throws IOException, InterruptedException {
        final PlatformProcess next = new PlatformProcess(root, data, address.getPort());
        next.apiKey = apiKey;
        next.token = token;
        return next;
    }

    long pid() {
        return process.pid();
    }

    /** With which workers come. */
    String token() {
        return token;
    }

    URI address() {
        return address;
    }

    Path root() {
        return root;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null, apiKey);
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body, apiKey);
    }

    /** Reads an answer to its end and forgets it, so that who asks a thousand times a second leaves the machine to others. */
    void read(String path) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + apiKey).build();
        final int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("GET " + path + ": " + status);
        }
    }

    private JsonNode send(String method, String path, String body, String key) throws IOException, InterruptedException {
        return JSON.readTree(answer(method, path, body, key)).path("data");
    }

    private String answer(String method, String path, String body, String key) throws IOException, InterruptedException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + key)
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        final HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    LivePage livePage(String path) {
        return new LivePage(client, address.resolve(path), apiKey);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
