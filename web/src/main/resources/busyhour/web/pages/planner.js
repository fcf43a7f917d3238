// The capacity planner: what goes on now and went on before, caps on what may run, and how large it must become.
import { byId, el } from "/assets/dom.js";
import { now } from "/assets/gauges.js";
import { caps } from "/assets/caps.js";
import { forecast } from "/assets/forecast.js";

byId("main").append(el("h1", {}, "Capacity"), el("div", { id: "warnings" }), el("section", { id: "now", "aria-label": "Now" }),
  el("section", { id: "caps", class: "card flush", "aria-labelledby": "caps-title" }), el("section", { id: "forecast", "aria-labelledby": "forecast-title" }));

await Promise.all([now(byId("now"), byId("warnings")), caps(byId("caps")), forecast(byId("forecast"))]);
document.body.dataset.ready = "true";
