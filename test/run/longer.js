/*
 * Numbers of longer runs: how many random histories and pairs of them the leak tests live, on how many posts plans
 * are looked at, and for how long a hall is cut off. Numbers that the environment gives hold. Workers get the
 * environment of the process that reads the configuration.
 */
const LONGER = {
  LEAK_HISTORIES: '10',
  LEAK_PAIRS: '4',
  LEAK_ERASURES: '2',
  PLAN_POSTS: '100000',
  HALL_OUTAGE_MS: '10000',
};

/** CI lives fewer histories, since it is to end within half an hour, and others each time. */
const IN_CI = { ...LONGER, LEAK_HISTORIES: '4', LEAK_PAIRS: '2', LEAK_ERASURES: '1' };

/** Sets the numbers of `npm run test:long`, where the environment gives none. */
export function runLonger() {
  set(LONGER);
}

/** Sets the numbers of CI, where the environment gives none. */
export function runInCi() {
  set(IN_CI);
}

/** @param {Readonly<Record<string, string>>} numbers */
function set(numbers) {
  for (const [name, number] of Object.entries(numbers)) process.env[name] ??= number;
}
