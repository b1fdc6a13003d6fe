/** Where links point to: `PUBLIC_URL`, or the address once the server listens on one. */
export class Origin {
  constructor(private known: string | null) {}

  /** Says where the server listens, unless `PUBLIC_URL` was given. */
  listeningOn(address: string): void {
    this.known ??= address;
  }

  /** Without a trailing slash, e.g. `https://example.org`; empty as long as the server does not listen. */
  get url(): string {
    return this.known ?? '';
  }
}
