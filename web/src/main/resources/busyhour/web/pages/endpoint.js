// One endpoint: its figures, its seconds, its SIP messages.
import { get } from "/assets/api.js";
import { LineChart, connect } from "/assets/charts.js";
import { byId, el, setText } from "/assets/dom.js";
import { clock, count, number, short, tones, words } from "/assets/format.js";

const { project, run } = document.body.dataset;
const endpoint = location.pathname.split("/").pop();
const path = `/projects/${project}/test-runs/${run}`;
const here = `${path}/endpoints/${endpoint}`;
const PREFERRED = ["mos", "jitter_ms", "fraction_lost", "rtt_ms", "packets_recv_rate_ps", "jb_current_delay_ms"];
const UNFINISHED = ["PENDING", "QUEUED", "RUNNING", "STOPPING"];

const catalogue = new Map((await get("/metrics")).data.map((metric) => [metric.key, metric]));
const describe = (key) => catalogue.get(key.replace(/^video\./, ""));
const charts = new Map();
let chosen = new URLSearchParams(location.search).get("keys")?.split(",").filter(Boolean) ?? null;

async function showFacts() {
  const e = (await get(here)).data;
  setText(byId("name"), `Endpoint #${e.id}`);
  setText(byId("sub"), `${e.group} · ${words(e.phase)} · ${clock(e.seconds)}`);
  setText(byId("outcome"), words(e.outcome ?? e.phase));
  byId("outcome").className = `pill ${tones.outcome(e.outcome)}`;
  byId("tiles").replaceChildren(...[
    ["MOS", number(e.mosAvg), e.mosMin === null ? "" : `min ${number(e.mosMin)}`, tones.mos(e.mosAvg)],
    ["Jitter max", e.jitterMaxMs === null ? "–" : `${number(e.jitterMaxMs)} ms`, "", tones.jitter(e.jitterMaxMs)],
    ["Packets lost", count(e.packetsLost), e.lossMaxPercent === null ? "" : `max ${number(e.lossMaxPercent)} %`, tones.loss(e.lossMaxPercent)],
    ["Round trip", e.rttMs === null ? "–" : `${number(e.rttMs)} ms`, "", ""],
    ["Setup time", e.setupMs === null ? "–" : `${short(e.setupMs)} ms`, "", ""],
    ["Calls", count(e.calls), e.callResult ? `${e.callResult}${e.finalStatusCode ? ", " + e.finalStatusCode : ""}` : "", ""],
  ].map(([label, value, more, tone]) => el("div", { class: "tile" }, el("div", { class: "label" }, label), el("div", { class: `value ${tone}` }, value), el("div", { class: "more" }, more))));
}

async function showCharts(measured) {
  for (const [key, chart] of charts) {
    if (!chosen.includes(key)) {
      chart.remove();
      charts.delete(key);
    }
  }
  for (const key of chosen) {
    const sides = Object.entries(measured[key] ?? {}).filter(([, points]) => points.length > 0 && typeof points[0][1] === "number");
    if (sides.length === 0) continue;
    if (!charts.has(key)) {
      const unit = describe(key)?.unit ?? "";
      charts.set(key, new LineChart(byId("charts"), key, sides.map(([side]) => ({ name: side === "call" ? "" : side })), { id: key, unit: ["count", "packets", "ratio", "1-5", "0-100", "0-63"].includes(unit) ? "" : unit, min: key.startsWith("mos") ? 1 : key.includes("dbov") || key.includes("skew") || key.includes("drift") ? null : 0, max: key.startsWith("mos") ? 5 : null }));
    }
    charts.get(key).show(sides.map(([, points]) => points));
  }
}

