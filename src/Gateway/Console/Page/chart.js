import { h } from "./dom.js";
import { clock, count } from "./words.js";

const WIDTH = 380;
const HEIGHT = 150;
const LEFT = 38;
const RIGHT = 6;
const TOP = 8;
const BOTTOM = 20;
const PAST_HOURS = 12;

/** Prompt tokens a second: what came, what was expected, and the band between the forecast's low and high end. */
export function chart(model, demand, envelopeNow) {
  const now = Date.parse(envelopeNow);
  const points = (demand?.points ?? []).map(p => ({ ...p, t: Date.parse(p.at) })).filter(p => p.t > now - PAST_HOURS * 3600e3);
  const caption = h("figcaption", null,
    h("span", null, "prompt tokens/s"),
    h("span", { class: "key k-actual" }, "arrived"), h("span", { class: "key k-median" }, "forecast"), h("span", { class: "key k-band" }, "5–95 %"));
  if (points.length < 2) {
    return h("figure", { class: "chart", "data-chart": model }, caption, h("p", { class: "dim" }, "No demand known yet."));
  }

  const from = points[0].t;
  const to = Math.max(now, points.at(-1).t);
  const top = niceTop(Math.max(1, ...points.flatMap(p => [p.actual ?? 0, p.high ?? 0])));
  const x = t => LEFT + (t - from) / Math.max(1, to - from) * (WIDTH - LEFT - RIGHT);
  const y = v => TOP + (1 - v / top) * (HEIGHT - TOP - BOTTOM);
  const peak = Math.max(...points.map(p => p.actual ?? 0));
  return h("figure", { class: "chart", "data-chart": model }, caption,
    h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `Demand of ${model}: peak ${count(peak)} prompt tokens a second in ${PAST_HOURS} hours` },
      [0, 0.5, 1].map(part => [
        h("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(top * part), y2: y(top * part) }),
        h("text", { x: LEFT - 5, y: y(top * part) + 4, "text-anchor": "end" }, count(top * part)),
      ]),
      hours(from, to).map(t => h("text", { x: x(t), y: HEIGHT - 5, "text-anchor": "middle" }, clock(new Date(t).toISOString()))),
      h("path", { class: "band", d: band(points.filter(p => p.high !== undefined), x, y) }),
      h("path", { class: "median", d: line(points, p => p.median, x, y) }),
      h("path", { class: "actual", d: line(points, p => p.actual, x, y) }),
      h("line", { class: "now", x1: x(now), x2: x(now), y1: TOP, y2: HEIGHT - BOTTOM })));
}

function line(points, value, x, y) {
  let path = "";
  let drawing = false;
  for (const point of points) {
    const v = value(point);
    // A gap in the data is a gap in the line.
    path += v === undefined ? "" : `${drawing ? "L" : "M"}${x(point.t).toFixed(1)} ${y(v).toFixed(1)}`;
    drawing = v !== undefined;
  }
  return path;
}

function band(points, x, y) {
  if (points.length < 2) {
    return "";
  }
  const at = (p, v) => `${x(p.t).toFixed(1)} ${y(v).toFixed(1)}`;
  return `M${points.map(p => at(p, p.high)).join("L")}L${points.toReversed().map(p => at(p, p.low)).join("L")}Z`;
}

function niceTop(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map(f => f * unit).find(v => v >= value);
}

function hours(from, to) {
  const step = [1, 2, 3, 4, 6].find(s => (to - from) / (s * 3600e3) <= 6) ?? 12;
  const marks = [];
  for (let t = Math.ceil(from / (step * 3600e3)) * step * 3600e3; t <= to; t += step * 3600e3) {
    marks.push(t);
  }
  return marks;
}
