/**
 * For a longer run, and for CI: the leak tests on more random histories, the plans on more posts, and a hall cut off
 * for longer than `npm test` takes time for. Numbers that the environment gives hold. Workers get the environment of
 * the process that reads the configuration.
 */
const MORE = {
  LEAK_HISTORIES: '4',
  LEAK_PAIRS: '2',
  LEAK_ERASURES: '2',
  PLAN_POSTS: '100000',
  HALL_OUTAGE_MS: '10000',
};

/** Sets the numbers of a longer run, where the environment gives none. */
export function runLonger() {
  for (const [name, number] of Object.entries(MORE)) process.env[name] ??= number;
}
