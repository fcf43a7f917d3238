package busyhour.ipc.licence;

/** What only some tiers have. */
public enum LicenceFeature {
    /** Besides the core ones. */
    ALL_METRICS,
    WEBHOOKS,
    API,
    /** Media files of one's own format. */
    CUSTOM_MEDIA
}
