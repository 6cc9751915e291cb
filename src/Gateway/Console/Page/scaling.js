import { h } from "./dom.js";
import { clock, poolName } from "./words.js";

const SHOWN = 40;

export function actions({ scaler }) {
  if (!scaler.state) {
    return [h("p", { class: "dim" }, scaler.status === "absent" ? "No scaler is configured." : "The scaler can't be reached.")];
  }
  const all = scaler.state.actions;
  if (all.length === 0) {
    return [h("p", { class: "dim" }, "Nothing moved yet.")];
  }
  return all.slice(-SHOWN).reverse().map(a => action(a, `${a.at}|${a.kind}|${poolName(a.pool)}|${a.pool.accelerator}`, scaler));
}

function action(a, key, scaler) {
  const kind = a.kind.toLowerCase();
  return h("details", { class: "action", "data-key": key },
    h("summary", null,
      h("span", { class: "at dim" }, clock(a.at, true)),
      h("span", { class: `kind ${kind}` }, `${kind === "start" ? "+" : "−"}${a.count}`),
      h("span", { class: a.applied ? "" : "off" }, poolName(a.pool)),
      h("span", { class: "reason dim" }, a.reason, a.applied ? "" : " · not applied")),
    h("div", { class: "why" },
      h("p", null, a.detail),
      h("p", { class: "dim" }, h("code", null, a.receipt)),
      stepsTable(stepsOf(a, scaler))));
}

/** The steps that led there are known for the last tick and for the plan in force. */
function stepsOf(a, scaler) {
  const tick = scaler.state.lastTick;
  const steps = tick && tick.at === a.at ? tick.steps : scaler.plan?.steps ?? [];
  const { model, region } = a.pool.deployment;
  return steps.filter(s => s.subject.includes(model) && s.subject.includes(region));
}

export function plan({ scaler }) {
  if (!scaler.plan) {
    return [h("p", { class: "dim" }, "No plan yet.")];
  }
  const { targets, issuedAt, allocator } = scaler.plan;
  const solve = scaler.state?.solve;
  const ticks = scaler.state?.lastTick?.steps ?? [];
  return [h("div", { class: "stack" },
    h("div", { class: "facts" },
      h("span", null, "made ", h("b", null, clock(issuedAt, true))),
      h("span", { class: "dim" }, allocator),
      solve && h("span", { class: "dim" }, `${solve.status}, ${solve.variables} variables, $${solve.objective.toFixed(0)}`)),
    h("div", { class: "scroll" }, h("table", null,
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Pool"), h("th", { scope: "col" }, "Hardware"), h("th", { class: "num", scope: "col" }, "Then"), h("th", { class: "num", scope: "col" }, "Target"))),
      h("tbody", null, targets.map(t => h("tr", null,
        h("td", null, poolName(t.pool)), h("td", { class: "dim" }, t.pool.accelerator),
        h("td", { class: "num" }, t.current),
        h("td", { class: `num delta ${t.target > t.current ? "up" : t.target < t.current ? "down" : ""}` }, t.target)))))),
    details("plan-steps", "How the plan was made", scaler.plan.steps),
    details("tick-steps", "Last tick, step by step", ticks))];
}

function details(key, title, steps) {
  return h("details", { class: "steps", "data-key": key }, h("summary", null, `${title} (${steps.length})`), stepsTable(steps));
}

function stepsTable(steps) {
  if (steps.length === 0) {
    return h("p", { class: "dim" }, "No steps are kept for it.");
  }
  const figure = v => v === undefined || v === null ? "" : Number.isInteger(v) ? v : v.toFixed(2);
  return h("div", { class: "scroll" }, h("table", null,
    h("thead", null, h("tr", null, ["Stage", "Subject", "Before", "After", "Why"].map(w => h("th", { scope: "col" }, w)))),
    h("tbody", null, steps.map(s => h("tr", null,
      h("td", null, s.stage), h("td", null, s.subject), h("td", { class: "num" }, figure(s.before)), h("td", { class: "num" }, figure(s.after)),
      h("td", null, h("b", null, s.reason), " ", h("span", { class: "dim" }, s.detail)))))));
}
