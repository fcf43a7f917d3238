// A plan as a form: what most plans have. What it does not show stays as it is in the tree.
import { area, choice, entry, text } from "/assets/forms.js";
import { el } from "/assets/dom.js";

const CODECS = ["PCMU", "PCMA", "G722", "OPUS", "L16"];
const SHOWN = ["name", "endpoints", "registrar", "callee", "codecs", "media", "video", "ramp", "srtp"];
const lines = (value) => value.split("\n").map((one) => one.trim()).filter(Boolean);
const list = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);
const whole = (value) => (/^\d+$/.test(value.trim()) ? Number(value) : value.trim());

// Sets a key, or takes it away when there is nothing to say.
function put(tree, key, value) {
  if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) delete tree[key];
  else tree[key] = value;
}

// known: {registrars, media} of the project; changed() is called after each change of the tree.
export function planForm(plan, known, changed) {
  const redraw = el("div", { class: "form-view" });
  const draw = () => redraw.replaceChildren(top(), registrars(), groups(), judged());
  const on = (input, work, again = false) => {
    input.addEventListener("change", () => { work(); changed(); if (again) draw(); });
    return input;
  };

  function top() {
    const name = text(plan.name);
    const description = text(plan.description);
    const labels = text(list(plan.labels).join(", "), { placeholder: "nightly, pbx" });
    const duration = text(plan.duration, { placeholder: "60s" });
    return el("section", { class: "card form" }, entry("name", "Name", on(name, () => put(plan, "name", name.value.trim()))),
      entry("duration", "Each call lasts", on(duration, () => put(plan, "duration", duration.value.trim())), "from the answer, such as 20s or 10m"),
      entry("labels", "Labels", on(labels, () => put(plan, "labels", labels.value.split(",").map((one) => one.trim()).filter(Boolean))), "with commas between"),
      entry("description", "Description", on(description, () => put(plan, "description", description.value.trim())), null, true));
  }

  const nameOf = (registrar) => registrar.name ?? registrar.stored;

  function registrars() {
    const all = list(plan.registrars);
    const free = known.registrars.filter((one) => !all.some((its) => nameOf(its) === one.name));
    const add = (value) => { plan.registrars = [...all, value]; changed(); draw(); };
    const more = choice("", [["", "Add a registrar …"], ...free.map((one) => [one.name, `${one.name} (${one.kind === "BUILTIN" ? "built in" : `${one.accounts} accounts`})`]),
      ...(all.some((one) => one.accounts === "builtin") ? [] : [["+", "the worker's own (built in)"]])], { "aria-label": "Add a registrar" });
    more.addEventListener("change", () => { if (more.value === "+") add({ name: "local", accounts: "builtin" }); else if (more.value) add({ stored: more.value }); });
    return el("section", { class: "card" }, el("div", { class: "section-head" }, el("h2", {}, "Registrars"), more), all.length === 0 ? el("p", { class: "muted small" }, "None: calls go straight to addresses.")
      : el("ul", { class: "faults" }, ...all.map((one, i) => el("li", { class: "plain" }, el("strong", {}, nameOf(one) ?? "?"), ` ${one.stored ? "of this project" : one.accounts === "builtin" ? "built in, accounts made as needed" : `${one.domain ?? ""} (in the YAML)`} `,
        el("button", { type: "button", class: "link", "aria-label": `Take ${nameOf(one)} away`, onclick: () => { put(plan, "registrars", all.filter((_, k) => k !== i)); changed(); draw(); } }, "Take away")))));
  }

  function groups() {
    const all = list(plan.groups);
    const add = () => { plan.groups = [...all, { name: `group ${all.length + 1}`, endpoints: 10, callee: "receive-external", ...(nameOf(list(plan.registrars)[0] ?? {}) ? { registrar: nameOf(plan.registrars[0]) } : {}) }]; changed(); draw(); };
    return el("section", { class: "card" }, el("div", { class: "section-head" }, el("h2", {}, "Groups"), el("button", { type: "button", onclick: add }, "Add a group")),
      el("div", { class: "groups" }, ...all.map((group, i) => one(group, i, all))));
  }

  function one(group, i, all) {
    const path = `groups[${i}]`;
    const name = text(group.name);
    const endpoints = text(group.endpoints, { inputmode: "numeric" });
    const registrar = choice(group.registrar ?? "", [["", "none"], ...new Set([...list(plan.registrars).map(nameOf), group.registrar].filter(Boolean))]);
    const ramp = text(group.ramp, { placeholder: "all at once, or 10/s" });
    const others = Object.keys(group).filter((key) => !SHOWN.includes(key));
    const remove = () => { if (confirm(`Take the group ${group.name} out of the plan?`)) { plan.groups = all.filter((other) => other !== group); changed(); draw(); } };
    return el("fieldset", { class: "group", "data-group": group.name ?? "" }, el("div", { class: "section-head" }, el("h3", {}, group.name ?? `group ${i + 1}`), el("button", { type: "button", class: "link", "aria-label": `Take the group ${group.name} away`, onclick: remove }, "Take away")),
      el("div", { class: "form" }, entry(`${path}.name`, "Name", on(name, () => put(group, "name", name.value.trim()), true)),
        entry(`${path}.endpoints`, "Endpoints", on(endpoints, () => put(group, "endpoints", whole(endpoints.value)))),
        entry(`${path}.registrar`, "Registers at", on(registrar, () => put(group, "registrar", registrar.value))), callee(group, path, all),
        calls(group) ? entry(`${path}.ramp`, "Calls start", on(ramp, () => put(group, "ramp", ramp.value.trim()))) : null, ...sound(group, path), ...picture(group, path)),
      others.length ? el("p", { class: "muted small" }, `Also in the YAML: ${others.join(", ")}`) : null);
  }

  const calls = (group) => typeof group.callee === "object" && group.callee !== null;

  function callee(group, path, all) {
    const now = calls(group) ? (group.callee.group !== undefined ? `group ${group.callee.group}` : "uri") : group.callee ?? "";
    const kind = choice(now, [["receive-external", "answers calls"], ...all.filter((other) => other !== group && other.name).map((other) => [`group ${other.name}`, `calls ${other.name}`]), ["uri", "calls an address"], ["none", "registers only"]]);
    on(kind, () => {
      group.callee = kind.value === "uri" ? { uri: "sip:echo@10.0.0.5" } : kind.value.startsWith("group ") ? { group: kind.value.slice(6) } : kind.value;
    }, true);
    if (now !== "uri") return entry(`${path}.callee`, "What it does", kind);
    const uri = text(group.callee.uri);
    return el("div", { class: "entry" }, entry(`${path}.callee`, "What it does", kind), entry(`${path}.callee.uri`, "Address", on(uri, () => { group.callee.uri = uri.value.trim(); })));
  }

  function sound(group, path) {
    const its = list(group.codecs ?? plan.codecs);
    const boxes = CODECS.map((codec) => {
      const box = el("input", { type: "checkbox", checked: its.includes(codec) });
      box.addEventListener("change", () => {
        const left = list(group.codecs ?? plan.codecs).filter((one) => one !== codec);
        put(group, "codecs", box.checked ? [...left, codec] : left);
        changed();
      });
      return el("label", {}, box, codec);
    });
    const playing = list(group.media?.audio).join(", ");
    const audio = text(playing, { list: "library-audio", placeholder: "built-in speech" });
    on(audio, () => {
      const names = audio.value.split(",").map((one) => one.trim()).filter(Boolean);
      group.media = { ...group.media };
      put(group.media, "audio", names.length > 1 ? names : names[0]);
      if (Object.keys(group.media).length === 0) delete group.media;
    });
    return [el("div", { class: "entry" }, el("span", { class: "title" }, "Codecs, in order of preference"), el("div", { class: "checks", role: "group", "aria-label": `Codecs of ${group.name}` }, ...boxes)),
      entry(`${path}.media.audio`, "Plays", audio, "files of the media library")];
  }

  function picture(group, path) {
    const known = typeof group.video === "object" && group.video !== null;
    const video = choice(known ? list(group.video.codec)[0] ?? "H264" : "none", [["none", "no video"], "H264", "VP8"]);
    const srtp = choice(typeof group.srtp === "string" ? group.srtp : group.srtp ? "map" : "", [["", "as the plan says"], "none", "preferred", "required", ...(typeof group.srtp === "object" ? [["map", "as in the YAML"]] : [])]);
    return [entry(`${path}.video`, "Video", on(video, () => { if (video.value === "none") delete group.video; else group.video = { ...(known ? group.video : {}), codec: video.value }; })),
      entry(`${path}.srtp`, "Media encryption", on(srtp, () => { if (srtp.value !== "map") put(group, "srtp", srtp.value); }))];
  }

  function judged() {
    const thresholds = area(list(plan.thresholds).join("\n"), { rows: "5", class: "mono", placeholder: "mos.avg >= 4.0\nasr >= 99" });
    return el("section", { class: "card form" }, entry("thresholds", "A run passes when", on(thresholds, () => put(plan, "thresholds", lines(thresholds.value))), "one in a line: metric.statistic, a comparison, a number", true),
      el("datalist", { id: "library-audio" }, ...known.media.filter((file) => file.audioCodec).map((file) => el("option", { value: file.name }))));
  }

  draw();
  return redraw;
}
