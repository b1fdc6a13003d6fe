import config from './jest.config.js';

/**
 * `npm run test:long`: the leak tests on more random histories, the plans on more posts, and a hall cut off for
 * longer than `npm test` takes time for. Numbers that the environment gives hold. Workers get the environment of this process.
 */
const MORE = {
  LEAK_HISTORIES: '10',
  LEAK_PAIRS: '4',
  LEAK_ERASURES: '2',
  PLAN_POSTS: '100000',
  HALL_OUTAGE_MS: '10000',
};
for (const [name, number] of Object.entries(MORE)) process.env[name] ??= number;

/** @type {import("jest").Config} */
export default {
  ...config,
  testMatch: [
    '<rootDir>/test/leaks/*.int-spec.ts',
    '<rootDir>/test/plans.int-spec.ts',
    '<rootDir>/test/hall.int-spec.ts',
  ],
};
