/** Every variable the program reads, in the order `withheld --help` lists them. */
export const VARIABLES = [
  { name: 'PORT', default: '3000', text: 'port to listen on; 0 takes a free one' },
  { name: 'HOST', default: '127.0.0.1', text: 'address to listen on' },
  {
    name: 'PUBLIC_URL',
    default: 'http://<HOST>:<PORT>',
    text: 'address that links point to; on this machine alone, http://localhost:<PORT>',
  },
  {
    name: 'DATABASE_URL',
    default: 'sqlite:data/withheld.db',
    text: 'sqlite:<path>, sqlite:///<absolute path> or postgres://user@host/name',
  },
  {
    name: 'DATABASE_READ_URL',
    default: 'none',
    text: 'a replica (hot standby) of the PostgreSQL at DATABASE_URL, which answers reads while it has all that is written',
  },
  { name: 'SEED', default: 'none', text: 'scenario to load into an empty database, or none' },
  {
    name: 'DEMO',
    default: '0',
    text: '1: one-click sign-in, on a loopback HOST only; public: on any, a code for the other roles',
  },
  { name: 'TEST', default: '0', text: '1: routes for tests (reset, clock, users), on a loopback HOST only' },
  {
    name: 'GEO_MODE',
    default: 'open',
    text: 'open: view_from decides where a viewer is; enforced: their network address alone',
  },
  {
    name: 'GEO_DEFAULT_COUNTRY',
    default: 'none',
    text: 'where a viewer is who is not found anywhere (ISO 3166-1 alpha-2)',
  },
  {
    name: 'TRUSTED_PROXIES',
    default: 'none',
    text: 'proxies whose X-Forwarded-For counts: addresses and CIDR ranges, comma-separated',
  },
  {
    name: 'METRICS_TOKEN',
    default: 'none',
    text: 'bearer token for /metrics; without one, only a loopback HOST has it, and only for who asks directly',
  },
  {
    name: 'DRAIN_SECONDS',
    default: '5',
    text: 'how long, told to stop, it still takes requests while /ready says no, if anybody asks /ready',
  },
  { name: 'LOG_LEVEL', default: 'info', text: 'trace, debug, info, warn, error or silent' },
] as const;

export type VariableName = (typeof VARIABLES)[number]['name'];
