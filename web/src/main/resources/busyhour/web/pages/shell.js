// What all pages share: which project is looked at, where one can go, and how somebody signs out.
import { projects } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";

const OF_PROJECT = [["Dashboard", ""], ["Tests", "/tests"], ["Runs", "/runs"], ["Probes", "/probes"], ["Registrars", "/registrars"], ["Media", "/media"],
  ["Status pages", "/status-pages"]];
const OF_ORGANISATION = [["Workers", "/workers"], ["Planner", "/planner"], ["Billing", "/billing"], ["Members", "/members"], ["Keys", "/keys"], ["Audit", "/audit"],
  ["Projects", "/organisation"], ["Your account", "/me"]];

export const all = await projects();
const named = location.pathname.match(/^\/projects\/([^/]+)/)?.[1] ?? document.body.dataset.project;
export const project = all.find((one) => one.slug === named || one.id === named) ?? all.find((one) => one.slug === remembered()) ?? all[0];
if (project) remember(project.slug);

function remembered() {
  try { return localStorage.getItem("project"); } catch { return null; }
}

function remember(slug) {
  try { localStorage.setItem("project", slug); } catch { /* the next page shows the first project */ }
}

export const pathOf = (page, slug = project?.slug) => `/projects/${slug}${page}`;

function link(name, path, here) {
  return el("a", { href: path, "aria-current": here ? "page" : null }, name);
}

function isHere(page) {
  const path = pathOf(page);
  if (page === "") return location.pathname === path || location.pathname === "/";
  return location.pathname === path || location.pathname.startsWith(`${path}/`) || (page === "/runs" && location.pathname.startsWith("/runs"))
    || (page === "/probes" && location.pathname === pathOf("/webhooks"));
}

// A list that opens below its name, closed by Escape or a click elsewhere.
function menu(name, items) {
  const details = el("details", { class: "menu" }, el("summary", {}, name), el("div", { class: "items" }, ...items));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  return details;
}

async function signOut() {
  await fetch("/session/end", { method: "POST" });
  location.href = "/";
}

function build() {
  const nav = byId("nav");
  if (!nav) return;
  if (project) nav.append(...OF_PROJECT.map(([name, page]) => link(name, pathOf(page), isHere(page))));
  const side = el("div", { class: "side" });
  if (all.length > 1) {
    side.append(el("select", { "aria-label": "Project", onchange: (event) => { location.href = pathOf("", event.target.value); } },
      ...all.map((one) => el("option", { value: one.slug, selected: one === project }, one.name))));
  }
  side.append(menu("Organisation", [...OF_ORGANISATION.map(([name, path]) => link(name, path, location.pathname.startsWith(path))),
    el("button", { type: "button", class: "link", onclick: signOut }, "Sign out")]));
  nav.after(side);
  nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

build();