function showChoices(measured) {
  const byCategory = new Map();
  for (const key of Object.keys(measured)) {
    if (!Object.values(measured[key]).some((points) => points.length > 0 && typeof points[0][1] === "number")) continue;
    const category = describe(key)?.category ?? "other";
    if (category !== "call_timing") byCategory.set(category, [...(byCategory.get(category) ?? []), key]);
  }
  byId("choices").replaceChildren(...[...byCategory].map(([category, keys]) => el("fieldset", {}, el("legend", {}, words(category)), ...keys.map((key) => {
    const box = el("input", { type: "checkbox", value: key, checked: chosen.includes(key) });
    box.addEventListener("change", () => {
      chosen = box.checked ? [...chosen, key] : chosen.filter((other) => other !== key);
      history.replaceState(null, "", `?keys=${chosen.join(",")}`);
      showCharts(all);
    });
    return el("label", { title: describe(key)?.definition ?? "" }, box, " ", key);
  }))));
}

let all = {};
async function showSeries(choices) {
  all = (await get(`${here}/metrics`)).data;
  chosen ??= PREFERRED.filter((key) => all[key]);
  if (choices && !byId("chooser").open) showChoices(all);
  await showCharts(all);
  connect();
}

let known = 0;
async function showLadder() {
  const messages = (await get(`${here}/trace?limit=1000`)).data;
  if (messages.length === known && known > 0) return;
  known = messages.length;
  const ladder = byId("ladder");
  if (known === 0) {
    ladder.replaceChildren(el("p", { class: "muted small" }, "No message was recorded for this endpoint."));
    return;
  }
  const open = new Set([...ladder.querySelectorAll("details[open]")].map((node) => node.dataset.index));
  const peers = new Set(messages.map((message) => message.peer));
  ladder.replaceChildren(
    el("div", { class: "ladder-head" }, el("span", { class: "at muted small" }, "ms"), el("div", { class: "ends" }, el("span", {}, `endpoint #${endpoint}`), el("span", { class: "mono" }, peers.size === 1 ? [...peers][0] : `${peers.size} peers`))),
    ...messages.map((message, i) => row(message, i, open.has(String(i)), peers.size > 1)));
}

function row(message, index, open, withPeer) {
  const code = /^SIP\/2\.0 (\d{3})/.exec(message.summary)?.[1];
  const tone = !code ? "" : code < 200 ? "muted" : code < 300 ? "good" : code < 400 || code === "401" || code === "407" ? "warn" : "bad";
  const label = message.summary.replace(/^SIP\/2\.0 /, "").replace(/ SIP\/2\.0$/, "");
  return el("details", { class: `msg ${message.direction} ${message.retransmission ? "again" : ""}`, "data-index": index, open },
    el("summary", {}, el("span", { class: "at num" }, number(message.timeMs, 1)), el("span", { class: "wire" }, el("span", { class: `label ${tone}` }, label + (withPeer ? ` · ${message.peer}` : "") + (message.retransmission ? " (again)" : "")), el("span", { class: "arrow" }))),
    el("p", { class: "meta" }, `${message.direction === "sent" ? "Sent to" : "Received from"} ${message.peer} · ${count(message.bytes)} bytes${message.truncated ? ", cut" : ""}`),
    el("pre", {}, message.message.trimEnd()));
}

byId("text").addEventListener("click", async (event) => {
  event.preventDefault();
  const text = await (await fetch(`/api/v1${here}/trace`, { headers: { Accept: "text/plain" } })).blob();
  const link = el("a", { href: URL.createObjectURL(text), download: `${run}-endpoint-${endpoint}.txt` });
  link.click();
  URL.revokeObjectURL(link.href);
});
byId("expand").addEventListener("click", () => {
  const messages = [...document.querySelectorAll(".msg")];
  const open = messages.some((message) => !message.open);
  messages.forEach((message) => { message.open = open; });
  setText(byId("expand"), open ? "Fold all" : "Expand all");
});

async function show(choices) {
  await Promise.all([showFacts(), showSeries(choices), showLadder()]);
}
await show(true);
if (UNFINISHED.includes((await get(path)).data.status)) {
  const timer = setInterval(async () => {
    if (document.hidden) return;
    await show(charts.size === 0).catch(() => {});
    if (!UNFINISHED.includes((await get(path)).data.status)) clearInterval(timer);
  }, 2000);
}
