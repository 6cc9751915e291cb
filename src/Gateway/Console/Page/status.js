import { h } from "./dom.js";
import { between, clock, seconds } from "./words.js";

export function status(overview, age, stale) {
  if (!overview) {
    return [h("span", { class: "dim" }, stale ? "no answer yet" : "loading …")];
  }
  const { scaler, speed } = overview;
  return [
    h("span", null, "gateway ", h("b", null, overview.region)),
    h("span", { title: "The planning clock" }, clock(overview.envelopeNow, true), " ", h("span", { class: "dim" }, speed === 1 ? "UTC" : `planning clock, ×${Math.round(speed)}`)),
    ...scalerBadges(scaler, overview),
    h("span", { class: "live" }, h("span", { class: `badge ${stale ? "bad" : "good"}` }, stale ? "stale" : "live"), " ",
      h("span", { class: "dim" }, `${(age / 1000).toFixed(0)} s ago`)),
  ];
}

function scalerBadges(scaler, overview) {
  if (scaler.status === "absent") {
    return [h("span", { class: "badge" }, "no scaler configured")];
  }
  if (scaler.status !== "ok") {
    return [h("span", { class: "badge bad" }, "scaler unreachable")];
  }
  const { state, plan } = scaler;
  return [
    state && h("span", { class: `badge ${state.dryRun ? "warn" : "good"}`, title: "Scaling strategy and whether it may act" }, `${state.strategy} · ${state.dryRun ? "dry run" : "acting"}`),
    state?.frozen && h("span", { class: "badge warn", title: "Facts are missing or stale: nothing shrinks" }, "scale-in frozen"),
    plan && h("span", { class: "badge", title: `issued ${plan.issuedAt}` }, `plan ${plan.version}, ${seconds(Math.max(0, between(plan.issuedAt, overview.envelopeNow)))} old`),
  ].filter(Boolean);
}

export function alertText(overview) {
  const gone = overview ? overview.regions.filter(r => r.status !== "ok").map(r => r.region) : [];
  return gone.length === 0 ? "" : `Unreachable: ${gone.join(", ")}`;
}
