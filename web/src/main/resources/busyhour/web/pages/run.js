// A run, live or ended: the server's events carry all that moves; the table of endpoints asks for its page.
import { finalAnswer } from "/assets/facts.js";
import { get, post } from "/assets/api.js";
import { LineChart, connect } from "/assets/charts.js";
import { byId, el, rows, setText } from "/assets/dom.js";
import { clock, count, number, short, tones, verdict, when, words } from "/assets/format.js";
import { search } from "/assets/findmax.js";
import { generator } from "/assets/generator.js";
import * as media from "/assets/media.js";
import { PagedTable } from "/assets/table.js";

const { project, run } = document.body.dataset;
const path = `/projects/${project}/test-runs/${run}`;
const PHASES = ["INITIALIZING", "REGISTERED", "CALLING", "RINGING", "NEGOTIATING", "INCALL", "DISCONNECTING", "CLOSED"];
const MAX_POINTS = 900;
const frames = new Map();
let summary = null;
let ended = false;

const CHARTS = [
  { title: "Calls/s", id: "calls", lines: [["started", "started"], ["answered", "answered"], ["failed", "failed"]], whole: true },
  { title: "Concurrent calls", id: "concurrent", lines: [["", "concurrent"]], area: true, whole: true },
  { title: "MOS", id: "mos", lines: [["mean", "mos"], ["p5", "mosP5"]], min: 1, max: 5 },
  { title: "Jitter", id: "jitter", lines: [["mean", "jitter"], ["p95", "jitterP95"]], unit: "ms" },
  { title: "Packet loss", id: "loss", lines: [["", "loss"]], unit: "%", area: true },
  { title: "Call setup time", id: "setup", lines: [["p50", "setupP50"], ["p95", "setupP95"]], unit: "ms" },
].map(chartOf);
const VIDEO = [
  { title: "Frame rate", id: "fps", lines: [["mean", "fps"], ["p5", "fpsP5"]], unit: "fps" },
  { title: "Video bit rate", id: "videobitrate", lines: [["", "videoKbps"]], unit: "kbit/s", area: true },
  { title: "Frozen in each second", id: "freeze", lines: [["", "freezeMs"]], unit: "ms", area: true },
];
connect();

function chartOf(spec) {
  return { spec, chart: new LineChart(byId("charts"), spec.title, spec.lines.map(([name]) => ({ name })), spec) };
}

const funnel = PHASES.map((phase) => {
  const parts = { count: el("span", { class: "count" }, "0"), bar: el("i") };
  parts.node = el("div", { class: "phase zero", "data-phase": phase }, parts.count, el("span", { class: "name" }, words(phase)), el("span", { class: "track" }, parts.bar));
  byId("funnel").append(parts.node);
  return parts;
});

const tiles = {};
for (const [id, label] of [["answered", "Calls answered"], ["asr", "Answer-seizure ratio"], ["mos", "MOS"], ["jitter", "Jitter p95"], ["loss", "Packets lost"], ["setup", "Setup time p95"]]) {
  tiles[id] = { value: el("div", { class: "value" }, "–"), more: el("div", { class: "more" }) };
  byId("tiles").append(el("div", { class: "tile", "data-tile": id }, el("div", { class: "label" }, label), tiles[id].value, tiles[id].more));
}

function tile(id, value, more, tone = "") {
  setText(tiles[id].value, value);
  setText(tiles[id].more, more);
  tiles[id].value.className = `value ${tone}`;
}

function showSeconds() {
  const seconds = [...frames.values()].sort((a, b) => a.s - b.s);
  if (!ended) seconds.pop(); // the second that is being measured would look like a fall
  if (VIDEO.length > 0 && seconds.some((frame) => frame.fps !== null && frame.fps !== undefined)) {
    CHARTS.push(...VIDEO.splice(0).map(chartOf)); // a run without video has no empty charts
    connect();
  }
  const step = Math.ceil(seconds.length / MAX_POINTS);
  const shown = step > 1 ? seconds.filter((f, i) => i % step === 0 || i === seconds.length - 1) : seconds;
  for (const { spec, chart } of CHARTS) chart.show(spec.lines.map(([, key]) => shown.map((frame) => [frame.s, frame[key]])));
}

