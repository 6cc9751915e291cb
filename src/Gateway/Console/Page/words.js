// Figures and times as people read them.

export const TIERS = [["interactive-fast", "fast"], ["interactive-normal", "normal"], ["non-interactive", "patient"]];

export function percent(share) {
  return share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`;
}

export function count(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  return value >= 1e6 ? `${(value / 1e6).toFixed(1)} M` : value >= 1e4 ? `${(value / 1e3).toFixed(0)} k` : value >= 1e3 ? `${(value / 1e3).toFixed(1)} k` : `${Math.round(value)}`;
}

export function seconds(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  return value >= 7200 ? `${(value / 3600).toFixed(1)} h` : value >= 120 ? `${Math.round(value / 60)} min` : value >= 10 ? `${Math.round(value)} s` : `${value.toFixed(1)} s`;
}

export function clock(iso, withDay) {
  const at = new Date(iso);
  const time = at.toISOString().slice(11, 16);
  return withDay ? `${["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][at.getUTCDay()]} ${time}` : time;
}

export function between(fromIso, toIso) {
  return (new Date(toIso) - new Date(fromIso)) / 1000;
}

export function sum(values) {
  return values.reduce((a, b) => a + (b ?? 0), 0);
}

export function poolName(pool) {
  return `${pool.deployment.model} @ ${pool.deployment.region}`;
}

/** Model cells of all reachable regions: [region part, model view]. */
export function cells(overview) {
  return overview.regions.flatMap(r => (r.fleet?.models ?? []).map(m => [r, m]));
}
