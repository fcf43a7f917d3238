// The search for the highest load: what was found or is being tried, then each step with what became of it.
import { el } from "/assets/dom.js";
import { count, number, short, tones } from "/assets/format.js";

const HEAD = ["Step", "Load", "", "Offered", "Answered", "Dropped", "ASR, %", "Calls up", "Setup p95, ms", "MOS", "Shard busy", "Outcome"];
const LEFT = [0, 2, 11];

function bar(share, tone) {
  const fill = el("i", { class: tone });
  fill.style.width = `${100 * share}%`;
  return el("span", { class: "track" }, fill);
}

function step(s, most) {
  const held = s.outcome === "held";
  const outcome = el("span", { class: `pill ${held ? "good" : s.outcome === "broke" ? "bad" : "warn"}` }, held ? "held" : s.limits.join(", "));
  const cells = [s.phase + (s.attempt > 1 ? `, try ${s.attempt}` : ""), s.text, bar(s.level / most, held ? "" : "bad"), count(s.offered), count(s.answered), count(s.dropped),
    number(s.asr, 1), number(s.concurrent, 1), short(s.setupP95Ms), el("span", { class: tones.mos(s.mosAvg) }, number(s.mosAvg)), `${number(100 * s.shardBusyRatio, 1)} %`, outcome];
  return row(cells, { "data-outcome": s.outcome });
}

function row(cells, attributes) {
  return el("tr", attributes, ...cells.map((cell, i) => el("td", { class: LEFT.includes(i) ? "" : "r" }, cell)));
}

// A stored result of an older build has none.
export function search(section, found) {
  section.hidden = !found;
  if (!found) return;
  const most = Math.max(1, found.trial?.level ?? 0, ...found.steps.map((s) => s.level));
  const now = found.trial;
  const running = now === null ? [] : [row([now.phase + (now.attempt > 1 ? `, try ${now.attempt}` : ""), now.text, bar(now.level / most, ""), "", "", "", "", "", "", "", "",
    el("span", { class: "pill live" }, now.doing)], { "data-outcome": "trial" })];
  section.replaceChildren(
    el("div", { class: "section-head pad" }, el("h2", { id: "search-title" }, "Search for the highest load"),
      el("span", { class: "muted small" }, `${found.unit} of ${found.group}, until ${found.until.join(", ")} breaks`)),
    el("p", { class: "found" }, el("b", { class: "big" }, found.maxText ?? "–"), el("span", { class: "muted" }, found.words)),
    el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...HEAD.map((name, i) => el("th", { class: LEFT.includes(i) ? "" : "r" }, name)))),
      el("tbody", {}, ...found.steps.map((s) => step(s, most)), ...running))));
}
