import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Installation } from '../support/installation.js';
import { postgresAnswers } from '../support/test-database.js';
import type { Fault } from './fault.js';
import { FAULTS } from './faults.js';
import { killedUnderLoad } from './kills.js';
import { Site, type On } from './site.js';

/** ms; each takes a few seconds on a machine that does nothing else. */
const PATIENCE = 120_000;

let installed: Installation;
beforeAll(async () => {
  installed = await Installation.make();
}, 120_000);
afterAll(() => installed.remove());

/** One database is enough for the short form, PostgreSQL where it can be; a server is killed on either. */
const kindsFor = (fault: Fault): readonly On[] => (fault === killedUnderLoad ? fault.on : fault.on.slice(-1));

const postgresIsThere = await postgresAnswers();

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (on) => {
  const there = on === 'SQLite' || postgresIsThere;
  for (const fault of FAULTS.filter((one) => kindsFor(one).includes(on) && one.takesAMinute !== true))
    (there ? it : it.skip)(
      `${fault.name}: ${fault.promise}`,
      async () => {
        const site = await Site.make(installed, on, false);
        try {
          // What a person is told who runs it.
          expect(Object.keys(await fault.cause(site)).length).toBeGreaterThan(1);
        } finally {
          await site.clear();
        }
      },
      PATIENCE,
    );
});
