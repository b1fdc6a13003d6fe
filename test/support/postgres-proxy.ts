import { once } from 'node:events';
import net from 'node:net';

/** A fault that the proxy causes on a connection when a client says something. */
type Fault = 'lose the answer' | 'cut at once' | 'lose what is said';

/** A way to PostgreSQL on which connections can be cut and held up, as on a network that fails. */
export class PostgresProxy {
  private readonly links = new Set<{ client: net.Socket; server: net.Socket }>();
  private fault: { says: string; kind: Fault; times: number } | null = null;
  private frozen = false;
  private away = false;
  /** How often a fault struck. */
  struck = 0;

  private constructor(
    private readonly listener: net.Server,
    private readonly target: URL,
  ) {
    listener.on('connection', (client) => this.link(client));
  }

  /** @param url of the PostgreSQL behind it */
  static async before(url: string): Promise<PostgresProxy> {
    const listener = net.createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new PostgresProxy(listener, new URL(url));
  }

  /** The same database, through it. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.listener.address() as net.AddressInfo).port}`;
    return url.href;
  }

  /**
   * Strikes connections whose client says something, such as `COMMIT`: what it says is passed on and the
   * connection cut before the answer (`lose the answer`) or as soon as it is passed on (`cut at once`), or
   * it is not passed on and the connection cut.
   */
  strike(says: string, kind: Fault, times = 1): void {
    this.fault = { says, kind, times };
  }

  /** Holds up all that is said on either side, and who connects. */
  freeze(): void {
    this.frozen = true;
    for (const { client, server } of this.links) for (const socket of [client, server]) socket.pause();
  }

  /** Passes on what was held up, and all that is said from now on. */
  thaw(): void {
    this.frozen = false;
    for (const { client, server } of this.links) for (const socket of [client, server]) socket.resume();
  }

  /** Cuts all connections there are. */
  cut(): void {
    for (const { client, server } of this.links) for (const socket of [client, server]) socket.destroy();
  }

  /** Cuts all connections there are, and lets nobody connect: the machine it runs on is gone. */
  goAway(): void {
    this.away = true;
    this.cut();
  }

  /** Lets connect again. */
  comeBack(): void {
    this.away = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private link(client: net.Socket): void {
    if (this.away) {
      client.destroy();
      return;
    }
    const server = net.connect(Number(this.target.port || '5432'), this.target.hostname);
    const link = { client, server };
    this.links.add(link);
    let losing = false;
    client.on('data', (data: Buffer) => {
      const kind = this.faultOn(data);
      if (kind !== 'lose what is said') server.write(data);
      if (kind === 'lose the answer') losing = true;
      else if (kind === 'cut at once') client.destroy();
      else if (kind === 'lose what is said') client.destroy();
    });
    server.on('data', (data: Buffer) => {
      if (losing) client.destroy();
      else client.write(data);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        this.links.delete(link);
        other.end();
      });
    }
    if (this.frozen) for (const socket of [client, server]) socket.pause();
  }

  private faultOn(data: Buffer): Fault | null {
    if (this.fault === null || this.fault.times === 0 || !data.includes(this.fault.says)) return null;
    this.fault.times -= 1;
    this.struck += 1;
    return this.fault.kind;
  }
}
