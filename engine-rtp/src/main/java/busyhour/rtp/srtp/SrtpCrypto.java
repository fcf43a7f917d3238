package busyhour.rtp.srtp;

/**
 * Where the ciphers of SRTP come from. What the JDK has does AES in counter mode without garbage, but not AES-GCM; a caller
 * that may call native code gives a better one.
 *
 * <p>Any thread; the ciphers made belong to one thread.
 */
public interface SrtpCrypto {

    /** The JDK's own AES: every suite but those of AES-GCM. */
    SrtpCrypto JDK = new SrtpCrypto() {

        @Override
        public CounterCipher counterCipher() {
            return new JdkCounterCipher();
        }

        @Override
        public AeadCipher aeadCipher(final boolean seals) {
            throw new UnsupportedOperationException("the JDK's AES-GCM makes garbage with each packet: libcrypto is needed");
        }

        @Override
        public boolean supports(final SrtpSuite suite) {
            return !suite.isAead();
        }
    };

    /** Whether packets can be protected by this suite here; only then it may be offered. */
    boolean supports(SrtpSuite suite);

    /** AES in counter mode. Set-up time. */
    CounterCipher counterCipher();

    /** AES-GCM. Set-up time. @param seals whether it encrypts, else decrypts. */
    AeadCipher aeadCipher(boolean seals);

    /** AES in counter mode with a 16-bit block counter in the last two octets (RFC 3711 4.1.1). One thread. */
    interface CounterCipher {

        /** @param length 16 or 32 octets. */
        void key(byte[] key, int offset, int length);

        /** Encrypts or decrypts in place. @param iv of 16 octets, the last two of them 0; left as it is. */
        void apply(byte[] iv, byte[] data, int offset, int length);
    }

    /** AES-GCM with a 12-octet IV and a 16-octet tag behind the data (RFC 5116 5.1). One thread. */
    interface AeadCipher {

        int TAG_LENGTH = 16;

        /** @param length 16 or 32 octets. */
        void key(byte[] key, int offset, int length);

        /** Encrypts {@code length} octets in place and writes the tag behind them. @param aad authenticated only. */
        void seal(byte[] iv, byte[] aad, int aadLength, byte[] data, int offset, int length);

        /**
         * Decrypts in place. @param length without the tag behind them.
         *
         * @return false when the tag is wrong; the octets then mean nothing.
         */
        boolean open(byte[] iv, byte[] aad, int aadLength, byte[] data, int offset, int length);
    }
}
