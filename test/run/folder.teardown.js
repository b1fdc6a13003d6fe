import { rmSync } from 'node:fs';

/** After a run: its folder goes. */
export default function removeFolder() {
  rmSync(process.env.TEST_RUN_FOLDER, { recursive: true, force: true });
}
