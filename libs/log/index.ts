/**
 * The log: append, read from a cursor, follow its tail, verify its hash chain, erase bodies. It
 * must never know what an event means.
 */
export * from './chain.js';
export * from './log-tail.js';
export * from './log-unreadable.js';
export * from './log.js';
