// How the generator did: its limits and what to do about those it passed, then its figures, then each shard.
import { el, rows } from "/assets/dom.js";
import { count, number, short } from "/assets/format.js";

const share = (ratio) => (ratio === null || ratio === undefined ? "–" : `${number(ratio * 100, 1)} %`);
const ms = (value) => (value === null ? "–" : `${number(value, 1)} ms`);
const NAMES = {
  shardBusyRatio: "busiest shard", "sendLatenessUs.p99": "send lateness p99", kernelDrops: "dropped by the kernel", packetsSkipped: "packets never sent",
  stealRatio: "taken by the hypervisor", coreWaitRatio: "waited for a core", gcPauseMaxMs: "longest GC pause", publisherLagMs: "records on their way", recordsLost: "records lost",
};

function figure(name, value) {
  if (name.endsWith("Ratio")) return share(value);
  if (name.endsWith("Ms")) return ms(value);
  return name.endsWith(".p99") ? `${short(value)} µs` : count(value);
}

function passed(limit, tone) {
  const allowed = limit.allowed > 0 ? ` (at most ${figure(limit.limit, limit.allowed)})` : "";
  return el("li", { class: tone, "data-limit": limit.limit },
    el("b", {}, `${NAMES[limit.limit] ?? limit.limit}: ${figure(limit.limit, limit.value)}${allowed}`), el("span", {}, limit.advice));
}

// With one shard its row would say the same once more.
function shards(engine) {
  if (!engine.perShard || engine.perShard.length < 2) return null;
  const head = ["Shard", "Core", "Busy", "Lateness p99, µs", "Max, µs", "Steal", "Wait"];
  return el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, ...head.map((name, i) => el("th", { class: i ? "num" : "" }, name)))),
    el("tbody", {}, ...engine.perShard.map((s) => el("tr", {},
      ...[s.shard, s.core ?? "–", share(s.shardBusyRatio), short(s.sendLatenessUs.p99), short(s.sendLatenessUs.max), share(s.stealRatio), share(s.coreWaitRatio)]
        .map((text, i) => el("td", { class: i ? "num" : "" }, String(text))))))));
}

// Fields that a stored result of an older build lacks are left out.
export function generator(engine) {
  const busy = engine.shardBusyRatio;
  const late = engine.sendLatenessUs;
  const limits = engine.limits ?? [];
  const warnings = engine.warnings ?? [];
  const told = limits.length + warnings.length === 0 ? null
    : el("ul", { class: "limits" }, ...limits.map((l) => passed(l, "bad")), ...warnings.map((w) => passed(w, "warn")));
  const lines = [
    ["Was it the limit?", engine.overloaded ? "yes: figures do not count" : "no", engine.overloaded ? "bad" : "good"],
    ["Busiest shard", share(busy), busy > 0.8 ? "bad" : busy > 0.6 ? "warn" : ""],
    ["Send lateness p50 · p99", late.p99 === null ? "–" : `${short(late.p50)} · ${short(late.p99)} µs`, late.p99 > 1000 ? "bad" : ""],
    ["Send lateness p99.9 · max", late.max === null ? "–" : `${short(late.p999)} · ${short(late.max)} µs`],
    ["Longest duty cycle", engine.dutyCycleMaxUs === null ? "–" : `${short(engine.dutyCycleMaxUs)} µs`],
    ["Packets sent · received", `${count(engine.packetsSent)} · ${count(engine.packetsReceived)}`],
    ["Never sent · kernel drops", `${count(engine.packetsSkipped ?? 0)} · ${count(engine.kernelDrops)}`, engine.packetsSkipped > 0 || engine.kernelDrops > 0 ? "bad" : ""],
    ["Taken by the hypervisor", share(engine.stealRatio), engine.stealRatio > 0.01 ? "warn" : ""],
    ["Waited for a core", share(engine.coreWaitRatio), engine.coreWaitRatio > 0.01 ? "warn" : ""],
    ["Longest GC pause", ms(engine.gcPauseMaxMs), engine.gcPauseMaxMs > 1 ? "warn" : ""],
    ["Allocated", engine.allocatedBytesPerSecond === null ? "–" : `${short(engine.allocatedBytesPerSecond)} B/s`],
    ["Records' longest way", ms(engine.publisherLagMs), engine.publisherLagMs > 2000 ? "warn" : ""],
    engine.recordsLost > 0 ? ["Records lost", count(engine.recordsLost), "warn"] : null,
    engine.sipMalformed > 0 ? ["Malformed SIP received", count(engine.sipMalformed), "warn"] : null,
    ["Shards", count(engine.shards)],
  ];
  return [told, rows(lines.filter((line) => line !== null)), shards(engine)].filter((node) => node !== null);
}
