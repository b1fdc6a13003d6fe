/**
 * The configuration: the environment read once, checked, and turned into a typed value or into a
 * list of what is wrong with it. It must never know what the values are used for.
 */
export * from './config.js';
export * from './project-root.js';
export * from './variables.js';
