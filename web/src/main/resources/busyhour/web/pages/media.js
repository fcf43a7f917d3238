// What is known of media: codecs and protection, whole calls, video; recordings of an endpoint.
import { el, rows } from "/assets/dom.js";
import { count, number, short, tones } from "/assets/format.js";

const named = (counts) => Object.entries(counts ?? {}).map(([name, n]) => `${name} ${count(n)}`).join(", ");
const share = (ratio) => (ratio === null || ratio === undefined ? "–" : `${number(100 * ratio, 0)} %`);
const none = (text) => el("p", { class: "muted small" }, text);
const belowTone = (percent) => (percent === null ? "" : percent === 0 ? "good" : percent < 5 ? "warn" : "bad");

// Three nodes for the cards of a run: what was agreed on, whole calls, video.
export function ofRun({ endpoints, calls, metrics }) {
  const audio = metrics["audio_codec.send"]?.values;
  const video = metrics["video_codec.send"]?.values;
  const agreed = [];
  if (audio) agreed.push(["Audio codecs", named(audio)]);
  if (video) agreed.push(["Video codecs", named(video)]);
  for (const [security, n] of Object.entries(endpoints.security ?? {})) agreed.push([security === "none" ? "Not encrypted" : security, `${count(n)} endpoints`, security === "none" ? "warn" : "good"]);
  const whole = [];
  if (calls.mos) {
    whole.push(["MOS over calls", `${number(calls.mos.avg)} · p5 ${number(calls.mos.p5)} · min ${number(calls.mos.min)}`, tones.mos(calls.mos.p5)]);
    whole.push(["Calls below 3.5", `${short(calls.mosBelow35Percent)} %`, belowTone(calls.mosBelow35Percent)]);
  }
  if (calls.timeToGreetingMs) whole.push(["Time to greeting p50 · p95", `${short(calls.timeToGreetingMs.p50)} · ${short(calls.timeToGreetingMs.p95)} ms`]);
  if (calls.talkRatio) whole.push(["Talk ratio of the peer", share(calls.talkRatio.avg)]);
  const turn = metrics.turn_latency_ms;
  if (turn) whole.push(["Turn latency p50 · p95", `${short(turn.p50)} · ${short(turn.p95)} ms`]);
  if (calls.mediaScore) whole.push(["Media check mean · worst", `${short(calls.mediaScore.avg)} · ${short(calls.mediaScore.min)} of 100`, calls.mediaScore.min < 80 ? "bad" : "good"]);
  return [
    agreed.length ? rows(agreed) : none("No media was agreed on yet."),
    whole.length ? rows(whole) : none("No call with media has ended yet."),
    video || metrics.frame_rate_received ? videoRows(metrics) : none("No video in this run."),
  ];
}

function videoRows(metrics) {
  const { frame_rate_received: rate, video_bitrate_bps: bitrate, resolution_mpix: size, freeze_count: freezes, freeze_duration_ms: frozen, frames_incomplete: incomplete } = metrics;
  const pairs = [];
  if (rate) pairs.push(["Frame rate mean · p5", `${number(rate.avg, 1)} · ${number(rate.p5, 1)} fps`]);
  if (bitrate) pairs.push(["Bit rate", `${count(Math.round(bitrate.avg / 1000))} kbit/s`]);
  if (size) pairs.push(["Picture", `${number(size.p50)} Mpixel`]);
  if (freezes) pairs.push(["Freezes", `${count(freezes.sum)}${frozen ? ` of ${short(Math.round(frozen.avg * frozen.count) / 1000)} s in all` : ""}`, freezes.sum > 0 ? "warn" : "good"]);
  if (incomplete) pairs.push(["Frames incomplete", count(incomplete.sum), incomplete.sum > 0 ? "warn" : "good"]);
  if (metrics["video.packets_lost"]) pairs.push(["Packets lost", count(metrics["video.packets_lost"].sum), metrics["video.packets_lost"].sum > 0 ? "warn" : "good"]);
  return pairs.length ? rows(pairs) : none("Nothing was measured yet.");
}

const protection = (e) => (!e.audioSecurity && !e.videoSecurity ? null : !e.videoSecurity || e.videoSecurity === e.audioSecurity ? e.audioSecurity : `${e.audioSecurity ?? "–"}, video ${e.videoSecurity}`);

// In a table of endpoints: codecs, with a word for what is encrypted.
export function inTable(e) {
  const codecs = [e.audioCodec, e.videoCodec].filter(Boolean).join(", ");
  const encrypted = [e.audioSecurity, e.videoSecurity].some((word) => word && word !== "none");
  return codecs ? el("span", { title: protection(e) ?? "" }, codecs, encrypted ? el("span", { class: "muted small" }, " SRTP") : null) : "–";
}

export function ofEndpoint(e) {
  const pairs = [];
  if (e.audioCodec) pairs.push(["Audio codec", e.audioCodec]);
  if (e.videoCodec) pairs.push(["Video codec", e.videoCodec]);
  if (protection(e)) pairs.push(["Encryption", protection(e), protection(e) === "none" ? "warn" : "good"]);
  if (e.callMosMin !== null) pairs.push([e.calls > 1 ? "MOS over the worst call" : "MOS over the call", number(e.callMosMin), tones.mos(e.callMosMin)]);
  if (e.timeToGreetingMs !== null) pairs.push(["Time to greeting", `${short(e.timeToGreetingMs)} ms`]);
  if (e.talkRatio !== null) pairs.push(["Talk ratio of the peer", share(e.talkRatio)]);
  if (e.freezes !== null) pairs.push(["Freezes", count(e.freezes), e.freezes > 0 ? "warn" : "good"]);
  if (e.mediaScore !== null) pairs.push(["Media check", `${short(e.mediaScore)} of 100`, e.mediaScore < 80 ? "bad" : "good"]);
  return pairs.length ? rows(pairs) : none("No media was agreed on.");
}

// Null without any.
export function recordings(list, here) {
  if (list.length === 0) return null;
  return el("ul", { class: "recordings" }, ...list.map((file) => {
    const address = `/api/v1${here}/recordings/${encodeURIComponent(file.name)}`;
    return el("li", {}, el("a", { href: address, download: true }, file.name), el("span", { class: "muted small" }, ` ${count(Math.ceil(file.bytes / 1024))} KiB`),
      file.mediaType === "audio/wav" ? el("audio", { controls: true, preload: "none", src: address }) : null);
  }));
}
