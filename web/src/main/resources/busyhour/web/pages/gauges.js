// What goes on in the organisation, its projects and labels, and how that was before.
import { get } from "/assets/api.js";
import { LineChart } from "/assets/charts.js";
import { byId, el } from "/assets/dom.js";
import { count, number } from "/assets/format.js";

const SPANS = [["day", 24], ["week", 168], ["4 weeks", 672], ["13 weeks", 2184]];
const percent = (share) => (share === null ? "–" : `${number(share * 100, 0)} %`);
const full = (share) => (share === null ? "" : share > 0.9 ? "bad" : share > 0.7 ? "warn" : "good");
const scopeOf = (gauge) => (gauge.project === null ? "/capacity" : `/projects/${gauge.project}/capacity`);
const nameOf = (gauge) => (gauge.project === null ? "whole organisation" : gauge.project) + (gauge.label === null ? "" : ` · ${gauge.label}`);

function tile(label, value, more, tone = "") {
  return el("div", { class: "tile" }, el("div", { class: "label" }, label), el("div", { class: `value ${tone}` }, value), el("div", { class: "more" }, more));
}

export async function now(parent, warnings) {
  const tiles = el("div", { class: "tiles" });
  const table = el("div", { class: "card flush", id: "gauges" });
  const which = el("select", { id: "which" });
  const span = el("select", { id: "span" }, ...SPANS.map(([name, hours]) => el("option", { value: hours }, name)));
  const charts = el("div", { class: "charts" });
  const none = el("p", { class: "empty card", hidden: true }, "Nothing ran in this time. What runs hold is written here minute by minute.");
  parent.append(tiles, el("div", { class: "section-head" }, el("h2", {}, "Concurrency"), el("span", { class: "fields" },
    el("label", { class: "field" }, "Of ", which), el("label", { class: "field" }, "Last ", span))), charts, none, table);
  const clockOf = (seconds) => new Date(seconds * 1000).toLocaleString(undefined, span.value === "24" ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" });
  const sessions = new LineChart(charts, "Sessions", [{ name: "" }], { id: "sessions", area: true, whole: true, x: clockOf });
  const endpoints = new LineChart(charts, "Endpoints held", [{ name: "held" }, { name: "ceiling" }], { id: "held", whole: true, x: clockOf });
  let gauges = [];

  async function show() {
    const { gauges: all, warnings: lines } = (await get("/capacity")).data;
    gauges = all;
    warnings.replaceChildren(...(lines.length === 0 ? [] : [el("ul", { class: "limits" }, ...lines.map((line) => el("li", { class: "warn" }, line)))]));
    const first = all[0];
    if (first) {
      tiles.replaceChildren(tile("Active sessions", count(first.activeSessions), "calls up now"),
        tile("Headroom used", percent(first.headroom), first.ceiling === null ? "no worker says what it carries" : `${count(first.endpoints)} of ${count(first.ceiling)} endpoints (${first.ceilingFrom})`, full(first.headroom)),
        tile("Peak of 28 days", count(first.peakSessions), first.medianSessions === null ? "nothing ran" : `median ${number(first.medianSessions, 0)} when something ran`),
        tile("Burst factor", first.burstFactor === null ? "–" : number(first.burstFactor, 1), "peak by median"));
    }
    const chosen = which.value;
    which.replaceChildren(...all.map((gauge, i) => el("option", { value: i, selected: String(i) === chosen }, nameOf(gauge))));
    table.replaceChildren(el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["Project and label", "Sessions", "Endpoints", "Ceiling", "Used", "Peak", "Burst"]
      .map((name, i) => el("th", { scope: "col", class: i > 0 ? "r" : null }, name)))), el("tbody", {}, ...all.map((gauge) => el("tr", {},
      el("td", {}, nameOf(gauge), gauge.alert ? el("span", { class: "pill warn gap" }, "over 70 % for 10 min") : null),
      ...[count(gauge.activeSessions), count(gauge.endpoints), count(gauge.ceiling)].map((text) => el("td", { class: "r num" }, text)),
      el("td", { class: `r num ${full(gauge.headroom)}` }, percent(gauge.headroom)), el("td", { class: "r num" }, count(gauge.peakSessions)),
      el("td", { class: "r num" }, gauge.burstFactor === null ? "–" : number(gauge.burstFactor, 1))))))));
  }

  async function draw() {
    const gauge = gauges[which.value || 0];
    if (!gauge) return;
    const hours = Number(span.value);
    const label = gauge.label === null ? "" : `&label=${encodeURIComponent(gauge.label)}`;
    const buckets = (await get(`${scopeOf(gauge)}/history?hours=${hours}${label}`)).data;
    none.hidden = buckets.length > 0;
    charts.hidden = buckets.length === 0;
    if (buckets.length === 0) return;
    const points = filled(buckets, hours);
    sessions.show([points.map(([at, bucket]) => [at, bucket?.sessions ?? 0])]);
    endpoints.show([points.map(([at, bucket]) => [at, bucket?.endpoints ?? 0]), points.map(([at, bucket]) => [at, bucket?.ceiling ?? null])]);
  }

  which.addEventListener("change", draw);
  span.addEventListener("change", draw);
  await show();
  await draw();
  setInterval(() => { if (!document.hidden) show().then(draw).catch(() => {}); }, 10_000);
}

// Buckets in which nothing went on are not sent.
function filled(buckets, hours) {
  const step = buckets[0].minutes * 60;
  const byTime = new Map(buckets.map((bucket) => [Math.floor(new Date(bucket.at) / 1000), bucket]));
  const first = Math.floor(new Date(buckets[0].at) / 1000);
  const points = [];
  for (let at = first; at <= Date.now() / 1000 && points.length < hours * 60; at += step) points.push([at, byTime.get(at)]);
  return points;
}
