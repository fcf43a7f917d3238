// The form of a registrar, for a new one and for one that is there.
import { area, choice, entry, onSubmit, problemLine, text } from "/assets/forms.js";
import { el } from "/assets/dom.js";

const PORTS = { UDP: 5060, TCP: 5060, TLS: 5061, WS: 80, WSS: 443, AUTO: "found by DNS" };

// save(body) keeps it; before is null for a new one.
export function registrarForm(before, save) {
  const kind = choice(before?.kind ?? "SIP", [["SIP", "A PBX, SBC or proxy"], ["BUILTIN", "Built in: the worker's own, on loopback"]]);
  const name = text(before?.name, { required: true, maxlength: "100" });
  const domain = text(before?.domain, { placeholder: "pbx.example.org or 10.0.0.5" });
  const port = text(before?.port, { inputmode: "numeric" });
  const transport = choice(before?.transport ?? "UDP", ["UDP", "TCP", "TLS", "WS", "WSS", ["AUTO", "AUTO (DNS)"]]);
  const proxy = text(before?.outboundProxy, { placeholder: "sip:10.0.0.7;transport=tcp" });
  const expires = text(before?.expiresS, { inputmode: "numeric", placeholder: "600" });
  const verification = choice(before?.tls.verification ?? "SYSTEM", [["SYSTEM", "System's authorities"], ["CUSTOM", "These authorities"], ["SKIP", "Trust anybody"]]);
  const server = text(before?.tls.serverName);
  const ca = area(before?.tls.ca, { class: "mono", placeholder: "-----BEGIN CERTIFICATE-----" });
  const certificate = area(before?.tls.certificate, { class: "mono", placeholder: "-----BEGIN CERTIFICATE-----" });
  const key = area("", { class: "mono", placeholder: before?.tls.hasKey ? "one is kept; write another to replace it" : "-----BEGIN PRIVATE KEY-----" });
  const caEntry = entry("tls.ca", "Authorities to trust, PEM", ca, null, true);
  const tls = el("details", { class: "wide", open: before?.tls.certificate || before?.tls.ca || null }, el("summary", {}, "TLS"), el("div", { class: "form pad" },
    entry("tls.verification", "Verify the server by", verification), entry("tls.serverName", "Name in its certificate", server, "where it is not the domain"), caEntry,
    entry("tls.certificate", "Our certificate and its chain, PEM", certificate, "for mutual TLS", true), entry("tls.key", "Its private key, PEM", key, "kept sealed, never shown", true)));
  const sip = el("div", { class: "form wide" }, entry("domain", "Domain", domain), entry("port", "Port", port, "the transport's when empty"), entry("transport", "Transport", transport),
    entry("outboundProxy", "Outbound proxy", proxy), entry("expiresS", "Registers for, seconds", expires), tls);
  const problem = problemLine();
  const warnings = el("p", { class: "warn small", role: "status" });
  const form = el("form", { class: "form" }, entry("name", "Name", name, "plans say stored: NAME"), entry("kind", "Kind", kind), sip, el("div", { class: "wide" }, problem, warnings),
    el("div", { class: "buttons wide" }, el("button", { type: "submit", class: "primary" }, before ? "Save" : "Add registrar")));

  function follow() {
    sip.hidden = kind.value === "BUILTIN";
    tls.hidden = !["TLS", "WSS", "AUTO"].includes(transport.value);
    caEntry.hidden = verification.value !== "CUSTOM";
    port.placeholder = PORTS[transport.value];
  }
  [kind, transport, verification].forEach((input) => input.addEventListener("change", follow));
  follow();

  const whole = (input) => (input.value.trim() === "" ? null : Number.isNaN(Number(input.value)) ? input.value : Number(input.value));
  const words = (input) => input.value.trim() || null;
  function body() {
    if (kind.value === "BUILTIN") return { name: name.value, kind: "BUILTIN", domain: null, port: null, outboundProxy: null };
    const its = { name: name.value, kind: "SIP", domain: words(domain), port: whole(port), transport: transport.value, outboundProxy: words(proxy), expiresS: whole(expires) };
    if (tls.hidden) return before ? { ...its, tls: null } : its;
    its.tls = { verification: verification.value, serverName: words(server), ca: caEntry.hidden ? null : words(ca), certificate: words(certificate) };
    if (words(key)) its.tls.key = words(key);
    else if (!words(certificate)) its.tls.key = null;
    return its;
  }
  onSubmit(form, problem, async () => {
    const answer = await save(body());
    warnings.textContent = (answer?.meta?.warnings ?? []).join("\n");
  });
  return form;
}
