package busyhour.web.webhook;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sends one HTTPS request (RFC 9112) over a connection of its own, to an address that was checked: no redirects, no proxies, no cookies.
 * The JDK's client resolves names itself, after any check; so this one connects to the address that it checked. Any thread.
 */
final class HttpsPost {

    private static final int HTTPS_PORT = 443;
    private static final int MOST_HEADER_BYTES = 16_384;
    private static final int MOST_ANSWER_BYTES = 1_024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final WebhookSettings settings;
    private final AddressGuard guard;
    private final Names names;
    private final Duration timeout;

    HttpsPost(WebhookSettings settings, Names names, Duration timeout) {
        this.settings = settings;
        this.guard = new AddressGuard(settings.allowed());
        this.names = names;
        this.timeout = timeout;
    }

    /** How names are resolved. */
    @FunctionalInterface
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param body its first characters. */
    record Reply(int status, String body) {
    }

    /** The name leads to where nothing is sent. */
    static final class ForbiddenAddressException extends IOException {
        private static final long serialVersionUID = 1;

        ForbiddenAddressException(String host, InetAddress address) {
            super(host + " has the internal address " + address.getHostAddress() + ": nothing is sent there unless " + WebhookSettings.ALLOW + " names it");
        }
    }

    /** @throws IOException with one line for a person when there is no answer. */
    Reply send(URI url, Map<String, String> headers, byte[] body) throws IOException {
        String host = url.getHost().replaceAll("^\\[|]$", "");
        int port = url.getPort() < 0 ? HTTPS_PORT : url.getPort();
        try (Socket plain = connected(host, port)) {
            AtomicBoolean late = new AtomicBoolean();
            Thread watch = Thread.ofVirtual().start(() -> closeAfterTimeout(plain, late));
            try {
                plain.setSoTimeout((int) timeout.toMillis());
                SSLSocket socket = (SSLSocket) settings.sockets().createSocket(plain, host, port, true);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                write(socket.getOutputStream(), url, headers, body);
                return read(new BufferedInputStream(socket.getInputStream()));
            } catch (IOException e) {
                throw late.get() || e instanceof SocketTimeoutException ? new IOException("no answer within " + timeout.toSeconds() + " s", e) : e;
            } finally {
                watch.interrupt();
            }
        }
    }

    private Socket connected(String host, int port) throws IOException {
        IOException last = null;
        for (InetAddress address : names.resolve(host)) {
            if (!guard.permits(address)) {
                throw new ForbiddenAddressException(host, address);
            }
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) CONNECT_TIMEOUT.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last == null ? new UnknownHostException(host) : last;
    }

    /** An answer that trickles must not hold a thread for ever. */
    private void closeAfterTimeout(Socket socket, AtomicBoolean late) {
        try {
            Thread.sleep(timeout);
            late.set(true);
            socket.close();
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt(); // answered
        }
    }

    private static void write(OutputStream out, URI url, Map<String, String> headers, byte[] body) throws IOException {
        String path = (url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath()) + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        StringBuilder head = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(url.getRawAuthority()).append("\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value.replaceAll("[\\r\\n]", "")).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private static Reply read(InputStream in) throws IOException {
        int[] left = {MOST_HEADER_BYTES};
        int status;
        boolean chunked = false;
        int length = MOST_ANSWER_BYTES;
        do {
            String line = line(in, left);
            String[] words = line.split(" ", 3);
            if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5]\\d\\d")) {
                throw new IOException("the answer is no HTTP/1.1");
            }
            status = Integer.parseInt(words[1]);
            for (String header = line(in, left); !header.isEmpty(); header = line(in, left)) {
                String lower = header.toLowerCase(Locale.ROOT);
                chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
                if (lower.matches("content-length:\\s*\\d{1,9}")) {
                    length = Math.min(MOST_ANSWER_BYTES, Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip()));
                }
            }
        } while (status < 200);
        return new Reply(status, beginning(in, chunked, status == 204 ? 0 : length));
    }

    private static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed without an answer");
            }
            if (--left[0] < 0) {
                throw new IOException("the answer's headers have more than " + MOST_HEADER_BYTES + " bytes");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** What a person may want to see of an answer; whatever breaks here does not make it another one. */
    private static String beginning(InputStream in, boolean chunked, int most) {
        try {
            if (chunked) {
                int length = Integer.parseInt(line(in, new int[] {64}).split(";")[0].strip(), 16);
                return new String(in.readNBytes(Math.min(length, MOST_ANSWER_BYTES)), StandardCharsets.UTF_8);
            }
            return new String(in.readNBytes(most), StandardCharsets.UTF_8);
        } catch (IOException | NumberFormatException e) {
            return "";
        }
    }
}
