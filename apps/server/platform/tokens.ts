/** Providers that are no classes of this app, by the token they are injected with. */
export const CONFIG = Symbol('Config');
export const DATABASE = Symbol('Database');
export const OWNERSHIP = Symbol('FileOwnership');
