import { show } from "./dom.js";
import { alertText, status } from "./status.js";
import { totals } from "./totals.js";
import { fleet } from "./fleet.js";
import { actions, plan } from "./scaling.js";
import { tiers } from "./tiers.js";
import { queue } from "./queue.js";
import { receipts } from "./receipts.js";
import * as explain from "./explain.js";
import * as keys from "./keys.js";

const EVERY = 1000;
const STALE_AFTER = 3500;
const LIMIT = 3000;

let last = null;
let lastAt = 0;

async function read() {
  try {
    const answer = await fetch("admin/overview", { signal: AbortSignal.timeout(LIMIT), cache: "no-store" });
    if (answer.ok) {
      last = await answer.json();
      lastAt = performance.now();
      show("totals", totals(last));
      show("fleet", fleet(last));
      show("actions", actions(last));
      show("plan", plan(last));
      show("tiers", tiers(last));
      show("receipts", receipts(last));
    }
  } catch (problem) {
    // A gateway that is gone is shown as such; anything else is a fault of this page.
    if (!(problem instanceof TypeError && problem.message.includes("fetch")) && !(problem instanceof DOMException)) {
      throw problem;
    }
  } finally {
    tell();
    setTimeout(read, document.hidden ? EVERY * 5 : EVERY);
  }
}

function tell() {
  const age = last ? performance.now() - lastAt : null;
  const stale = age === null ? performance.now() > STALE_AFTER : age > STALE_AFTER;
  document.body.classList.toggle("stale", stale);
  show("status", status(last, age, stale));
  const box = document.getElementById("alert");
  const text = stale ? "The gateway does not answer. Figures are old." : alertText(last);
  if (box.textContent !== text) {
    box.textContent = text;
  }
  box.hidden = text === "";
}

/** What only this gateway knows, less often. */
async function readOwn() {
  try {
    const answer = await fetch("admin/queue?limit=12", { signal: AbortSignal.timeout(LIMIT), cache: "no-store" });
    show("queue", queue(answer.ok ? await answer.json() : null));
    await explain.requests();
  } catch {
    // The other reader tells of a gateway that is gone.
  } finally {
    setTimeout(readOwn, document.hidden ? EVERY * 10 : EVERY * 2);
  }
}

keys.begin();
setInterval(tell, EVERY);
read();
explain.begin().catch(() => {}).finally(readOwn);
