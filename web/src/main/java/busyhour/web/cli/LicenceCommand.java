package busyhour.web.cli;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceException;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.LicenceTier;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.web.result.ExitCode;
import busyhour.web.store.PublicId;
import busyhour.web.store.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busyhour licence}: makes and shows licences of workers; for whoever sells them. */
@Command(name = "licence", mixinStandardHelpOptions = true, versionProvider = Version.class,
        subcommands = {LicenceCommand.Key.class, LicenceCommand.Issue.class, LicenceCommand.Show.class},
        synopsisSubcommandLabel = "COMMAND",
        description = {"Makes and shows licences of workers, for whoever sells them.", ""})
final class LicenceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(Terminal.err());
        return ExitCode.USAGE.code();
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, "busyhour licence: " + message);
    }

    private static LicenceKey read(Path key) {
        try {
            return LicenceKey.read(key);
        } catch (LicenceException e) {
            throw usage(e.getMessage());
        } catch (IOException e) {
            throw usage("found " + key + ", which cannot be read, expected a key that `busyhour licence key` wrote");
        }
    }

    /** {@code licence key FILE}. */
    @Command(name = "key", mixinStandardHelpOptions = true, versionProvider = Version.class,
            description = {"Makes a signing key, or shows the public one of a file that is there.",
                "The public key goes into " + LicenceKeys.VARIABLE + " of platforms and workers.", ""})
    static final class Key implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The private key: keep it to yourself.")
        private Path file;

        @Override
        public Integer call() throws IOException {
            if (Files.exists(file)) {
                Terminal.out().println(read(file).publicText());
                return ExitCode.PASSED.code();
            }
            LicenceKey key = LicenceKey.create();
            try {
                key.write(file);
            } catch (FileAlreadyExistsException e) {
                throw usage(file + " was made by somebody else just now");
            } catch (IOException e) {
                throw usage("found " + file + ", which cannot be written, expected a new file in a folder that is there");
            }
            Terminal.err().println("private key in " + file + "; public key:");
            Terminal.out().println(key.publicText());
            return ExitCode.PASSED.code();
        }
    }

    /** {@code licence issue}. */
    @Command(name = "issue", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
            description = {"Signs a licence for one worker.", ""})
    static final class Issue implements Callable<Integer> {
        @Option(names = "--key", required = true, paramLabel = "FILE", description = "What `licence key` wrote.")
        private Path key;
        @Option(names = "--tier", required = true, paramLabel = "TIER", description = "standard (50 endpoints), professional (200) or enterprise (no limit).")
        private String tier;
        @Option(names = "--worker", required = true, paramLabel = "ID", description = "13 characters, as the workers page and GET /workers show it.")
        private String worker;
        @Option(names = "--expires", required = true, paramLabel = "TIME", description = "2027-01-31 (its first moment, UTC), 2027-01-31T12:00:00Z, or 365d from now.")
        private String expires;
        @Option(names = "--holder", defaultValue = "", paramLabel = "NAME", description = "Who it is for.")
        private String holder;
        @Option(names = "--issued", paramLabel = "TIME", description = "Good from then on (default: now).")
        private String issued;
        @Option(names = "--id", paramLabel = "ID", description = "Your number of it (default: a new one).")
        private String id;
        @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
        private Path out;

        @Override
        public Integer call() throws IOException {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            if (PublicId.parse(worker).isEmpty()) {
                throw usage("--worker: found '" + worker + "', expected 13 characters such as " + PublicId.text(0));
            }
            String file;
            try {
                file = read(key).sign(new Licence(id == null ? PublicId.text(Secrets.newId()) : id, tier(), worker.toLowerCase(Locale.ROOT), holder.strip(),
                        issued == null ? now : time("--issued", issued, now), time("--expires", expires, now)));
            } catch (IllegalArgumentException e) {
                throw usage(e.getMessage());
            }
            if (out == null) {
                Terminal.out().print(file);
                Terminal.out().flush();
            } else {
                Files.writeString(out, file);
            }
            return ExitCode.PASSED.code();
        }

        private LicenceTier tier() {
            return Arrays.stream(LicenceTier.values()).filter(each -> each.word().equals(tier.toLowerCase(Locale.ROOT))).findFirst()
                    .orElseThrow(() -> usage("--tier: found '" + tier + "', expected standard, professional or enterprise"));
        }
    }

    /** A date, a time, or so many days from now. */
    static Instant time(String option, String text, Instant now) {
        try {
            if (text.matches("\\d{1,5}d")) {
                return now.plus(Integer.parseInt(text.substring(0, text.length() - 1)), ChronoUnit.DAYS);
            }
            return text.length() == "2027-01-31".length() ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant() : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw usage(option + ": found '" + text + "', expected a time such as 2027-01-31, 2027-01-31T12:00:00Z or 365d");
        }
    }

    /** {@code licence show FILE}. */
    @Command(name = "show", mixinStandardHelpOptions = true, versionProvider = Version.class,
            description = {"Shows a licence; exit code 0 when it is good here and now, else 1.", ""})
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The licence.")
        private Path file;

        @Override
        public Integer call() {
            String text;
            try {
                text = Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw usage("found " + file + ", which cannot be read, expected a licence");
            }
            try {
                Licence licence = LicenceKeys.ofProcess().verify(text);
                int endpoints = licence.tier().endpoints();
                Terminal.out().printf("licence    %s%ntier       %s, %s endpoints%nworker     %s%nholder     %s%nissued     %s%nexpires    %s%n", licence.id(),
                        licence.tier().word(), endpoints == WorkerPermit.NO_LIMIT ? "any number of" : String.valueOf(endpoints), licence.worker(),
                        licence.holder().isEmpty() ? "-" : licence.holder(), licence.issuedAt(), licence.expiresAt());
                String fault = licence.faultAt(Instant.now());
                if (fault == null) {
                    return ExitCode.PASSED.code();
                }
                throw new CommandFailure(ExitCode.FAILED, "busyhour licence: " + fault);
            } catch (LicenceException e) {
                throw new CommandFailure(ExitCode.FAILED, "busyhour licence: " + e.getMessage());
            }
        }
    }
}
