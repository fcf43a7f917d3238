// The call flow of one endpoint on a page of its own.
import { get } from "/assets/api.js";
import { byId, el, setText } from "/assets/dom.js";
import { ending, identity } from "/assets/facts.js";
import { count, tones, words } from "/assets/format.js";
import { Ladder, messagesOf } from "/assets/ladder.js";

const { project, run } = document.body.dataset;
const endpoint = location.pathname.split("/").at(-2);
const path = `/projects/${project}/test-runs/${run}`;
const here = `${path}/endpoints/${endpoint}`;
const UNFINISHED = ["PENDING", "QUEUED", "RUNNING", "STOPPING"];

byId("up").href = `/runs/${run}/endpoints/${endpoint}`;
setText(byId("up"), `Endpoint #${endpoint}`);
byId("text").href = `/api/v1${here}/trace?format=text`;
byId("pcap").href = `/api/v1${here}/trace?format=pcap`;
let ladder = null;

async function show() {
  const [e, messages] = await Promise.all([get(here).then((answer) => answer.data), messagesOf(get, here)]);
  setText(byId("sub"), `Endpoint #${e.id} · ${e.group} · ${count(messages.length)} messages`);
  setText(byId("outcome"), words(e.outcome ?? e.phase));
  byId("outcome").className = `pill ${tones.outcome(e.outcome)}`;
  byId("ending").replaceChildren(ending(e));
  byId("identity").replaceChildren(identity(e));
  if (messages.length === 0) {
    byId("ladder").replaceChildren(el("p", { class: "muted small" }, "No message was recorded for this endpoint."));
    return;
  }
  ladder ??= new Ladder(byId("ladder"), `endpoint #${e.id}`);
  ladder.show(messages);
}

await show();
if (UNFINISHED.includes((await get(path)).data.status)) {
  const timer = setInterval(async () => {
    if (document.hidden) return;
    await show().catch(() => {});
    if (!UNFINISHED.includes((await get(path)).data.status)) clearInterval(timer);
  }, 2000);
}
