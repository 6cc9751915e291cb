// Planning problems to their least cost by HiGHS (WebAssembly): the program is written down here anew, from the problem files alone, so
// that neither the product's model nor its solver is trusted. Reads {"problems": [...]} and prints [{"status", "usd"}].
'use strict';
const fs = require('fs');

const tiersAll = ['interactive-fast', 'interactive-normal', 'non-interactive'];

function required(demand) {
  let rate = demand.tokensPerSecond ?? 0;
  const quantiles = [...(demand.quantiles ?? [])].sort((a, b) => a.quantile - b.quantile);
  if (quantiles.length > 0) {
    const wanted = demand.quantile ?? 0.95;
    const above = quantiles.findIndex(q => q.quantile >= wanted);
    if (above === 0) rate += quantiles[0].tokensPerSecond;
    else if (above < 0) rate += quantiles.at(-1).tokensPerSecond;
    else {
      const [low, high] = [quantiles[above - 1], quantiles[above]];
      rate += low.tokensPerSecond + (high.tokensPerSecond - low.tokensPerSecond) * (wanted - low.quantile) / (high.quantile - low.quantile);
    }
  }
  const backlog = [...(demand.backlog ?? [])].sort((a, b) => a.hours - b.hours);
  let sum = 0;
  let even = 0;
  for (const part of backlog) {
    sum += part.tokens;
    even = Math.max(even, sum / (part.hours * 3600));
  }
  return rate + even;
}

