import { h } from "./dom.js";
import { chart } from "./chart.js";
import { TIERS, count, percent, seconds, sum } from "./words.js";

const OLD_METRICS = 5;

export function fleet(overview) {
  const models = [...new Set(overview.regions.flatMap(r => (r.fleet?.models ?? []).map(m => m.model)))].sort();
  return models.map(model => modelBlock(model, overview));
}

function modelBlock(model, overview) {
  const views = overview.regions.map(r => r.fleet?.models.find(m => m.model === model)).filter(Boolean);
  const deferred = sum(views.map(v => v.deferred.waiting));
  const demand = overview.scaler.demand?.models.find(m => m.model === model);
  return h("section", { class: "model", "data-key": model, "data-model": model, "aria-label": `Model ${model}` },
    h("header", null,
      h("h2", null, model),
      h("span", { class: "dim" }, `${sum(views.map(v => v.replicas.filter(r => r.phase === "Ready").length))} ready`),
      h("span", { class: "dim" }, `${sum(views.flatMap(v => Object.values(v.inFlight)))} in flight`),
      h("span", { class: "dim" }, `${sum(views.flatMap(v => Object.values(v.held)))} held`),
      h("span", { class: "dim" }, `${count(deferred)} deferred`)),
    h("div", { class: "model-body" },
      h("div", { class: "regions" }, overview.regions.map(r => regionCard(r, model, overview))),
      chart(model, demand, overview.envelopeNow)));
}

function regionCard(region, model, overview) {
  const view = region.fleet?.models.find(m => m.model === model);
  if (!view) {
    const why = region.status === "ok" ? "not served here" : "unreachable";
    return h("div", { class: "region unreachable", "data-key": region.region, "data-region": region.region }, h("h3", null, region.region), h("p", null, why));
  }
  return h("div", { class: "region", "data-key": region.region, "data-region": region.region },
    h("div", { class: "region-head" }, h("h3", null, region.region), targetOf(model, region.region, view, overview)),
    loadOf(region.region, view),
    h("ul", { class: "tiles", "aria-label": `Replicas of ${model} in ${region.region}` }, view.replicas.map(r => tile(r))));
}

function loadOf(region, view) {
  const tiers = pick => TIERS.map(([tier]) => pick[tier] ?? 0).join("/");
  const words = TIERS.map(([, word]) => word).join(" / ");
  const serves = view.replicas.some(r => r.phase === "Ready" || r.phase === "Draining");
  return [
    bar(serves ? view.kvUtilization : 0, `KV in use in ${region}`),
    h("div", { class: "region-load" },
      h("span", { title: "KV cache in use; pressure is the scarcest resource over its limit" }, serves ? `KV ${percent(view.kvUtilization)} · pressure ${view.pressure.toFixed(2)}` : "nothing serves here"),
      view.deferred.waiting > 0 && h("span", { title: `oldest ${seconds(view.deferred.oldestAgeSeconds)}` }, `${count(view.deferred.waiting)} deferred`)),
    h("div", { class: "region-load" },
      h("span", { title: `in flight: ${words}` }, `${tiers(view.inFlight)} in flight`),
      h("span", { title: `held at the gateway: ${words}` }, `${tiers(view.held)} held`)),
  ];
}

function targetOf(model, region, view, overview) {
  const live = view.replicas.filter(r => r.phase === "Ready" || r.phase === "Starting").length;
  const targets = (overview.scaler.plan?.targets ?? []).filter(t => t.pool.deployment.model === model && t.pool.deployment.region === region);
  if (targets.length === 0) {
    return h("span", null, `${live} replicas`);
  }
  const target = sum(targets.map(t => t.target));
  const way = target > live ? "up" : target < live ? "down" : "";
  return h("span", { title: "replicas now and as planned" }, `${live} `, h("span", { class: `delta ${way}` }, way === "" ? "= plan" : `→ ${target} planned`));
}

function tile(replica) {
  const phase = replica.phase.toLowerCase();
  const number = replica.id.slice(replica.id.lastIndexOf("-") + 1);
  const old = replica.metricsAgeSeconds === undefined || replica.metricsAgeSeconds > OLD_METRICS;
  const load = `${replica.running} running, ${replica.waiting} waiting`;
  const label = `${replica.id} on ${replica.accelerator}: ${phase}, KV ${percent(replica.kvUsage)}, ${load}, ${seconds(replica.outstandingSeconds)} of work outstanding, metrics ${replica.metricsAgeSeconds === undefined ? "never read" : seconds(replica.metricsAgeSeconds) + " old"}`;
  const serves = phase === "ready" || phase === "draining";
  return h("li", { class: `tile ${phase}${serves && old ? " old" : ""}`, "data-key": replica.id, "data-replica": replica.id, title: label, "aria-label": label },
    h("div", { class: "row" }, h("b", null, `#${number}`), h("span", { class: "phase" }, phase)),
    serves && bar(replica.kvUsage, `KV in use of ${replica.id}`),
    serves && h("div", { class: "row dim" }, h("span", null, `${replica.running}`, replica.waiting > 0 ? `+${replica.waiting}` : "", " run"), h("span", null, seconds(replica.outstandingSeconds))));
}

function bar(share, label) {
  const width = Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10;
  return h("svg", { class: "bar", viewBox: "0 0 100 5", preserveAspectRatio: "none", role: "meter", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(width) },
    h("rect", { class: "track", width: 100, height: 5 }),
    h("rect", { class: `fill ${share >= 0.9 ? "hot" : share >= 0.7 ? "warm" : ""}`.trim(), width, height: 5 }));
}
