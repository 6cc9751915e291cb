import { h } from "./dom.js";
import { between, count, seconds } from "./words.js";

export function queue(document) {
  if (!document) {
    return h("p", { class: "dim" }, "The queue can't be read.");
  }
  const { lanes, batches } = document;
  return [
    document.pausedSince && h("p", { class: "note warn" }, "The release is paused by an operator: ", h("code", null, "sageserve queue drain --resume")),
    table("Lanes", ["Model", "Waiting", "Running", "Next deadline", "To spare", "Room", "Released by"], lanes.map(l => lane(l, document.at)), "No model takes patient work."),
    table("Batches", ["Batch", "Tenant", "Model", "Status", "Lines", "Deadline", "Done by"], batches.map(b => batch(b, document.at)), "No batch is under way."),
  ];
}

function lane(l, at) {
  const spare = l.slackSeconds;
  return h("tr", { "data-key": l.model, "data-lane": l.model },
    h("td", null, l.model),
    h("td", { class: "num" }, l.known ? count(l.waiting + l.delayed) : "not known"),
    h("td", { class: "num" }, count(l.leased)),
    h("td", { class: "num" }, due(at, l.earliestDeadline)),
    h("td", { class: `num ${spare === undefined ? "dim" : spare < 0 ? "bad" : spare < 600 ? "warn" : "good"}` }, spare === undefined ? "–" : spare < 0 ? `${seconds(-spare)} late` : seconds(spare)),
    h("td", { class: "num", title: `reckoned by ${l.headroomFrom}, at ${Math.round(l.pace * 100)} % of it` }, `${l.headroom.toFixed(1)}`),
    h("td", { class: "dim" }, l.pump ?? "nobody"));
}

function batch(b, at) {
  const done = b.completed + b.failed;
  return h("tr", { "data-key": b.id, "data-batch": b.id },
    h("td", null, h("code", { title: b.id }, `${b.id.slice(0, 14)}…`)),
    h("td", null, b.tenant),
    h("td", null, b.model ?? "–"),
    h("td", null, b.status.replaceAll("_", " ")),
    h("td", { class: "num", title: `${b.completed} completed, ${b.failed} failed of ${b.total}` }, `${count(done)} of ${count(b.total)}`, b.failed > 0 && h("span", { class: "bad" }, ` ${count(b.failed)} failed`)),
    h("td", { class: "num" }, due(at, b.expiresAt)),
    h("td", { class: `num ${b.feasible === false ? "bad" : ""}` }, b.etaP50 ? `${due(at, b.etaP50)} – ${due(at, b.etaP90)}` : "–"));
}

function due(at, when) {
  if (!when) {
    return "–";
  }
  const left = between(at, when);
  return left < 0 ? `${seconds(-left)} ago` : `in ${seconds(left)}`;
}

function table(title, columns, rows, nothing) {
  return h("div", { class: "stack", "data-key": title }, h("h3", null, title),
    rows.length === 0 ? h("p", { class: "dim" }, nothing) : h("div", { class: "scroll" }, h("table", null,
      h("thead", null, h("tr", null, columns.map(c => h("th", { scope: "col", class: ["Waiting", "Running", "Next deadline", "To spare", "Room", "Lines", "Deadline", "Done by"].includes(c) ? "num" : null }, c)))),
      h("tbody", null, rows))));
}
