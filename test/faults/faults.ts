import { skewedClocks } from './clocks.js';
import { diskFull } from './disk-full.js';
import { endurance } from './endurance.js';
import type { Fault } from './fault.js';
import { killedInMigration, killedInRebuild, killedInSeed, killedUnderLoad } from './kills.js';
import { POSTGRES_FAULTS } from './postgres-faults.js';
import { rollingRestart } from './rolling.js';
import { halfFrames, manySockets, slowBodies, slowConsumers } from './sockets.js';

/** All faults that can be caused, in the order in which they are listed. */
export const FAULTS: readonly Fault[] = [
  killedUnderLoad,
  killedInSeed,
  killedInRebuild,
  killedInMigration,
  ...POSTGRES_FAULTS,
  rollingRestart,
  diskFull,
  skewedClocks,
  manySockets,
  halfFrames,
  slowBodies,
  slowConsumers,
  endurance,
];
