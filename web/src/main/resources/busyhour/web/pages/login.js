import { byId } from "/assets/dom.js";

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const response = await fetch("/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ key: byId("key").value }) });
  if (response.ok) location.reload();
  else byId("fault").textContent = (await response.json().catch(() => null))?.error?.message ?? "The platform does not answer.";
});
byId("key").focus();
