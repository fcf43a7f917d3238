package busyhour.web.result;

import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.web.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of each endpoint. Single-threaded. */
final class EndpointTable {
    private static final MetricCatalogue CATALOGUE = MetricCatalogue.instance();
    private static final Slot PACKETS_LOST = CATALOGUE.require("packets_lost", Media.AUDIO, Direction.RECV);
    private static final Slot FREEZES = CATALOGUE.require("freeze_count", Media.VIDEO, Direction.RECV);
    private static final Slot AUDIO_CODEC = CATALOGUE.require("audio_codec", Media.AUDIO, Direction.SEND);
    private static final Slot VIDEO_CODEC = CATALOGUE.require("video_codec", Media.VIDEO, Direction.SEND);
    private static final Slot MOS = CATALOGUE.require("mos", Media.AUDIO, Direction.RECV);
    private static final Slot JITTER = CATALOGUE.require("jitter_ms", Media.AUDIO, Direction.RECV);
    private static final Slot SETUP = CATALOGUE.require("call_setup_time_ms", Media.ANY, Direction.CALL);

    private final Plan plan;
    private final LastValues last;
    private final Entry[] entries;
    private int registered;

    EndpointTable(Plan plan, LastValues last) {
        this.plan = plan;
        this.last = last;
        this.entries = new Entry[plan.endpoints()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Entry();
        }
    }

    /** @return the phase that it was in before. */
    EndpointPhase onState(int endpoint, EndpointPhase phase, EndpointOutcome outcome, int statusCode, String detail) {
        Entry entry = entries[endpoint];
        EndpointPhase before = entry.phase;
        if (phase != null) {
            entry.phase = phase;
            if (phase == EndpointPhase.REGISTERED && !entry.registered) {
                entry.registered = true;
                registered++;
            }
        }
        boolean milder = outcome != null && entry.outcome != null && EndpointOutcome.worse(entry.outcome, outcome) != outcome;
        if (outcome != null) {
            entry.outcome = EndpointOutcome.worse(entry.outcome, outcome);
        }
        if (statusCode != 0) {
            entry.statusCode = statusCode;
        }
        if (detail != null && !detail.isEmpty() && !milder) { // it says why the outcome is what it is
            entry.detail = detail;
        }
        return before;
    }

    void onCall(int endpoint, int calls) {
        entries[endpoint].calls = Math.max(entries[endpoint].calls, calls);
    }

    void onCallEnd(int endpoint, CallResult result, int statusCode) {
        entries[endpoint].result = CallResult.worse(entries[endpoint].result, result);
        if (statusCode != 0) {
            entries[endpoint].statusCode = statusCode;
        }
    }

    /** A gauge or one-shot: of some the table keeps the extremes. */
    void onValue(Slot slot, int endpoint, double value) {
        Entry entry = entries[endpoint];
        if (slot == MOS) {
            entry.mosMin = Math.min(entry.mosMin, value);
            entry.mosSum += value;
            entry.mosCount++;
        } else if (slot == JITTER) {
            entry.jitterMaxMs = Math.max(entry.jitterMaxMs, value);
        } else if (slot == SETUP) {
            entry.setupMs = value;
        }
    }

    /** A gauge over a whole call. */
    void onCallScore(Slot slot, int endpoint, double value) {
        if (slot == MOS) {
            entries[endpoint].callMosMin = Numbers.least(entries[endpoint].callMosMin, value);
        }
    }

    void onMedia(CallMedia media) {
        Entry entry = entries[media.endpoint()];
        entry.audioSecurity = media.audioSecurity().isEmpty() ? entry.audioSecurity : media.audioSecurity();
        entry.videoSecurity = media.videoSecurity().isEmpty() ? entry.videoSecurity : media.videoSecurity();
        if (media.ended()) {
            entry.talkRatio = media.talkRatio();
            entry.timeToGreetingMs = media.timeToGreetingMs();
        }
    }

    void onCheck(MediaCheck check) {
        Entry entry = entries[check.endpoint()];
        entry.mediaScore = Numbers.least(entry.mediaScore, check.score());
    }

