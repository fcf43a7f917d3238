package busyhour.engine.crypto;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * OpenSSL's libcrypto, the EVP calls that SRTP needs. Pointers are {@code long}s, so that no segment object is made for a call;
 * calls take at most a few microseconds and never block, so the JVM's thread state stays as it is.
 */
@SuppressWarnings("restricted")
final class Libcrypto {

    /** EVP_CTRL_AEAD_GET_TAG. */
    static final int GET_TAG = 0x10;
    /** EVP_CTRL_AEAD_SET_TAG. */
    static final int SET_TAG = 0x11;

    /** In this order: OpenSSL 3 of Debian 12 and later, OpenSSL 1.1 of Debian 11, whatever a development package links. */
    private static final String[] NAMES = {"libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"};
    private static final Libcrypto LOADED;
    private static final String FAULT;

    static {
        Libcrypto loaded = null;
        String fault = null;
        try {
            loaded = new Libcrypto(find());
        } catch (final RuntimeException | LinkageError e) {
            fault = "OpenSSL's libcrypto (libcrypto.so.3, Debian package libssl3) is not here, so there is no AES-GCM for SRTP: "
                    + e.getMessage();
        }
        LOADED = loaded;
        FAULT = fault;
    }

    final MethodHandle contextNew;
    final MethodHandle contextFree;
    final MethodHandle init;
    final MethodHandle update;
    final MethodHandle finish;
    final MethodHandle control;
    private final SymbolLookup lookup;

    private Libcrypto(final SymbolLookup lookup) {
        this.lookup = lookup;
        contextNew = bind("EVP_CIPHER_CTX_new", FunctionDescriptor.of(JAVA_LONG));
        contextFree = bind("EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(JAVA_LONG));
        init = bind("EVP_CipherInit_ex", of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
        update = bind("EVP_CipherUpdate", of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
        finish = bind("EVP_CipherFinal_ex", of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        control = bind("EVP_CIPHER_CTX_ctrl", of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    }

    private static SymbolLookup find() {
        IllegalArgumentException first = null;
        for (final String name : NAMES) {
            try {
                return SymbolLookup.libraryLookup(name, Arena.global());
            } catch (final IllegalArgumentException e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    private static FunctionDescriptor of(final MemoryLayout result, final MemoryLayout... arguments) {
        return FunctionDescriptor.of(result, arguments);
    }

    private MethodHandle bind(final String name, final FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(lookup.findOrThrow(name), descriptor, Linker.Option.critical(false));
    }

    /** Null where {@link #fault} says why. */
    static Libcrypto loaded() {
        return LOADED;
    }

    /** Why there is none, in words; null when there is. */
    static String fault() {
        return FAULT;
    }

    /** What a function without arguments gives, such as {@code EVP_aes_128_gcm}: an algorithm that is never freed. */
    long algorithm(final String name) {
        try {
            return (long) bind(name, FunctionDescriptor.of(JAVA_LONG)).invokeExact();
        } catch (final Throwable t) {
            throw unexpected(t);
        }
    }

    static AssertionError unexpected(final Throwable throwable) {
        return new AssertionError("a call of libcrypto failed", throwable);
    }

    /** Calls of EVP return 1. */
    static void check(final int result, final String call) {
        if (result != 1) {
            throw new IllegalStateException(call + " of libcrypto returned " + result);
        }
    }
}
