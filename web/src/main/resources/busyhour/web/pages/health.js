// A probe's health in words and colours, and its bars of 90 days.
import { el } from "/assets/dom.js";
import { number, words } from "/assets/format.js";

if (!document.querySelector('link[href="/assets/watch.css"]')) document.head.append(el("link", { rel: "stylesheet", href: "/assets/watch.css" }));

const TONES = { HEALTHY: "good", DEGRADED: "warn", UNHEALTHY: "bad", UNKNOWN: "" };
export const toneOf = (health) => TONES[health] ?? "";
export const pill = (health, paused = false) => el("span", { class: `pill ${paused ? "" : toneOf(health)}`.trim() }, paused ? "paused" : words(health));

// Down to the second digit: 99.999 is not a hundred.
export const percent = (value) => (value === null || value === undefined ? "–" : value === 100 ? "100 %" : `${number(Math.floor(value * 100) / 100, 2)} %`);

const SVG = "http://www.w3.org/2000/svg";
const STEP = 8;

function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const minutes = (name, seconds) => (seconds > 0 ? `, ${name} ${seconds < 60 ? "under a minute" : `${Math.round(seconds / 60)} min`}` : "");

export function bars(uptime) {
  return svg("svg", { class: "bars", viewBox: `0 0 ${uptime.days.length * STEP - 3} 34`, preserveAspectRatio: "none", role: "img", "aria-label": `Uptime of the last ${uptime.days.length} days: ${percent(uptime.percent)}` },
    ...uptime.days.map((day, i) => svg("rect", { x: i * STEP, width: 5, height: 34, rx: 1.5, class: toneOf(day.worst) || "none" },
      svg("title", {}, `${day.date}: ${day.worst === null ? "no data" : words(day.worst)}${minutes("degraded", day.degradedSeconds)}${minutes("down", day.unhealthySeconds)}`))));
}
