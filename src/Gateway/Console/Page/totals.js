import { h } from "./dom.js";
import { TIERS, cells, count, percent, seconds, sum } from "./words.js";

export function totals(overview) {
  const all = cells(overview).map(([, model]) => model);
  const replicas = all.flatMap(m => m.replicas);
  const phase = name => replicas.filter(r => r.phase === name).length;
  const byTier = pick => TIERS.map(([tier, word]) => `${sum(all.map(m => pick(m)[tier]))} ${word}`).join(" · ");
  const inFlight = sum(all.flatMap(m => Object.values(m.inFlight)));
  const held = sum(all.flatMap(m => Object.values(m.held)));
  const waiting = sum(all.map(m => m.deferred.waiting));
  const oldest = Math.max(0, ...all.map(m => m.deferred.oldestAgeSeconds));
  const serving = all.filter(m => m.replicas.some(r => r.phase === "Ready"));
  const busiest = serving.length === 0 ? null : Math.max(...serving.map(m => m.kvUtilization));
  return [
    box("replicas", phase("Ready"), "ready", `${phase("Starting")} starting · ${phase("Draining")} draining`),
    box("in-flight", inFlight, "in flight", byTier(m => m.inFlight)),
    box("held", held, "held at gateways", byTier(m => m.held)),
    box("deferred", count(waiting), "deferred", waiting > 0 ? `queue, oldest ${seconds(oldest)}` : "queue is empty"),
    box("kv", percent(busiest), "KV in use, busiest", `of ${serving.length} that serve`),
  ];
}

function box(key, figure, what, detail) {
  return h("div", { class: "total", "data-key": key, id: `total-${key}` }, h("b", null, figure), h("span", { class: "dim" }, what), h("div", { class: "sub" }, detail));
}
