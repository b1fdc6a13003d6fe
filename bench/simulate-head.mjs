/**
 * How long writes wait at the one lock on the head of the log, by how many come a second: a simulation of batches,
 * to be read beside docs/scale.md. Whoever comes while a batch commits is in the next one, at most 2,000 together.
 *
 *     node bench/simulate-head.mjs 7 0.25          a commit's own cost, and that of each command, in ms
 *     node bench/simulate-head.mjs 7 0.25 4        split over so many heads, of which one has half of the writes
 */
const [own = 7, each = 0.25, heads = 1] = process.argv.slice(2).map(Number);
const LARGEST = 2_000;
const SECONDS = 60;

/** Numbers from 0 to 1, the same on each run (mulberry32). */
function chance(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Writes that come by chance, so many a second, at one head. @returns how long each waited, ms, ascending */
function waits(rate) {
  const next = chance(1);
  const came = [];
  for (let at = 0; at < SECONDS * 1_000;) {
    at += (-Math.log(1 - next()) * 1_000) / rate;
    came.push(at);
  }
  const waited = [];
  for (let first = 0, free = 0; first < came.length;) {
    const begins = Math.max(free, came[first]);
    let end = first;
    while (end < came.length && end - first < LARGEST && came[end] <= begins) end += 1;
    free = begins + own + each * (end - first);
    for (; first < end; first += 1) waited.push(free - came[first]);
  }
  return waited.sort((one, other) => one - other);
}

// The busiest head of several decides.
const share = heads === 1 ? 1 : 0.5;
const most = 1_000 / each / share;
console.log(`At most ${Math.round(most).toLocaleString('en')} a second.`);
for (const load of [0.1, 0.5, 0.8, 0.9, 0.95, 1.05]) {
  const all = waits(load * most * share);
  const at = (part) => all[Math.floor(all.length * part)]?.toFixed(0);
  console.log(`${Math.round(load * most)} a second: ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms`);
}
