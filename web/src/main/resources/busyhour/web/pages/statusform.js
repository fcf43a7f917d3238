// What a status page shows: the form to make one and to change it.
import { get, send } from "/assets/api.js";
import { el } from "/assets/dom.js";
import { area, entry, onSubmit, problemLine, text } from "/assets/forms.js";
import "/assets/health.js";
import { pathOf, project } from "/assets/shell.js";

const root = `/projects/${project.slug}/status-pages`;
const MOST_BYTES = 200000;

const read = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result);
  reader.onerror = () => reject(new Error(`${file.name} cannot be read`));
  reader.readAsDataURL(file);
});

// page: null for a new one; done is told of what was stored.
export async function statusForm(page, done) {
  const probes = (await get(`/projects/${project.slug}/probes?perPage=200`)).data;
  const name = text(page?.name, { maxlength: "100" });
  const slug = text(page?.slug, { maxlength: "60", placeholder: "made of the name" });
  const description = area(page?.description ?? "", { rows: "2", maxlength: "1000" });
  const colour = el("input", { type: "color" });
  colour.value = page?.colour ?? "#2463c9";
  const logo = el("input", { type: "file", accept: "image/png,image/jpeg,image/webp" });
  const noLogo = el("input", { type: "checkbox" });
  const published = el("input", { type: "checkbox" });
  published.checked = page?.published ?? true;
  const rows = probes.map((probe) => {
    const shown = page?.components.find((component) => component.probeId === probe.id);
    const use = el("input", { type: "checkbox" });
    use.checked = Boolean(shown);
    const title = text(shown?.name ?? probe.name, { maxlength: "100", "aria-label": `Name of ${probe.name} on the page` });
    return { probe, use, title, position: shown ? page.components.indexOf(shown) : Infinity };
  }).sort((a, b) => a.position - b.position);
  const components = el("fieldset", { class: "wide checks-of" }, el("legend", { class: "small muted" }, "Components: probes, under the names that the public knows"),
    probes.length === 0 ? el("p", { class: "muted" }, "No probe yet: ", el("a", { href: pathOf("/probes") }, "add one first"), ".")
      : el("div", { class: "component-rows" }, ...rows.map(({ probe, use, title }) => el("div", {}, el("label", { class: "check" }, use, probe.name), title))));
  const problem = problemLine();
  const form = el("form", { class: "form" }, entry("name", "Name", name), entry("slug", "Address", slug, `${location.origin}/status/…`), entry("colour", "Colour", colour), entry("description", "Description", description, null, true),
    components, entry("logo", "Logo", logo, "PNG, JPEG or WebP, at most 200 kB"), el("div", { class: "checks wide" }, page?.hasLogo ? el("label", {}, noLogo, "Take the logo away") : null, el("label", {}, published, "Published: anybody may see it")),
    el("div", { class: "wide buttons" }, el("button", { type: "submit", class: "primary" }, page ? "Save" : "Add status page"), problem));
  onSubmit(form, problem, async () => {
    const body = { name: name.value, description: description.value, colour: colour.value, published: published.checked,
      components: rows.filter(({ use }) => use.checked).map(({ probe, title }) => ({ probeId: probe.id, name: title.value || probe.name })) };
    if (slug.value) body.slug = slug.value;
    const [file] = logo.files;
    if (file && file.size > MOST_BYTES) throw new Error(`The logo has ${file.size} bytes, at most ${MOST_BYTES}`);
    if (file) body.logo = await read(file);
    else if (noLogo.checked) body.logo = "";
    await done((await send(page ? "PATCH" : "POST", page ? `${root}/${page.id}` : root, body)).data);
  });
  return form;
}
