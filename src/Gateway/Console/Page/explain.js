import { h, show } from "./dom.js";
import { seconds } from "./words.js";

// Why a request went where it went: the last ones as a list, one closely by its id.

let sentences = {};
let asked = "";

export async function begin() {
  const form = document.getElementById("explain-form");
  form.addEventListener("submit", event => {
    event.preventDefault();
    ask(form.elements.id.value.trim());
  });
  document.getElementById("requests").addEventListener("click", event => {
    const id = event.target.closest("button[data-request]")?.dataset.request;
    if (id) {
      form.elements.id.value = id;
      ask(id);
    }
  });
  sentences = await json("admin/reasons") ?? {};
}

export async function requests() {
  const found = await json("admin/requests?limit=12");
  show("requests", list(found?.requests ?? []));
}

async function ask(id) {
  asked = id;
  if (id === "") {
    show("story", h("p", { class: "dim" }, "Give a request's id: the answer's header x-request-id."));
    return;
  }
  const answer = await fetch(`admin/requests/${encodeURIComponent(id)}`, { cache: "no-store" });
  const body = await answer.json();
  // A later question has been asked meanwhile.
  if (asked === id) {
    show("story", answer.ok ? body.requests.map(story) : h("p", { class: "bad", role: "alert" }, body.error.message));
  }
}

async function json(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(3000), cache: "no-store" });
  return answer.ok ? answer.json() : null;
}

function list(stories) {
  if (stories.length === 0) {
    return h("p", { class: "dim" }, "No request is remembered yet.");
  }
  return h("div", { class: "scroll" }, h("table", null,
    h("thead", null, h("tr", null, ["Request", "Tier", "Model", "Served in", "Ended"].map(w => h("th", { scope: "col" }, w)), ["First token", "In all"].map(w => h("th", { class: "num", scope: "col" }, w)))),
    h("tbody", null, stories.map(s => h("tr", { "data-key": s.id },
      h("td", null, h("button", { type: "button", class: "link", "data-request": s.id, title: s.id }, `${s.id.slice(0, 16)}…`)),
      h("td", null, s.tier), h("td", null, s.model), h("td", null, s.end?.servedIn ?? "–"),
      h("td", { class: s.end && s.end.outcome !== "Completed" ? "bad" : "" }, s.end?.outcome ?? "runs"),
      h("td", { class: "num" }, seconds(s.end?.ttftSeconds)), h("td", { class: "num" }, seconds(s.end?.totalSeconds)))))));
}

function story(s) {
  const after = at => `+${((new Date(at) - new Date(s.arrived)) / 1000).toFixed(3)} s`;
  return h("article", { class: "story", "data-key": s.region },
    h("h3", null, `${s.id} in ${s.region}`),
    h("p", { class: "dim" }, `${s.tier}, ${s.model}, tenant ${s.tenant}, about ${s.promptTokens} prompt and ${s.expectedOutputTokens} output tokens${s.relayed ? `, relayed from ${s.origin}` : ""}; due ${after(s.deadline)}`),
    h("ol", { class: "steps" }, s.steps.map(step => h("li", null,
      h("span", { class: "at dim" }, after(step.at)), " ", h("b", null, words(step)),
      h("ul", null, (step.reasons ?? []).map(code => h("li", { class: "dim" }, h("code", null, code), ` ${sentences[code] ?? ""}`)))))),
    s.end && h("p", null, `${s.end.outcome}${s.end.status ? `, HTTP ${s.end.status}` : ""}; ${s.end.outputTokens} output tokens; held ${seconds(s.end.heldSeconds)}, first token ${seconds(s.end.ttftSeconds)}, in all ${seconds(s.end.totalSeconds)}`));
}

function words(step) {
  const place = step.instance ?? step.region ?? "";
  const ended = step.ended ? `: ${step.ended}${step.status ? ` (HTTP ${step.status})` : ""}` : "";
  return ({
    Queued: "waits in the deferred queue", Held: "held: no replica has room", Forwarded: `sent to ${place}${step.attempt > 1 ? `, attempt ${step.attempt}` : ""}`,
    Relayed: `sent to the region ${place}`, AttemptEnded: `attempt ended${ended}`, GivenBack: "given back to the queue",
    Refused: `refused${step.code ? ` with ${step.code}` : ""}`, Finished: `finished: ${step.outcome ?? ""}`,
  })[step.kind] ?? step.kind;
}
