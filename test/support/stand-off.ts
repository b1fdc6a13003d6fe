import fs from 'node:fs';
import path from 'node:path';
import type { TestDatabase } from './databases.js';
import { RUN_FOLDER } from './run-folder.js';
import { loadStandOff, STAND_OFF } from './server.js';

/**
 * Makes databases that hold the stand-off before any server starts on them. In one run of the tests SQLite
 * loads it once: every other file is a copy of that one.
 */
export function holdingStandOff(make: () => Promise<TestDatabase>): () => Promise<TestDatabase> {
  return async () => {
    const place = await make();
    const file = /^sqlite:(.*)/.exec(place.url)?.[1];
    const kept = RUN_FOLDER === null ? null : path.join(RUN_FOLDER, `${STAND_OFF}.db`);
    if (file !== undefined && kept !== null && fs.existsSync(kept)) {
      fs.copyFileSync(kept, file);
      return place;
    }
    const database = await place.open();
    await loadStandOff(database);
    await database.close();
    if (file !== undefined && kept !== null) {
      // Whoever looks for it finds all of it, or nothing: two workers may load it at the same time.
      const copy = `${kept}.${process.pid}`;
      fs.copyFileSync(file, copy);
      fs.renameSync(copy, kept);
    }
    return place;
  };
}
