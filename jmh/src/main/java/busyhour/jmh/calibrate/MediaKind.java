package busyhour.jmh.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What calls are made of while a host is loaded. Both ends of each call are played here. */
enum MediaKind {

    AUDIO("audio", "audio (PCMU)", 1, 50, "codecs: [PCMU]"),
    AUDIO_SRTP("audioSrtp", "audio with SRTP", 1, 50, "codecs: [PCMU], srtp: required"),
    /** 1 Mbit/s in packets of 1,200 octets and 30 frames a second, beside the audio. */
    VIDEO("video", "video 360p 1 Mbit/s", 2, 154,
            "codecs: [PCMU], video: {codec: H264, resolution: 640x360, fps: 30, bitrate: 1000k}");

    private final String key;
    private final String label;
    private final int streams;
    private final int packetsPerSecond;
    private final String media;

    MediaKind(String key, String label, int streams, int packetsPerSecond, String media) {
        this.key = key;
        this.label = label;
        this.streams = streams;
        this.packetsPerSecond = packetsPerSecond;
        this.media = media;
    }

    /** @param text names divided by commas, null for all. @throws IllegalArgumentException that names what is wrong. */
    static List<MediaKind> parse(String text) {
        return text == null ? List.of(values()) : Arrays.stream(text.split(",", -1)).map(word -> Arrays.stream(values()).filter(kind -> kind.key.equals(word.strip())).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("media: found '" + word.strip() + "', expected some of "
                        + Arrays.stream(values()).map(MediaKind::key).collect(Collectors.joining(","))))).distinct().sorted().toList();
    }

    /** Its name in files and arguments. */
    String key() {
        return key;
    }

    /** Its name for people. */
    String label() {
        return label;
    }

    /** Media streams of an endpoint. */
    int streams() {
        return streams;
    }

    /** That an endpoint sends, and as many that it receives. */
    int packetsPerSecond() {
        return packetsPerSecond;
    }

    /**
     * @param endpoints callers and called together.
     * @param callS     length of a call from its answer.
     * @param rampS     from the first call to the last.
     */
    String plan(int endpoints, int callS, int rampS) {
        final int calls = endpoints / 2;
        return String.format(Locale.ROOT, """
                name: calibrate %s
                duration: %ds
                registrars:
                  - {name: own, accounts: builtin}
                groups:
                  - {name: called, endpoints: %d, registrar: own, callee: receive-external, %s}
                  - {name: callers, endpoints: %d, registrar: own, callee: {group: called}, ramp: %d/s, %s}
                """, key, callS, calls, media, calls, Math.max(1, calls / rampS), media);
    }
}
