/**
 * Operations: what an operator asks for on the command line. They run where the database is: in
 * the command's own process, or, while a server owns the file, in the server's. Each yields lines
 * of progress. It must never know which of the two it is in.
 */
export { BackupUnusable } from './backup/backup-file.js';
export { restore } from './backup/restore.js';
export * from './check-scenario.js';
export { examineDatabase } from './doctor/examine-database.js';
export { ok, warning, wrong, type Finding } from './doctor/findings.js';
export { consume, type Line, type Lines } from './lines.js';
export * from './operations.js';
