package busyhour.engine.crypto;

import busyhour.ipc.link.FrameCipher;
import java.util.function.Supplier;

/** What a worker's link is sealed with: libcrypto's AES-GCM, which makes no garbage that could stop a shard; where there is none, the JDK's. */
public final class LinkCiphers {

    private LinkCiphers() {
    }

    /** Any thread; each cipher belongs to one. */
    public static Supplier<FrameCipher> best() {
        return Libcrypto.loaded() == null ? FrameCipher::ofJdk : () -> new LibcryptoFrames(Libcrypto.loaded());
    }
}
