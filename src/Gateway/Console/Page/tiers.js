import { h } from "./dom.js";
import { TIERS, cells, percent, sum } from "./words.js";

const WINDOW = 60_000;
const OBJECTIVE = 0.99;

// Met and missed since each gateway's start; the last minute is the difference between now and then.
const history = [];

export function tiers(overview) {
  const now = performance.now();
  const judged = Object.fromEntries(TIERS.map(([tier]) => [tier, totalOf(overview, tier)]));
  history.push({ at: now, judged });
  while (history.length > 2 && now - history[0].at > WINDOW) {
    history.shift();
  }
  const models = cells(overview).map(([, model]) => model);
  return h("div", { class: "scroll" }, h("table", null,
    h("thead", null, h("tr", null, h("th", { scope: "col" }, "Tier"),
      ["In flight", "Held", "SLO, last minute", "SLO since start", "Judged"].map(w => h("th", { class: "num", scope: "col" }, w)))),
    h("tbody", null, TIERS.map(([tier]) => h("tr", { "data-key": tier, "data-tier": tier },
      h("th", { scope: "row" }, tier),
      h("td", { class: "num" }, sum(models.map(m => m.inFlight[tier]))),
      h("td", { class: "num" }, sum(models.map(m => m.held[tier]))),
      attainment(judged[tier], history[0].judged[tier]),
      attainment(judged[tier]),
      h("td", { class: "num dim" }, judged[tier].met + judged[tier].missed))))));
}

function attainment(now, then = { met: 0, missed: 0 }) {
  const met = now.met - then.met;
  const all = met + now.missed - then.missed;
  // A gateway that restarted counts from nothing again.
  const share = all > 0 && met >= 0 ? met / all : null;
  return h("td", { class: `num ${share === null ? "dim" : share >= OBJECTIVE ? "good" : share >= 0.95 ? "warn" : "bad"}` }, share === null ? "–" : share === 1 ? percent(share) : `${(share * 100).toFixed(1)} %`);
}

function totalOf(overview, tier) {
  const standings = overview.regions.flatMap(r => r.fleet?.tiers ?? []).filter(t => t.tier === tier);
  return { met: sum(standings.map(s => s.met)), missed: sum(standings.map(s => s.missed)) };
}
