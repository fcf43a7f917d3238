package busyhour.web.cli;

import busyhour.web.result.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code busyhour worker}, for its help: the launcher starts the engine itself, in a JVM with the engine's flags. */
@Command(name = "worker", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Plays runs that a platform gives it. Only outbound connections are made.", ""},
        footerHeading = "%nEnvironment:%n",
        footer = {"  WORKER_TOKEN  token that the page of workers or the platform's first start showed (cmw_...), required",
            "  CLOUD_URL     the platform: https://host:port (http on loopback), required",
            "  CLOUD_CA      certificates (PEM) by which the platform is trusted (the host's)",
            "  WORKER_NAME   shown to people (what the platform calls it; the host name with a shared token)",
            "  WORKER_BIND   address of this host for SIP and media (as the kernel routes)",
            "  WORKER_PUBLIC address that SIP and SDP name, behind a NAT that maps ports one to one",
            "  HEALTH_PORT   GET /health and /metrics on this port (3030), 0 = none",
            "  LOG_LEVEL     error, warn, info or debug (info)",
            "  LOG_FORMAT    pretty or json (pretty)",
            "  CORES         one pinned shard on each of these cores, such as 1 or 2-5,8",
            "  IDLE          spin, yield or backoff (backoff)",
            "  CAPACITY      endpoints that it takes at most (what busyhour calibrate wrote)",
            "  CALIBRATE     command that measures this host when the platform asks for it (this one); none = it may not",
            "  WORKER_DATA   directory of journals (~/.busyhour/worker)"})
final class WorkerCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailure(ExitCode.FAILED, "busyhour: worker is started by the launcher");
    }
}