    int registered() {
        return registered;
    }

    Map<String, Integer> phases() {
        Map<EndpointPhase, Integer> counts = new EnumMap<>(EndpointPhase.class);
        for (Entry entry : entries) {
            counts.merge(entry.phase, 1, Integer::sum);
        }
        Map<String, Integer> named = new LinkedHashMap<>();
        counts.forEach((phase, count) -> named.put(phase.name(), count));
        return named;
    }

    Map<String, Integer> outcomes() {
        Map<EndpointOutcome, Integer> counts = new EnumMap<>(EndpointOutcome.class);
        for (Entry entry : entries) {
            if (entry.outcome != null) {
                counts.merge(entry.outcome, 1, Integer::sum);
            }
        }
        Map<String, Integer> named = new LinkedHashMap<>();
        counts.forEach((outcome, count) -> named.put(outcome.name(), count));
        return named;
    }

    /** What the endpoints say in words, the most frequent first. */
    Map<String, Integer> reasons(int limit) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Entry entry : entries) {
            if (!entry.detail.isEmpty()) {
                counts.merge(entry.detail, 1, Integer::sum);
            }
        }
        Map<String, Integer> named = new LinkedHashMap<>();
        counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(limit)
                .forEach(entry -> named.put(entry.getKey(), entry.getValue()));
        return named;
    }

    /** How many are protected how, where that is known. */
    Map<String, Integer> security() {
        Map<String, Integer> counts = new TreeMap<>();
        for (int endpoint = 0; endpoint < entries.length; endpoint++) {
            String word = EndpointMedia.security(entries[endpoint].audioSecurity, entries[endpoint].videoSecurity);
            if (!word.isEmpty()) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return counts;
    }

    List<EndpointRow> rows() {
        List<EndpointRow> rows = new ArrayList<>(entries.length);
        for (int endpoint = 0; endpoint < entries.length; endpoint++) {
            rows.add(row(endpoint));
        }
        return rows;
    }

    List<EndpointRow> worst(int limit) {
        return rows().stream()
                .sorted(Comparator.comparingDouble(EndpointRow::badness).reversed().thenComparingInt(EndpointRow::endpoint))
                .limit(limit).toList();
    }

    private EndpointRow row(int endpoint) {
        Entry entry = entries[endpoint];
        return new EndpointRow(endpoint, plan.groups().get(plan.groupOf(endpoint)).name(), entry.phase, entry.outcome,
                entry.statusCode, entry.detail, entry.calls, entry.result,
                entry.mosCount == 0 ? Double.NaN : entry.mosMin,
                entry.mosCount == 0 ? Double.NaN : entry.mosSum / entry.mosCount,
                entry.jitterMaxMs < 0 ? Double.NaN : entry.jitterMaxMs, last.number(PACKETS_LOST, endpoint), entry.setupMs, media(endpoint));
    }

    private EndpointMedia media(int endpoint) {
        Entry entry = entries[endpoint];
        return new EndpointMedia(last.text(AUDIO_CODEC, endpoint), last.text(VIDEO_CODEC, endpoint), entry.audioSecurity, entry.videoSecurity,
                entry.callMosMin, entry.talkRatio, entry.timeToGreetingMs, entry.mediaScore, last.number(FREEZES, endpoint));
    }

    private static final class Entry {
        private EndpointPhase phase = EndpointPhase.INITIALIZING;
        private EndpointOutcome outcome;
        private String detail = "";
        private CallResult result;
        private boolean registered;
        private int statusCode;
        private int calls;
        private int mosCount;
        private double mosMin = Double.POSITIVE_INFINITY;
        private double mosSum;
        private double jitterMaxMs = -1;
        private double setupMs = Double.NaN;
        private String audioSecurity = "";
        private String videoSecurity = "";
        private double callMosMin = Double.NaN;
        private double talkRatio = Double.NaN;
        private double timeToGreetingMs = Double.NaN;
        private double mediaScore = Double.NaN;
    }
}
