import { show } from "./dom.js";
import { alertText, status } from "./status.js";
import { totals } from "./totals.js";
import { fleet } from "./fleet.js";
import { actions, plan } from "./scaling.js";

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

setInterval(tell, EVERY);
read();
