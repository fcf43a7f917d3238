package busyhour.ipc.licence;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a worker's licence is good for; each tier has what those before it have. */
public enum LicenceTier {
    /** Core metrics, SIP capture, all codecs and transports. */
    STANDARD(50),
    /** All metrics, webhooks, API access. */
    PROFESSIONAL(200, LicenceFeature.ALL_METRICS, LicenceFeature.WEBHOOKS, LicenceFeature.API),
    /** No limit, custom media formats. */
    ENTERPRISE(Integer.MAX_VALUE, LicenceFeature.ALL_METRICS, LicenceFeature.WEBHOOKS, LicenceFeature.API, LicenceFeature.CUSTOM_MEDIA);

    private final int endpoints;
    private final Set<LicenceFeature> features;

    LicenceTier(final int endpoints, final LicenceFeature... features) {
        this.endpoints = endpoints;
        this.features = EnumSet.noneOf(LicenceFeature.class);
        this.features.addAll(Arrays.asList(features));
    }

    /** Most endpoints at a time; {@link WorkerPermit#NO_LIMIT} = as many as the worker carries. */
    public int endpoints() {
        return endpoints;
    }

    public boolean has(final LicenceFeature feature) {
        return features.contains(feature);
    }

    /** As files and people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LicenceTier> of(final String word) {
        return Arrays.stream(values()).filter(tier -> tier.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(LicenceTier::word).collect(Collectors.joining(", "));
    }
}
