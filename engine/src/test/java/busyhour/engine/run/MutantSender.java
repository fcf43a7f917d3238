package busyhour.engine.run;

import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipParser;
import busyhour.sip.message.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends spoilt SIP messages at a steady rate. Of those that are valid INVITEs nevertheless only so many leave each second
 * that there is a free endpoint for every one: the rest is spoilt once more.
 */
final class MutantSender implements Runnable {

    private static final int MAX_LENGTH = 60_000;
    private static final int BURST = 32;
    /** Replaced by a number in each mutant before it is spoilt: else most would be repetitions of one request. */
    private static final byte[] SERIAL = "#serial#".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNS = "\r\n\r\n\t ;:,=<>\"\\@?[]%*/&0919999999999-\0\u007f".getBytes(StandardCharsets.ISO_8859_1);
    private static final String REQUEST = """
            %1$s sip:bob@127.0.0.1:5060 SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5555;rport;branch=z9hG4bKmutant-#serial#
            Max-Forwards: 70
            From: "A \\"mutant\\"" <sip:mutant@127.0.0.1>;tag=m#serial#
            To: <sip:bob@127.0.0.1>%2$s
            Call-ID: mutant-#serial#@127.0.0.1
            CSeq: 1 %1$s
            Contact: <sip:mutant@127.0.0.1:5555>
            %3$sContent-Length: %4$d

            %5$s""";
    private static final String SDP = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 5556 RTP/AVP 0 8 101
            a=rtpmap:101 telephone-event/8000
            a=ptime:20
            """.replace("\n", "\r\n");

    private final long mutants;
    private final int ratePerS;
    private final int validInvitesPerS;
    private final Random random;
    private final InetSocketAddress to;
    private final List<byte[]> seeds = new ArrayList<>();
    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private long serial;
    volatile long sent;
    volatile long validInvites;
    volatile long stillValid;
    volatile long refused;
    volatile long tookMs;

    MutantSender(final long mutants, final int ratePerS, final int validInvitesPerS, final long seed, final int port, final Path vectors) {
        this.mutants = mutants;
        this.ratePerS = ratePerS;
        this.validInvitesPerS = validInvitesPerS;
        random = new Random(seed);
        to = new InetSocketAddress("127.0.0.1", port);
        for (final String method : List.of("INVITE", "OPTIONS", "BYE", "CANCEL", "ACK", "REGISTER", "INFO", "UPDATE", "PRACK", "REFER",
                "SUBSCRIBE", "NOTIFY", "MESSAGE", "WINK")) {
            final boolean body = method.equals("INVITE") || method.equals("UPDATE");
            final String type = body ? "Content-Type: application/sdp\n" : "";
            // INVITEs more often: they make most work.
            for (final String tag : method.equals("INVITE") ? Collections.nCopies(40, "") : List.of("", ";tag=0123456789abcdef")) {
                add(REQUEST.formatted(method, tag, type, body ? SDP.length() : 0, "").replace("\n", "\r\n") + (body ? SDP : ""));
            }
        }
        for (final String status : List.of("100 Trying", "180 Ringing", "200 OK", "401 Unauthorized", "487 Request Terminated", "503 No")) {
            add(REQUEST.formatted("INVITE", ";tag=x", "", 0, "").replaceFirst("[^\n]*\n", "SIP/2.0 " + status + "\n").replace("\n", "\r\n"));
        }
        if (vectors != null && Files.isDirectory(vectors)) {
            addFiles(vectors);
        }
    }

    private void add(final String text) {
        seeds.add(text.getBytes(StandardCharsets.UTF_8));
    }

    private void addFiles(final Path vectors) {
        for (final String folder : List.of("rfc4475", "rfc5118", "messages", "fuzz-seeds")) {
            try (Stream<Path> files = Files.walk(vectors.resolve(folder))) {
                for (final Path file : files.filter(Files::isRegularFile).filter(path -> !path.toString().endsWith(".json")).sorted().toList()) {
                    seeds.add(Files.readAllBytes(file));
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    int seedCount() {
        return seeds.size();
    }

    @Override
    public void run() {
        final long startNs = System.nanoTime();
        final ByteBuffer out = ByteBuffer.allocateDirect(MAX_LENGTH);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress("127.0.0.1", 5_555));
            for (long i = 0; i < mutants; i++) {
                final byte[] octets = next((System.nanoTime() - startNs) / 1_000_000L);
                out.clear().put(octets, 0, Math.min(octets.length, MAX_LENGTH)).flip();
                if (send(channel, out)) {
                    sent++;
                } else {
                    refused++;
                }
                while (i % BURST == 0 && System.nanoTime() - startNs < i * 1_000_000_000L / ratePerS) {
                    LockSupport.parkNanos(200_000);
                }
                if (i % 512 == 0) {
                    throwAwayAnswers(channel);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            tookMs = (System.nanoTime() - startNs) / 1_000_000L;
        }
    }

    private boolean send(final DatagramChannel channel, final ByteBuffer out) throws IOException {
        for (int tries = 0; tries < 1_000; tries++) {
            if (channel.send(out, to) > 0 || !out.hasRemaining()) {
                return true;
            }
            LockSupport.parkNanos(100_000);
        }
        return false;
    }

    private static void throwAwayAnswers(final DatagramChannel channel) throws IOException {
        final ByteBuffer in = ByteBuffer.allocate(2_000);
        while (channel.receive(in) != null) {
            in.clear();
        }
    }

    /** The next mutant; an INVITE that is still valid only while the second's allowance lasts. */
    private byte[] next(final long elapsedMs) {
        byte[] octets = mutate(seeds.get(random.nextInt(seeds.size())));
        while (isValidInvite(octets)) {
            if (validInvites < (elapsedMs + 1_000) * validInvitesPerS / 1_000) {
                validInvites++;
                break;
            }
            octets = mutate(octets);
        }
        return octets;
    }

    private boolean isValidInvite(final byte[] octets) {
        if (octets.length == 0 || parser.parse(new UnsafeBuffer(octets), 0, octets.length, message) != SipFault.OK) {
            return false;
        }
        stillValid++;
        return message.isRequest() && message.method() == SipMethod.INVITE && !Span.isPresent(message.toTag());
    }

    private byte[] mutate(final byte[] original) {
        byte[] octets = numbered(original.clone());
        // Half of them in one place only: these get furthest.
        for (int i = random.nextInt(2) == 0 ? 1 : 1 + random.nextInt(8); i > 0 && octets.length > 0; i--) {
            octets = once(octets);
        }
        return octets;
    }

    private byte[] numbered(final byte[] octets) {
        serial++;
        for (int at = 0; at + SERIAL.length <= octets.length; at++) {
            if (Arrays.equals(octets, at, at + SERIAL.length, SERIAL, 0, SERIAL.length)) {
                for (int i = 0; i < SERIAL.length; i++) {
                    octets[at + i] = (byte) Character.forDigit((int) (serial >>> 4 * i) & 0xF, 16);
                }
            }
        }
        return octets;
    }

    private byte[] once(final byte[] octets) {
        final int at = random.nextInt(octets.length);
        switch (random.nextInt(8)) {
            case 0 -> octets[at] = (byte) random.nextInt(256);
            case 1 -> octets[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> octets[at] = SIGNS[random.nextInt(SIGNS.length)];
            case 3 -> {
                return Arrays.copyOf(octets, at);
            }
            case 4 -> {
                return cut(octets, at, 0, SIGNS[random.nextInt(SIGNS.length)]);
            }
            case 5 -> {
                return cut(octets, at, Math.min(octets.length - at, 1 + random.nextInt(40)), (byte) '0');
            }
            case 6 -> {
                final byte[] other = seeds.get(random.nextInt(seeds.size()));
                final int from = random.nextInt(other.length + 1);
                final byte[] both = Arrays.copyOf(octets, at + other.length - from);
                System.arraycopy(other, from, both, at, other.length - from);
                return both;
            }
            default -> {
                final int target = random.nextInt(octets.length);
                System.arraycopy(octets, at, octets, target, Math.min(octets.length - Math.max(at, target), 1 + random.nextInt(80)));
            }
        }
        return octets;
    }

    /** A copy without some octets and with one more. */
    private static byte[] cut(final byte[] octets, final int at, final int length, final byte instead) {
        final byte[] cut = new byte[octets.length - length + 1];
        System.arraycopy(octets, 0, cut, 0, at);
        cut[at] = instead;
        System.arraycopy(octets, at + length, cut, at + 1, octets.length - at - length);
        return cut;
    }
}
