package busyhour.jmh.load;

import busyhour.engine.stream.StreamFaultException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * SIP messages a second there and back over TCP, over one connection and over many: a shard's streams beside a bare selector loop
 * that looks at nothing, against the same echo server in the same run.
 */
@Command(name = "streams", mixinStandardHelpOptions = true, sortOptions = false,
        description = "SIP messages over TCP against a bare selector loop.")
public final class StreamLoadProgram implements Callable<Integer> {

    private static final int MESSAGE_BYTES = 500;
    private static final int ROUNDS = 3;
    private static final long MS = 1_000_000L;

    @Mixin
    private Place place = new Place();
    @Option(names = "--round-ms", description = "of each measurement (3000)")
    private long roundMs = 3_000;

    private PrintStream out = System.out;
    private LoadReport report;

    /** As its options say. */
    StreamLoadProgram() {
    }

    StreamLoadProgram(final Path root, final PrintStream out) throws IOException {
        place = new Place(root);
        this.out = out;
        report = place.report("streams");
    }

    /** Compares; there is nothing that must be reached. @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, StreamFaultException {
        report = place.report("streams");
        out.println(report.machine());
        compare(1, 64, roundMs);
        compare(1_000, 1, roundMs);
        out.println("raw: " + report.file());
        return LoadPrograms.HELD;
    }

    /** @return ours by bare, of the best rounds. */
    double compare(final int connections, final int window, final long roundMs) throws IOException, StreamFaultException {
        final byte[] message = message();
        double bare = 0;
        double ours = 0;
        long allocated = 0;
        try (EchoServer server = new EchoServer()) {
            for (int round = 0; round < ROUNDS; round++) {
                bare = Math.max(bare, EchoClients.bare(server.port(), connections, window, message, roundMs * MS).perSecond());
                final EchoClients.Result result = EchoClients.ours(server.port(), connections, window, message, roundMs * MS);
                ours = Math.max(ours, result.perSecond());
                allocated = result.allocatedBytes();
            }
        }
        out.printf("%,5d connections, %2d messages of %d bytes on each: bare %,9.0f/s, streams %,9.0f/s = %.2f; shard allocated %d bytes%n",
                connections, window, MESSAGE_BYTES, bare, ours, ours / bare, allocated);
        final ObjectNode line = LoadReport.object();
        line.put("connections", connections);
        line.put("window", window);
        line.put("barePerSecond", bare);
        line.put("streamsPerSecond", ours);
        line.put("shardAllocatedBytes", allocated);
        report.append(line);
        return ours / bare;
    }

    private static byte[] message() {
        final String head = "OPTIONS sip:echo@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKload\r\n"
                + "From: <sip:load@127.0.0.1>;tag=1\r\nTo: <sip:echo@127.0.0.1>\r\nCall-ID: load\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n"
                + "Content-Length: ";
        final int body = MESSAGE_BYTES - head.length() - 3 - 4;
        return (head + body + "\r\n\r\n" + "x".repeat(body)).getBytes(StandardCharsets.US_ASCII);
    }
}
