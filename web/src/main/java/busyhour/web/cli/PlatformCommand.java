package busyhour.web.cli;

import busyhour.ipc.WorkerSettings;
import busyhour.web.result.ExitCode;
import busyhour.web.run.HttpSettings;
import busyhour.web.run.Platform;
import busyhour.web.run.PlatformSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code busyhour platform}: REST and pages until it is told to stop. */
@Command(name = "platform", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        description = {"Starts the platform: REST, pages, results. Workers connect to it.", ""})
final class PlatformCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "8080", paramLabel = "PORT", description = "HTTP port (${DEFAULT-VALUE}).")
    private int port;
    @Option(names = "--bind", defaultValue = "127.0.0.1", paramLabel = "ADDRESS",
            description = "Where to listen (${DEFAULT-VALUE}).")
    private String bind;
    @Option(names = "--public-address", paramLabel = "ADDRESS",
            description = "Name or address by which workers reach the link's UDP ports (default: as in their CLOUD_URL).")
    private String publicAddress;
    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default: ~/.busyhour).")
    private Path data;
    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "Serve HTTPS with this certificate chain (PEM); read again when it changes.")
    private Path tlsCertificate;
    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM).")
    private Path tlsKey;
    @Option(names = "--insecure", description = "Allow plain HTTP beyond this machine: behind a proxy that speaks TLS.")
    private boolean insecure;
    @Option(names = "--with-worker", description = "Start a worker beside it.")
    private boolean withWorker;

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65_535) {
            throw new CommandFailure(ExitCode.USAGE, "busyhour: --port: found " + port + ", expected 0 to 65535");
        }
        HttpSettings http = new HttpOptions(bind, tlsCertificate, tlsKey, insecure).settings(System.getenv(HttpSettings.REQUESTS_VARIABLE));
        CountDownLatch stop = new CountDownLatch(1);
        Signals.handle(stop::countDown, () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code()));
        Path directory = DataDirectory.prepare(data);
        try (Platform platform = start(directory, http)) {
            platform.firstStartLines().forEach(Terminal.err()::println);
            Terminal.err().println("platform    " + platform.address());
            if (withWorker) {
                serveWithWorker(platform, directory, stop);
            } else {
                stop.await();
            }
        }
        return ExitCode.PASSED.code();
    }

    private Platform start(Path directory, HttpSettings http) {
        try {
            return PlatformStart.start(new PlatformSettings(directory, bind, port, false, http, publicAddress));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "busyhour: the platform does not start: " + e.getMessage());
        }
    }

    private void serveWithWorker(Platform platform, Path directory, CountDownLatch stop) throws IOException, InterruptedException {
        WorkerSettings settings = new WorkerSettings(platform.workerToken(),
                platform.localAddress(), "local", 0, "warn", "pretty",
                directory.resolve("worker"), null, "backoff", null, "", true, null, true, null, null, null, null);
        try (WorkerProcess worker = WorkerProcess.start(settings, Terminal.err()::println)) {
            while (!stop.await(500, TimeUnit.MILLISECONDS)) {
                if (!worker.isAlive()) {
                    throw new CommandFailure(ExitCode.FAILED, "busyhour: " + worker.epitaph());
                }
            }
            worker.release();
            worker.await(7_000);
        }
    }
}
