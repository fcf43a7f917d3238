// The media library of a project: files that endpoints play.
import { ask, get, send } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { clock, count, number } from "/assets/format.js";
import { action, problemLine, text } from "/assets/forms.js";
import { project } from "/assets/shell.js";

const root = `/projects/${project.slug}/media`;
const MOST = 64 * 1024 * 1024;
const problem = problemLine();
const told = el("p", { class: "small muted", role: "status" });
const list = el("section", { class: "card flush", id: "media" });
const search = text("", { type: "search", placeholder: "name", "aria-label": "Search files" });
const pages = el("div", { class: "pager" });
let page = 1;

const size = (bytes) => (bytes < 1e6 ? `${number(bytes / 1024, 0)} KiB` : `${number(bytes / 1048576, 1)} MiB`);

function facts(file) {
  const parts = [file.durationMs === null ? null : clock(file.durationMs / 1000) + (file.durationMs < 60000 ? ` (${number(file.durationMs / 1000, 1)} s)` : "")];
  if (file.audioCodec) parts.push(`${file.audioCodec} ${number(file.audioRateHz / 1000, file.audioRateHz % 1000 ? 1 : 0)} kHz ${file.audioChannels === 1 ? "mono" : file.audioChannels === 2 ? "stereo" : `${file.audioChannels} channels`}`);
  if (file.videoCodec) parts.push(`${file.videoCodec} ${file.width}×${file.height}${file.fps ? ` ${file.fps} fps` : ""}`);
  if (file.audioCodec) parts.push(file.levelDbfs === null ? "silence" : `level ${number(file.levelDbfs, 1)} dBFS, peak ${number(file.peakDbfs, 1)}`);
  return parts.concat(size(file.bytes)).filter(Boolean).join(" · ");
}

function preview(file) {
  const source = `/api/v1${root}/${file.id}/content`;
  if (file.contentType === "application/octet-stream") return el("a", { href: source, download: file.name }, "Download");
  return file.videoCodec ? el("video", { controls: true, preload: "none", src: source, "aria-label": `Play ${file.name}` })
    : el("audio", { controls: true, preload: "none", src: source, "aria-label": `Play ${file.name}` });
}

const row = (file) => el("li", { "data-name": file.name }, el("div", {}, el("div", { class: "name" }, file.name), el("div", { class: "muted small" }, facts(file))), preview(file),
  action("Delete", problem, async () => {
    if (!confirm(`Delete ${file.name}?`)) return;
    await send("DELETE", `${root}/${file.id}`);
    await show();
  }, { class: "danger", "aria-label": `Delete ${file.name}` }));

async function show(to = page) {
  page = to;
  const answer = await get(`${root}?page=${page}&search=${encodeURIComponent(search.value)}`);
  list.replaceChildren(answer.data.length > 0 ? el("ul", { class: "files" }, ...answer.data.map(row))
    : el("p", { class: "empty" }, search.value ? "No file has this in its name." : "No file yet: endpoints play a built-in speech-like signal. Add a prompt; plans name it with “media: { audio: prompt.wav }”."));
  const { total, totalPages } = answer.meta.pagination;
  const step = (title, where) => el("button", { type: "button", disabled: where < 1 || where > totalPages, onclick: () => show(where) }, title);
  pages.replaceChildren(...(totalPages > 1 ? [el("span", {}, `${count(total)} files`), step("Previous", page - 1), step("Next", page + 1)] : []));
}

async function add(files) {
  problem.textContent = "";
  const wrong = [];
  for (const file of files) {
    told.textContent = `Looking into ${file.name} …`;
    try {
      if (file.size > MOST) throw new Error(`${file.name}: ${size(file.size)}, at most 64 MiB`);
      await ask(`/api/v1${root}?name=${encodeURIComponent(file.name)}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
    } catch (error) {
      wrong.push(error.message);
    }
  }
  told.textContent = files.length > wrong.length ? `${count(files.length - wrong.length)} added` : "";
  problem.textContent = wrong.join("\n");
  await show(1);
}

const input = el("input", { type: "file", multiple: true, accept: "audio/*,video/*,.wav,.mp3,.ogg,.opus,.flac,.mp4,.webm,.y4m,.ivf,.h264", "aria-label": "Files to add", onchange: async () => { await add([...input.files]); input.value = ""; } });
const drop = el("div", { class: "drop" }, el("strong", {}, "Add files"), input, el("span", { class: "muted small" }, "or drop them here. Whatever ffmpeg reads, at most 64 MiB and 10 minutes each"));
drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); add([...event.dataTransfer.files]); });
let typing;
search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => show(1), 250); });

byId("main").append(el("div", { class: "section-head" }, el("h1", {}, "Media"), search), drop, problem, told, list, pages);
await show();