function program(problem) {
  const objective = new Map();
  const rows = [];
  const bounds = [];
  const integers = [];
  const number = v => Number(v).toPrecision(15);
  const row = (terms, sense, right) => rows.push(` c${rows.length}: ${terms.filter(t => t[0] !== 0).map(([k, v]) => signed(k, v)).join(' ') || '0 zero'} ${sense} ${number(right)}`);
  const pay = (usd, v) => objective.set(v, (objective.get(v) ?? 0) + usd);
  const signed = (k, v) => `${k < 0 ? '-' : '+'} ${number(Math.abs(k))} ${v}`;
  const hours = problem.intervalHours ?? 1;
  const type = x => x.capacityType ?? 'OnDemand';
  const hardware = Object.fromEntries(problem.accelerators.map(a => [a.id, a]));
  const hourly = x => hardware[x.accelerator].gpus * (type(x) === 'Spot' ? hardware[x.accelerator].spotUsdPerGpuHour ?? hardware[x.accelerator].usdPerGpuHour : hardware[x.accelerator].usdPerGpuHour);
  const serves = x => (x.tiers ?? []).length === 0 ? tiersAll : x.tiers;
  const counted = p => p.tokensPerSecond * (type(p) === 'Spot' ? 1 - (problem.spotRisk ?? 0) : 1);

  // Replicas x, what is started s (at least the growth), units of groups u likewise.
  const machines = [];
  const column = (name, thing, run, start) => {
    integers.push(name);
    bounds.push(` ${thing.min ?? 0} <= ${name} <= ${thing.max}`);
    pay(run, name);
    const grown = `${name}s`;
    row([[1, grown], [-1, name]], '>=', -(thing.current ?? 0));
    pay(start, grown);
  };
  problem.pools.forEach((p, i) => {
    column(`x${i}`, p, p.group ? 0 : hourly(p) * hours, hourly(p) * (p.startMinutes ?? 0) / 60);
    if (!p.group) machines.push({ name: `x${i}`, at: p, gpus: hardware[p.accelerator].gpus, usd: hourly(p) * hours, model: p.model });
  });
  (problem.groups ?? []).forEach((g, i) => {
    column(`u${i}`, g, hourly(g) * hours, hourly(g) * (g.startMinutes ?? 0) / 60);
    row([[1, `u${i}`], ...problem.pools.map((p, j) => [p.group === g.name ? -1 : 0, `x${j}`])], '>=', 0);
    machines.push({ name: `u${i}`, at: g, gpus: hardware[g.accelerator].gpus, usd: hourly(g) * hours, model: null });
  });

  // What a region holds; machines net new n; starts w that find no stopped replica to take over cost what a swap would have spared.
  problem.regions.forEach((r, ri) => (r.capacity ?? []).forEach((c, ci) => {
    const here = machines.filter(m => m.at.region === r.id && m.at.accelerator === c.accelerator && (c.capacityType == null || type(m.at) === c.capacityType));
    if (c.replicas != null) row(here.map(m => [1, m.name]), '<=', c.replicas);
    const name = `n${ri}_${ci}`;
    row([[1, name], ...here.map(m => [-1, m.name])], '>=', -here.reduce((sum, m) => sum + (m.at.current ?? 0), 0));
    const spot = { accelerator: c.accelerator, capacityType: 'Spot' };
    const bought = { accelerator: c.accelerator };
    const saves = (c.capacityType ? hourly(c) : Math.min(hourly(spot), hourly(bought))) * (c.swapSavesMinutes ?? 0) / 60;
    pay(hourly(bought) * (c.acquireMinutes ?? 0) / 60 + saves, name);
    here.forEach(m => pay(-saves, `${m.name}s`));
  }));

  const caps = [...(problem.quotas ?? []).map(q => ({ ...q, usdPerHour: null })), ...(problem.budgets ?? [])];
  for (const cap of caps) {
    const here = machines.filter(m => (cap.region ?? m.at.region) === m.at.region && (cap.accelerator ?? m.at.accelerator) === m.at.accelerator
      && (cap.capacityType ?? type(m.at)) === type(m.at) && (cap.model == null || cap.model === m.model));
    if (cap.gpus != null) row(here.map(m => [m.gpus, m.name]), '<=', cap.gpus);
    if (cap.usdPerHour != null) row(here.map(m => [m.usd, m.name]), '<=', cap.usdPerHour * hours);
  }

  for (const model of new Set(problem.pools.map(p => p.model))) {
    const share = problem.spotShare ?? 1;
    row(problem.pools.map((p, i) => [p.model === model ? counted(p) / 1000 * ((type(p) === 'Spot' ? 1 : 0) - share) : 0, `x${i}`]), '<=', 0);
  }

  // Flows from each demand to pools one by one, in thousands of tokens a second.
  const into = problem.pools.map(() => []);
  (problem.demands ?? []).forEach((d, di) => {
    const rate = required(d);
    if (rate <= 0) return;
    const region = problem.regions.find(r => r.id === d.region);
    const trip = to => to === d.region ? 0 : ((region.links ?? []).find(l => l.region === to)?.roundTripMs ?? 200) / 1000;
    const able = problem.pools.map((p, i) => ({ p, i })).filter(x => x.p.model === d.model && serves(x.p).some(t => serves(d).includes(t)));
    const others = [...new Set(able.map(x => x.p.region))].filter(r => r !== d.region).sort((a, b) => trip(a) - trip(b) || (a < b ? -1 : 1)).slice(0, problem.nearestRegions ?? 3);
    const cheapest = Math.min(...problem.pools.filter(p => p.model === d.model).map(p => hourly(p) * hours / counted(p)));
    const ways = able.filter(x => x.p.region === d.region || others.includes(x.p.region));
    const local = ways.filter(x => x.p.region === d.region);
    ways.forEach(x => {
      into[x.i].push(`f${di}_${x.i}`);
      pay((problem.relayCost ?? 0.01) * cheapest * trip(x.p.region) * 1000, `f${di}_${x.i}`);
    });
    row(ways.map(x => [1, `f${di}_${x.i}`]), '=', rate / 1000);
    if (local.length > 0) row(local.map(x => [1, `f${di}_${x.i}`]), '>=', rate * (d.localShare ?? problem.localShare ?? 0.8) / 1000);
  });
  problem.pools.forEach((p, i) => row([[counted(p) / 1000, `x${i}`], ...into[i].map(f => [-1, f])], '>=', 0));
  bounds.push(' zero = 0');
  return `Minimize\n obj: ${[...objective].filter(o => o[1] !== 0).map(([v, k]) => signed(k, v)).join(' ') || '0 zero'}\nSubject To\n${rows.join('\n')}\nBounds\n${bounds.join('\n')}\nGenerals\n ${integers.join(' ')}\nEnd\n`;
}

(async () => {
  const { problems } = JSON.parse(fs.readFileSync(0, 'utf8'));
  const highs = await require('highs')();
  const told = problems.map(problem => {
    const solved = highs.solve(program(problem), { mip_rel_gap: 0, mip_abs_gap: 1e-7, mip_feasibility_tolerance: 1e-9, primal_feasibility_tolerance: 1e-9 });
    return { status: solved.Status, usd: solved.Status === 'Optimal' ? solved.ObjectiveValue : null };
  });
  process.stdout.write(JSON.stringify(told));
})().catch(e => { console.error(e); process.exit(1); });
