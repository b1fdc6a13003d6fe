/**
 * Identity: who someone is. Passwords, tokens and roles are private state: they are never in the
 * log, and a rebuild leaves them alone. It must never know by which transport someone asks.
 */
export * from './apps.js';
export * from './authorization-codes.js';
export * from './credentials.js';
export * from './erase-account.js';
export * from './impersonation.js';
export * from './posting-defaults.js';
export * from './scopes.js';
export * from './sign-in.js';
export * from './tokens.js';
