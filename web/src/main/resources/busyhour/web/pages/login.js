import { byId } from "/assets/dom.js";

async function signIn(body, fault, button) {
  button.disabled = true;
  fault.textContent = "";
  try {
    const response = await fetch("/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (response.ok) { location.reload(); return; }
    fault.textContent = (await response.json().catch(() => null))?.error?.message ?? "The platform does not answer.";
  } catch {
    fault.textContent = "The platform does not answer.";
  }
  button.disabled = false;
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  signIn({ email: byId("email").value, password: byId("password").value }, byId("fault"), event.submitter);
});
byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  signIn({ key: byId("key").value }, byId("key-fault"), event.submitter);
});
byId("email").focus();
