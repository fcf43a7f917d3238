package busyhour.engine.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What says in a CNAME on which host a stream is, so that two of ours on one host know that they share a clock. A hash of the
 * running kernel's boot identity: containers and network namespaces of one kernel have it in common, and nobody else.
 */
final class HostMark {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int OCTETS = 8;

    private HostMark() {
    }

    /** @return {@code @} and 16 hexadecimal digits; empty where the kernel has no such identity. */
    static String suffix() {
        return suffix(BOOT_ID);
    }

    static String suffix(final Path bootId) {
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("busyhour " + Files.readString(bootId, StandardCharsets.US_ASCII).strip()).getBytes(StandardCharsets.US_ASCII));
            return "@" + HexFormat.of().formatHex(hash, 0, OCTETS);
        } catch (final IOException | NoSuchAlgorithmException e) {
            return ""; // then nobody is known to be on this host, and one-way delay is not measured
        }
    }
}
