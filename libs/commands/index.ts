/**
 * The write side: the one way in. Commands are gathered into batches, decided on the world as it
 * is, appended to the log and folded into the projections in one transaction. It must never know
 * who asks over what: HTTP, socket, scenario or command line.
 */
export * from './command-bus.js';
export { onceUnder } from './idempotency.js';
export { idSequence } from './id-sequence.js';
export * from './load-steps.js';
export * from './private-table.js';
