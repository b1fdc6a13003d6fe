import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Before a run: makes the folder that its test files share (`test/support/run-folder.ts`). */
export default function makeFolder() {
  process.env.TEST_RUN_FOLDER = mkdtempSync(path.join(os.tmpdir(), 'withheld-run-'));
}
