package busyhour.web.plan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks into certificates and keys: whether they can be read, belong together, hold today and for another {@link #WARN_DAYS} days. What
 * is wrong becomes a fault or a warning of its field, in words only. One thread, one use.
 */
final class TlsMaterial {
    static final int WARN_DAYS = 30;

    private final Fields at;
    private final Instant now;
    private byte[] ca;
    private byte[] certificate;
    private byte[] key;

    TlsMaterial(Fields at, Instant now) {
        this.at = at;
        this.now = now;
    }

    /** PEM of the authorities, null without. */
    byte[] ca() {
        return ca;
    }

    /** PEM of our chain, ours first; null without. */
    byte[] certificate() {
        return certificate;
    }

    /** PEM of the key as PKCS#8, null without. */
    byte[] key() {
        return key;
    }

    /** Whether there is a private key beside the certificates. */
    boolean holdsKey(byte[] pem) {
        return Pem.blocks(pem).stream().anyMatch(PrivateKeys::isKey);
    }

    /** Checks what was given; what was not is null. */
    void check(byte[] caPem, byte[] certificatePem, byte[] keyPem) {
        List<X509Certificate> authorities = caPem == null ? List.of() : certificates("ca", caPem);
        List<X509Certificate> chain = certificatePem == null ? List.of() : certificates("certificate", certificatePem);
        PrivateKey own = keyPem == null ? null : privateKey(at.has("key") ? "key" : "certificate", keyPem);
        checkAuthorities(authorities);
        chain.forEach(each -> checkDates("certificate", each));
        if (own != null && !chain.isEmpty()) {
            checkPair(own, chain);
        }
        if (!authorities.isEmpty() && !chain.isEmpty() && !leadsTo(chain, authorities)) {
            at.warn("certificate", "no authority of 'ca' vouches for it: a peer that trusts only those refuses it");
        }
        ca = pem(authorities);
        certificate = pem(chain);
    }

    private List<X509Certificate> certificates(String field, byte[] pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        int number = 0;
        for (Pem.Block block : Pem.blocks(pem)) {
            if (!block.label().equals("CERTIFICATE") && !block.label().equals("X509 CERTIFICATE")
                    && !block.label().equals("TRUSTED CERTIFICATE")) {
                continue;
            }
            number++;
            try {
                if (block.der() == null) {
                    throw new CertificateException("not base64");
                }
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(block.der())));
            } catch (CertificateException e) {
                at.fault(field, "a block CERTIFICATE, the " + number + ". of the file, that is none", "X.509 certificates as PEM");
                return List.of();
            }
        }
        if (certificates.isEmpty()) {
            at.fault(field, "no block CERTIFICATE", "X.509 certificates as PEM");
        }
        return certificates;
    }

    private PrivateKey privateKey(String field, byte[] pem) {
        String expected = "a private key as PEM: PKCS#8, PKCS#1 or SEC 1, without a password; RSA, EC or Ed25519";
        List<Pem.Block> keys = Pem.blocks(pem).stream().filter(PrivateKeys::isKey).toList();
        if (keys.size() != 1) {
            at.fault(field, keys.isEmpty() ? "no block PRIVATE KEY" : keys.size() + " private keys", expected);
            return null;
        }
        if (keys.getFirst().encrypted() || keys.getFirst().label().startsWith("ENCRYPTED")) {
            at.fault(field, "a private key with a password", expected);
            return null;
        }
        byte[] pkcs8 = PrivateKeys.pkcs8(keys.getFirst());
        PrivateKey read = pkcs8 == null ? null : PrivateKeys.read(pkcs8);
        if (read == null) {
            at.fault(field, "a block " + keys.getFirst().label() + " that cannot be read", expected);
        } else {
            key = Pem.write("PRIVATE KEY", pkcs8);
        }
        return read;
    }

    private void checkPair(PrivateKey own, List<X509Certificate> chain) {
        String field = at.has("key") ? "key" : "certificate";
        if (PrivateKeys.match(own, chain.getFirst().getPublicKey())) {
            return;
        }
        boolean later = chain.stream().skip(1).anyMatch(each -> PrivateKeys.match(own, each.getPublicKey()));
        at.fault(field, later ? "the key of another certificate than the first" : "a key that does not belong to the certificate",
                later ? "our own certificate first, then those that vouch for it" : "the private key of the certificate");
    }

    /** Bundles hold what has run out: one that holds today is enough. */
    private void checkAuthorities(List<X509Certificate> authorities) {
        if (authorities.stream().anyMatch(each -> each.getNotAfter().toInstant().isAfter(now))) {
            if (authorities.size() == 1) {
                checkDates("ca", authorities.getFirst());
            }
        } else {
            authorities.stream().limit(1).forEach(each -> checkDates("ca", each));
        }
    }

    private void checkDates(String field, X509Certificate each) {
        Instant from = each.getNotBefore().toInstant();
        Instant until = each.getNotAfter().toInstant();
        if (!until.isAfter(now)) {
            at.fault(field, "a certificate that ran out on " + day(until), "one that holds today");
        } else if (from.isAfter(now)) {
            at.fault(field, "a certificate that holds from " + day(from), "one that holds today");
        } else if (until.isBefore(now.plus(Duration.ofDays(WARN_DAYS)))) {
            long days = Duration.between(now, until).toDays();
            at.warn(field, "the certificate runs out on " + day(until) + (days == 0 ? ", within a day" : ", in " + days + (days == 1 ? " day" : " days")));
        }
    }

    private static String day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** RFC 5280 6, without revocation. */
    private boolean leadsTo(List<X509Certificate> chain, List<X509Certificate> authorities) {
        try {
            X509CertSelector ours = new X509CertSelector();
            ours.setCertificate(chain.getFirst());
            Set<TrustAnchor> anchors = authorities.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, ours);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return authorities.contains(chain.getFirst());
        }
    }

    private static byte[] pem(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (X509Certificate each : certificates) {
                out.writeBytes(Pem.write("CERTIFICATE", each.getEncoded()));
            }
        } catch (CertificateException e) {
            throw new IllegalStateException(e); // they were read from their encoding
        }
        return out.toByteArray();
    }
}
