// The status pages of a project.
import { get } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { count } from "/assets/format.js";
import { pathOf, project } from "/assets/shell.js";
import { statusForm } from "/assets/statusform.js";

const all = (await get(`/projects/${project.slug}/status-pages`)).data;
const list = el("section", { class: "card flush", id: "status-pages" }, all.length === 0
  ? el("p", { class: "empty" }, "No status page yet. It shows the public how your probes do: states, 90 days of uptime, incidents. No login, any cache may keep it.")
  : el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["Page", "Public address", "Seen by"].map((title) => el("th", { scope: "col" }, title)), el("th", { scope: "col", class: "r" }, "Components"))),
    el("tbody", {}, ...all.map((page) => el("tr", {}, el("td", {}, el("a", { href: `${pathOf("/status-pages")}/${page.id}` }, page.name)), el("td", {}, page.published ? el("a", { href: page.path }, page.path) : page.path),
      el("td", {}, page.published ? "anybody" : "nobody yet"), el("td", { class: "r num" }, count(page.components.length))))))));
const adding = el("details", { class: "card", id: "add" }, el("summary", {}, "Add a status page"));
adding.append(await statusForm(null, (page) => { location.href = `${pathOf("/status-pages")}/${page.id}`; }));
adding.open = all.length === 0;
byId("main").append(el("h1", {}, "Status pages"), list, adding);
