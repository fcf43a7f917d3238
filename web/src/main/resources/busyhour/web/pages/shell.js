// What all pages share: which project is looked at, where one can go, and how somebody signs out.
import { ask, projects } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";

const OF_PROJECT = [["Dashboard", ""], ["Tests", "tests"], ["Runs", "runs"], ["Probes", "probes"], ["Registrars", "registrars"], ["Media", "media"],
  ["Status pages", "status-pages"]];
const OF_ORGANISATION = [["Workers", "/workers"], ["Planner", "/planner"], ["Billing", "/billing"], ["Members", "/members"], ["Keys", "/keys"], ["Audit", "/audit"]];

export const all = await projects();
const inPath = location.pathname.match(/^\/projects\/([^/]+)/)?.[1] ?? document.body.dataset.project;
export const project = all.find((one) => one.slug === inPath || one.id === inPath)
  ?? all.find((one) => one.slug === remembered()) ?? all[0];
if (project) remember(project.slug);

function remembered() {
  try { return localStorage.getItem("project"); } catch { return null; }
}

function remember(slug) {
  try { localStorage.setItem("project", slug); } catch { /* the next page shows the first project */ }
}

const pathOf = (slug, page) => page === "" ? `/projects/${slug}` : `/projects/${slug}/${page}`;

function link([name, path]) {
  const here = location.pathname === path || (path.split("/").length > 2 && path.startsWith("/projects/") && path.split("/").length > 3
    && location.pathname.startsWith(`${path}/`));
  return el("a", { href: path, "aria-current": here ? "page" : null }, name);
}

function build() {
  const nav = byId("nav");
  if (!nav) return;
  if (project) nav.append(...OF_PROJECT.map(([name, page]) => link([name, pathOf(project.slug, page)])));
  nav.append(el("span", { class: "divider", "aria-hidden": "true" }), ...OF_ORGANISATION.map(link));
  const side = el("div", { class: "side" });
  if (all.length > 1) {
    side.append(el("select", { "aria-label": "Project", onchange: (event) => { location.href = pathOf(event.target.value, ""); } },
      ...all.map((one) => el("option", { value: one.slug, selected: one === project }, one.name))));
  }
  side.append(el("button", { class: "link", onclick: async () => { await fetch("/session/end", { method: "POST" }); location.href = "/"; } }, "Sign out"));
  nav.after(side);
}

build();
export { ask };
