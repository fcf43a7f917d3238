package busyhour.ipc.licence;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a vendor signs with: an Ed25519 key pair in a PEM file that only its owner may read. */
public final class LicenceKey {

    static final String ALGORITHM = "Ed25519";
    private static final int LINE = 64;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private LicenceKey(final PrivateKey privateKey, final PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** A new one. */
    public static LicenceKey create() {
        try {
            final KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new LicenceKey(pair.getPrivate(), pair.getPublic());
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** Reads what {@link #write} wrote. */
    public static LicenceKey read(final Path file) throws IOException, LicenceException {
        final String text = Files.readString(file);
        try {
            final KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            final LicenceKey key = new LicenceKey(keys.generatePrivate(new PKCS8EncodedKeySpec(block(text, "PRIVATE KEY", file))),
                    keys.generatePublic(new X509EncodedKeySpec(block(text, "PUBLIC KEY", file))));
            final Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key.publicKey);
            if (!check.verify(key.signature(new byte[0]))) {
                throw new LicenceException(file + ": its private and public key do not belong together");
            }
            return key;
        } catch (final GeneralSecurityException | IllegalArgumentException e) {
            throw new LicenceException(file + ": found no Ed25519 key, expected what `busyhour licence key` wrote", e);
        }
    }

    private static byte[] block(final String text, final String name, final Path file) throws LicenceException {
        final Matcher block = Pattern.compile("-----BEGIN " + name + "-----([^-]*)-----END " + name + "-----").matcher(text);
        if (!block.find()) {
            throw new LicenceException(file + ": found no " + name + ", expected what `busyhour licence key` wrote");
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }

    /** @throws FileAlreadyExistsException a key is never written over. */
    public void write(final Path file) throws IOException {
        try (var out = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(java.nio.ByteBuffer.wrap((pem("PRIVATE KEY", privateKey.getEncoded()) + pem("PUBLIC KEY", publicKey.getEncoded()))
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
    }

    private static String pem(final String name, final byte[] encoded) {
        return "-----BEGIN " + name + "-----\n" + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + name + "-----\n";
    }

    /** What stands in a list of {@link LicenceKeys}. */
    public String publicText() {
        return LicenceKeys.text(publicKey);
    }

    /** The text of the file of this licence. */
    public String sign(final Licence licence) {
        return new LicenceFile(licence, LicenceKeys.id(publicKey), signature(licence.signed())).text();
    }

    private byte[] signature(final byte[] message) {
        try {
            final Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