function showSummary() {
  const { status, preparation, run: facts, endpoints, calls, metrics, thresholds, engine } = summary;
  const [word, tone] = verdict(status, facts?.exitCode);
  setText(byId("status"), preparation || word);
  byId("status").className = `pill ${tone}`;
  byId("stop").hidden = status !== "RUNNING";
  if (!facts) return;
  setText(byId("when"), when(facts.startedAt));
  setText(byId("elapsed"), clock(facts.durationMs / 1000));
  funnel.forEach((part, i) => {
    const n = endpoints.phases[PHASES[i]] ?? 0;
    setText(part.count, count(n));
    part.node.classList.toggle("zero", n === 0);
    part.bar.style.width = `${endpoints.planned ? (100 * n) / endpoints.planned : 0}%`;
  });
  const { mos, jitter_ms: jitter, packets_lost: lost, fraction_lost: loss, call_setup_time_ms: setup } = metrics;
  tile("answered", count(calls.answered), `of ${count(calls.offered)} offered${calls.dropped > 0 ? ` · ${count(calls.dropped)} dropped` : ""}${
    calls.offeredPerSecond ? ` · ${short(calls.startedPerSecond)} of ${short(calls.offeredPerSecond)}/s` : ""}`, calls.failed + calls.dropped > 0 ? "warn" : "");
  tile("asr", calls.asr === null ? "–" : `${number(calls.asr, 1)} %`, `NER ${calls.ner === null ? "–" : number(calls.ner, 1) + " %"}`);
  tile("mos", number(mos?.avg), mos ? `p5 ${number(mos.p5)} · min ${number(mos.min)}` : "", tones.mos(mos?.avg));
  tile("jitter", jitter ? `${number(jitter.p95)} ms` : "–", jitter ? `mean ${number(jitter.avg)} · max ${number(jitter.max)}` : "", tones.jitter(jitter?.p95));
  tile("loss", lost ? count(lost.sum) : "–", loss ? `mean ${number(loss.avg, 2)} % · max ${short(loss.max)} %` : "", tones.loss(loss?.avg));
  tile("setup", setup ? `${short(setup.p95)} ms` : "–", setup ? `p50 ${short(setup.p50)} · max ${short(setup.max)}` : "");
  showVerdicts(thresholds, status);
  search(byId("search"), summary.findMax);
  byId("outcomes").replaceChildren(counted(endpoints.outcomes, tones.outcome, "No endpoint has ended yet."));
  byId("codes").replaceChildren(counted({ ...calls.sipCodes, ...named("dropped: ", calls.dropReasons) },
    (code) => (code < 300 ? "good" : code < 400 ? "" : "bad"), "No final answer yet."));
  const [agreed, whole, video] = media.ofRun(summary);
  byId("agreed").replaceChildren(agreed);
  byId("whole").replaceChildren(whole);
  byId("video").replaceChildren(video);
  byId("engine").replaceChildren(...generator(engine));
  choices(byId("outcome"), Object.keys(endpoints.outcomes));
}

function showVerdicts(thresholds, status) {
  const done = !["RUNNING", "QUEUED", "PENDING", "STOPPING"].includes(status);
  byId("verdicts").replaceChildren(el("ul", { class: "verdicts" }, ...thresholds.map((t) => el("li", { class: t.passed ? "good" : done || t.value !== null ? "bad" : "" },
    el("span", {}, t.threshold), el("b", { class: "num" }, short(t.value)), t.passed ? (done ? "passed" : "holds") : t.value === null && !done ? "no sample yet" : done ? "failed" : "does not hold"))));
}

function named(prefix, counts) {
  return Object.fromEntries(Object.entries(counts ?? {}).map(([name, n]) => [prefix + name, n]));
}

function counted(counts, tone, none) {
  const entries = Object.entries(counts ?? {}).sort((a, b) => b[1] - a[1]);
  return entries.length === 0 ? el("p", { class: "muted small" }, none) : rows(entries.map(([name, n]) => [words(name), count(n), tone(name)]));
}

function choices(select, values) {
  const known = new Set([...select.options].map((option) => option.value));
  for (const value of values) if (!known.has(value)) select.append(el("option", { value }, value));
}

