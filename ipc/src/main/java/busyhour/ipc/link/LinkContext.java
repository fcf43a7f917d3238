package busyhour.ipc.link;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** Configuration of a link; the same class for both sides. Set, then {@link #conclude()}. Single-threaded. */
public final class LinkContext {
    /** Version of what both sides say; a platform refuses another one. */
    public static final int PROTOCOL = 3;
    /** Where a platform listens unless told otherwise. */
    public static final int DEFAULT_DATA_PORT = 18080;
    /** Most bytes of all files of an Assignment: they stay in the worker's heap, and while they arrive stand there twice. */
    public static final int FILES_LIMIT_BYTES = 64 << 20;
    /** Most bytes of an Assignment with its files. */
    public static final int ASSIGNMENT_LIMIT_BYTES = FILES_LIMIT_BYTES + (16 << 20);

    private static final int MIN_TERM_BYTES = 256 << 10;
    private static final int LOOPBACK_MTU_BYTES = 8192;
    private static final int NETWORK_MTU_BYTES = 1408;

    private String host = "127.0.0.1";
    private int dataPort = DEFAULT_DATA_PORT;
    private int controlPort = DEFAULT_DATA_PORT + 1;
    private String workerName = "";
    private String ticket = "";
    private Path aeronDirectory;
    private int termBytes = 1 << 20;
    private int mtuBytes;
    private long heartbeatIntervalNs = TimeUnit.MILLISECONDS.toNanos(500);
    private long lostAfterNs = TimeUnit.SECONDS.toNanos(4);
    private NanoClock clock = SystemNanoClock.INSTANCE;
    private boolean isMtuFixed;
    private boolean sealed;
    private LinkKeys keys;
    private long connection;
    private LinkSource source;
    private Supplier<FrameCipher> ciphers = JdkFrameCipher::new;

    /** Name or address: at a platform the one to listen on, at a worker the platform's. */
    public LinkContext host(final String host) {
        this.host = host;
        return this;
    }

    /** UDP port for records; a platform takes a free one for 0. */
    public LinkContext dataPort(final int port) {
        this.dataPort = port;
        return this;
    }

    /** UDP port for commands; a platform takes a free one for 0. */
    public LinkContext controlPort(final int port) {
        this.controlPort = port;
        return this;
    }

    /** Worker only: the name it goes by. */
    public LinkContext workerName(final String name) {
        this.workerName = name;
        return this;
    }

    /** Worker only: what the platform's handler checks. */
    public LinkContext ticket(final String ticket) {
        this.ticket = ticket;
        return this;
    }

    /** Platform only: every frame is sealed with the keys of a connection that was granted. Default: frames go as they are, for loopback. */
    public LinkContext sealed(final boolean sealed) {
        this.sealed = sealed;
        return this;
    }

    /** Worker only: where the link is and with what keys, as its platform said. */
    public LinkContext grant(final LinkGrant grant) {
        host = grant.host();
        dataPort = grant.dataPort();
        controlPort = grant.controlPort();
        workerName = grant.worker();
        connection = grant.connection();
        keys = grant.keys();
        sealed = keys != null;
        if (!isMtuFixed) {
            mtuBytes = 0;
        }
        return this;
    }

    /** Worker only: whom to ask for another grant when the connection is lost. Default: nobody, the same place is tried again. */
    public LinkContext source(final LinkSource source) {
        this.source = source;
        return this;
    }

    /** What frames are sealed with; default: the JDK's AES-GCM. */
    public LinkContext ciphers(final Supplier<FrameCipher> ciphers) {
        this.ciphers = ciphers;
        return this;
    }

    /** For the media driver; made and deleted by the link. Default: a new one in /dev/shm, or in the temporary directory. */
    public LinkContext aeronDirectory(final Path directory) {
        this.aeronDirectory = directory;
        return this;
    }

    /** Term buffer of each stream, a power of 2 from 256 KiB; three of them in memory; the longest frame is an eighth. */
    public LinkContext termBytes(final int bytes) {
        this.termBytes = bytes;
        return this;
    }

    /** Largest datagram; default 8192 over loopback, else 1408. */
    public LinkContext mtuBytes(final int bytes) {
        this.mtuBytes = bytes;
        this.isMtuFixed = bytes != 0;
        return this;
    }

    /** Between signs of life. */
    public LinkContext heartbeatIntervalNs(final long intervalNs) {
        this.heartbeatIntervalNs = intervalNs;
        return this;
    }

    /** Silence after which the other side counts as lost. */
    public LinkContext lostAfterNs(final long silenceNs) {
        this.lostAfterNs = silenceNs;
        return this;
    }

    /** Monotonic. */
    public LinkContext clock(final NanoClock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Fills in what was left open.
     *
     * @throws IllegalArgumentException naming every fault.
     */
    public LinkContext conclude() {
        final List<String> faults = new ArrayList<>();
        range(faults, "dataPort", dataPort, 0, 0xFFFF);
        range(faults, "controlPort", controlPort, 0, 0xFFFF);
        if (mtuBytes == 0) {
            mtuBytes = isLoopback(faults) ? LOOPBACK_MTU_BYTES : NETWORK_MTU_BYTES;
        }
        range(faults, "mtuBytes", mtuBytes, 512, 65504);
        range(faults, "termBytes", termBytes, MIN_TERM_BYTES, 1 << 30);
        if (Integer.bitCount(termBytes) != 1) {
            faults.add("termBytes is " + termBytes + ", expected a power of 2");
        }
        if (mtuBytes % 32 != 0) {
            faults.add("mtuBytes is " + mtuBytes + ", expected a multiple of 32");
        }
        if (lostAfterNs < 2 * heartbeatIntervalNs) {
            faults.add("lostAfterNs is " + lostAfterNs + ", expected at least two heartbeats of " + heartbeatIntervalNs);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return this;
    }

    private boolean isLoopback(final List<String> faults) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (final java.net.UnknownHostException e) {
            faults.add("host is " + host + ", which has no address");
            return false;
        }
    }

    private static void range(final List<String> faults, final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            faults.add(name + " is " + value + ", expected " + min + " to " + max);
        }
    }

    String host() {
        return host;
    }

    int dataPort() {
        return dataPort;
    }

    int controlPort() {
        return controlPort;
    }

    String workerName() {
        return workerName;
    }

    String ticket() {
        return ticket;
    }

    boolean isSealed() {
        return sealed;
    }

    LinkKeys keys() {
        return keys;
    }

    long connection() {
        return connection;
    }

    LinkSource source() {
        return source;
    }

    Supplier<FrameCipher> ciphers() {
        return ciphers;
    }

    Path aeronDirectory() {
        return aeronDirectory;
    }

    int termBytes() {
        return termBytes;
    }

    int mtuBytes() {
        return mtuBytes;
    }

    long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    long lostAfterNs() {
        return lostAfterNs;
    }

    NanoClock clock() {
        return clock;
    }
}
