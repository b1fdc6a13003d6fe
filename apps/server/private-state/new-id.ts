import { idSequence } from '#commands';

/** An id for something of private state, which is in no log: of wall time, ms since the epoch. */
export const newId = idSequence();