const endpoints = new PagedTable(byId("endpoints"), [
  { title: "Endpoint", sort: "id", cell: (e) => el("a", { href: `/runs/${run}/endpoints/${e.id}`, "data-focus": `e${e.id}` }, `#${e.id}`) },
  { title: "Group", cell: (e) => e.group },
  { title: "Phase", cell: (e) => words(e.phase) },
  { title: "Outcome", sort: "worst", initial: true, cell: (e) => (e.outcome ? el("span", { class: `pill ${tones.outcome(e.outcome)}` }, words(e.outcome)) : "–") },
  { title: "Media", cell: media.inTable },
  { title: "MOS", right: true, sort: "mos", cell: (e) => number(e.mosAvg), tone: (e) => tones.mos(e.mosAvg) },
  { title: "MOS min", right: true, cell: (e) => number(e.mosMin), tone: (e) => tones.mos(e.mosMin) },
  { title: "Jitter max, ms", right: true, sort: "jitter", cell: (e) => number(e.jitterMaxMs), tone: (e) => (tones.jitter(e.jitterMaxMs) === "good" ? "" : tones.jitter(e.jitterMaxMs)) },
  { title: "Loss max, %", right: true, sort: "loss", cell: (e) => number(e.lossMaxPercent), tone: (e) => (tones.loss(e.lossMaxPercent) === "good" ? "" : tones.loss(e.lossMaxPercent)) },
  { title: "Lost", right: true, cell: (e) => count(e.packetsLost) },
  { title: "Setup, ms", right: true, sort: "setup", cell: (e) => short(e.setupMs) },
  { title: "Calls", right: true, cell: (e) => count(e.calls) },
  { title: "SIP", cell: (e) => finalAnswer(e) || "–" },
  { title: "", right: true, cell: (e) => el("a", { href: `/runs/${run}/endpoints/${e.id}/flow`, "aria-label": `Call flow of endpoint ${e.id}`, "data-focus": `f${e.id}` }, "Flow") },
], (page, sort) => get(`${path}/endpoints?page=${page}&sort=${sort ?? "worst"}&group=${encodeURIComponent(byId("group").value)}&outcome=${byId("outcome").value}`), "No endpoint is like this.");
byId("group").addEventListener("change", () => endpoints.show(1));
byId("outcome").addEventListener("change", () => endpoints.show(1));

byId("stop").addEventListener("click", async () => {
  byId("stop").disabled = true;
  try {
    await post(`${path}/stop`);
  } catch (fault) {
    note(fault.message);
  }
});

function note(text) {
  byId("note").textContent = text;
  byId("note").hidden = false;
}

// What can be done with a run that has ended.
function files(of) {
  if (of.exitCode === null || of.exitCode === undefined || !byId("files").hidden) return;
  const file = (name, query) => el("a", { href: `/api/v1${path}/export?${query}`, download: true }, name);
  byId("files").append(...(of.testId === null ? [] : [el("button", { type: "button", id: "repeat", onclick: repeat }, "Run again")]),
    el("a", { href: `/projects/${project}/compare?runs=${run}` }, "Compare"), file("HTML", "format=html"), file("JSON", "format=json"), file("JUnit", "format=junit"),
    file("CSV", "format=csv"), file("Parquet", "format=parquet"), file("all samples (CSV)", "format=csv&of=samples"));
  byId("files").hidden = false;
}

async function repeat() {
  byId("repeat").disabled = true;
  try {
    location.href = `/runs/${(await post(`${path}/repeat`)).data.id}`;
  } catch (fault) {
    note(fault.message);
    byId("repeat").disabled = false;
  }
}

const first = (await get(path)).data;
files(first);
if (first.reason) note(first.reason);
choices(byId("group"), Object.keys(first.result?.groups ?? {}));
endpoints.show().catch((fault) => note(fault.message));

let waiting = false;
const draw = () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    showSeconds();
    if (summary) showSummary();
  });
};
const events = new EventSource(`/api/v1${path}/events`);
events.addEventListener("seconds", (event) => {
  for (const frame of JSON.parse(event.data)) frames.set(frame.s, frame);
  draw();
});
events.addEventListener("summary", (event) => {
  summary = JSON.parse(event.data);
  draw();
});
let refresh = setInterval(() => { if (!document.hidden) endpoints.show().catch(() => {}); }, 3000);
events.addEventListener("end", async () => {
  ended = true;
  draw();
  events.close();
  clearInterval(refresh);
  endpoints.show().catch(() => {});
  const last = (await get(path)).data;
  files(last);
  if (last.reason) note(last.reason);
});
