// Keeps a public status page up to date: asks whether there is a newer one, and takes its content.
const EVERY_MS = 2500;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.pathname, { cache: "no-cache" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  const shown = document.querySelector("main");
  if (fresh && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(document.adoptNode(fresh));
}

setInterval(() => refresh().catch(() => {}), EVERY_MS);
document.addEventListener("visibilitychange", () => refresh().catch(() => {}));
