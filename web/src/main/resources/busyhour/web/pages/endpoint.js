// One endpoint: its figures, its seconds, its SIP messages.
import { get } from "/assets/api.js";
import { LineChart, connect } from "/assets/charts.js";
import { byId, el, setText } from "/assets/dom.js";
import { actions, ending, finalAnswer, identity } from "/assets/facts.js";
import { Ladder, messagesOf } from "/assets/ladder.js";
import * as media from "/assets/media.js";
import { clock, count, number, short, tones, words } from "/assets/format.js";

const { project, run } = document.body.dataset;
const endpoint = location.pathname.split("/").pop();
const path = `/projects/${project}/test-runs/${run}`;
const here = `${path}/endpoints/${endpoint}`;
const PREFERRED = ["mos", "jitter_ms", "fraction_lost", "rtt_ms", "packets_recv_rate_ps", "jb_current_delay_ms", "frame_rate_received", "video_bitrate_bps", "freeze_duration_ms", "video.jitter_ms"];
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
  byId("ending").replaceChildren(ending(e));
  byId("identity").replaceChildren(identity(e));
  byId("media").replaceChildren(media.ofEndpoint(e));
  const steps = actions(e);
  byId("actions-card").hidden = steps === null;
  if (steps !== null) byId("actions").replaceChildren(steps);
  byId("tiles").replaceChildren(...[
    ["MOS", number(e.mosAvg), e.mosMin === null ? "" : `min ${number(e.mosMin)}`, tones.mos(e.mosAvg)],
    ["Jitter max", e.jitterMaxMs === null ? "–" : `${number(e.jitterMaxMs)} ms`, "", tones.jitter(e.jitterMaxMs)],
    ["Packets lost", count(e.packetsLost), e.lossMaxPercent === null ? "" : `max ${number(e.lossMaxPercent)} %`, tones.loss(e.lossMaxPercent)],
    ["Round trip", e.rttMs === null ? "–" : `${number(e.rttMs)} ms`, "", ""],
    ["Setup time", e.setupMs === null ? "–" : `${short(e.setupMs)} ms`, "", ""],
    ["Calls", count(e.calls), e.calls > 1 ? [e.callResult && `worst: ${e.callResult}`, finalAnswer(e) && `last: ${finalAnswer(e)}`].filter(Boolean).join(", ") : [e.callResult, finalAnswer(e)].filter(Boolean).join(", "), ""],
    ...(e.stepsDone + e.stepsFailed > 0 ? [["Action steps", count(e.stepsDone + e.stepsFailed), e.stepsFailed > 0 ? `${count(e.stepsFailed)} failed` : "all done", e.stepsFailed > 0 ? "bad" : ""]] : []),
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

async function showRecordings() {
  const list = media.recordings((await get(`${here}/recordings`)).data, here);
  byId("recordings-card").hidden = list === null;
  if (list !== null && byId("recordings").childElementCount === 0) byId("recordings").replaceChildren(list); // one that plays goes on
}

let ladder = null;
async function showLadder() {
  const messages = await messagesOf(get, here);
  if (messages.length === 0) {
    byId("ladder").replaceChildren(el("p", { class: "muted small" }, "No message was recorded for this endpoint."));
    return;
  }
  ladder ??= new Ladder(byId("ladder"), `endpoint #${endpoint}`);
  ladder.show(messages);
}

byId("flow").href = `/runs/${run}/endpoints/${endpoint}/flow`;
byId("text").href = `/api/v1${here}/trace?format=text`;
byId("pcap").href = `/api/v1${here}/trace?format=pcap`;

async function show(choices) {
  await Promise.all([showFacts(), showSeries(choices), showLadder(), showRecordings()]);
}
await show(true);
if (UNFINISHED.includes((await get(path)).data.status)) {
  const timer = setInterval(async () => {
    if (document.hidden) return;
    await show(charts.size === 0).catch(() => {});
    if (!UNFINISHED.includes((await get(path)).data.status)) clearInterval(timer);
  }, 2000);
}
