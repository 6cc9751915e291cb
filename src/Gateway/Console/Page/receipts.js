import { h } from "./dom.js";
import { clock, count, poolName } from "./words.js";

const SHOWN = 12;

export function receipts({ scaler }) {
  const ledger = scaler.receipts;
  if (!ledger) {
    return h("p", { class: "dim" }, scaler.status === "absent" ? "No scaler is configured." : "No receipts yet.");
  }
  const sums = [["carried out", ledger.carriedOut], ["advised", ledger.advised], ["failed", ledger.failed]].filter(([, s]) => s.moves > 0);
  return [h("div", { class: "stack" },
    ledger.advice && h("p", null, ledger.advice),
    h("div", { class: "totals" },
      figure("savings", usd(ledger.carriedOut.savedUsd), "saved by stops", ledger.since ? `since ${clock(ledger.since, true)}, not missed by anybody` : "nothing judged yet"),
      figure("spent", usd(ledger.carriedOut.startedUsd), "spent by starts", `${usd(ledger.carriedOut.wastedUsd)} of it unused`),
      figure("worth", ledger.carriedOut.worthItShare === undefined || ledger.carriedOut.worthItShare === null ? "–" : `${Math.round(ledger.carriedOut.worthItShare * 100)} %`, "of moves worth it", `${count(ledger.carriedOut.moves)} judged, ${count(ledger.open.length)} open`)),
    sums.length > 0 && h("div", { class: "scroll" }, h("table", null,
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Moves"), ["Needed", "Insurance", "Too late", "Wasted", "Saved", "Regretted", "GPU-hours saved"].map(w => h("th", { class: "num", scope: "col" }, w)))),
      h("tbody", null, sums.map(([name, s]) => h("tr", { "data-key": name, "data-receipts": name }, h("td", null, `${count(s.moves)} ${name}`),
        [s.needed, s.insurance, s.tooLate, s.wasted, s.saved, s.regretted].map(n => h("td", { class: "num" }, n ?? 0)), h("td", { class: "num" }, (s.savedGpuHours ?? 0).toFixed(1))))))),
    h("div", null, ledger.receipts.slice(0, SHOWN).map(receipt)))];
}

function receipt(r) {
  return h("details", { class: "action", "data-key": r.id },
    h("summary", null,
      h("span", { class: "at dim" }, clock(r.at, true)),
      h("span", { class: `kind ${String(r.kind).toLowerCase()}`, title: `${r.kind} ${r.count}` }, `${/stop|release|sleep/i.test(r.kind) ? "−" : "+"}${r.count}`),
      h("span", null, r.group ?? poolName(r.pool)),
      h("span", { class: `reason ${["wasted", "regretted", "too-late"].includes(r.verdict) ? "bad" : "dim"}` }, r.verdict ?? "open")),
    h("div", { class: "why" }, h("p", null, r.sentence ?? ""), h("p", { class: "dim" }, r.detail)));
}

function figure(key, value, what, detail) {
  return h("div", { class: "total", "data-key": key, id: `receipt-${key}` }, h("b", null, value), h("span", { class: "dim" }, what), h("div", { class: "sub" }, detail));
}

function usd(value) {
  return value === undefined || value === null ? "–" : `$${value >= 100 ? Math.round(value) : value.toFixed(2)}`;
}
