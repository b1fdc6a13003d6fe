import config from './jest.config.js';
import { runLonger } from './test/run/longer.js';

/** `npm run test:long`: what takes numbers of its own, on larger ones. */
runLonger();

/** @type {import("jest").Config} */
export default {
  ...config,
  testMatch: [
    '<rootDir>/test/leaks/*.int-spec.ts',
    '<rootDir>/test/plans.int-spec.ts',
    '<rootDir>/test/hall.int-spec.ts',
  ],
};
