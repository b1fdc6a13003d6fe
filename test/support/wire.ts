import { once } from 'node:events';
import net from 'node:net';

/** ms; what has not come by then does not come. */
const PATIENCE = 15_000;

/** A connection, byte by byte: for what no client of HTTP would do. */
export class Wire {
  /** All that came, as text. */
  received = '';
  /** Whether the server has ended it. */
  ended = false;

  private constructor(private readonly socket: net.Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (this.received += text));
    socket.on('end', () => (this.ended = true));
    // A server may close under whoever still sends.
    socket.on('error', () => (this.ended = true));
    socket.on('close', () => (this.ended = true));
  }

  static async open(address: string): Promise<Wire> {
    const { hostname, port } = new URL(address);
    const socket = net.connect(Number(port), hostname);
    const wire = new Wire(socket);
    await once(socket, 'connect');
    return wire;
  }

  /** Sends lines as they are, each with CRLF, and an empty one: a request's head. */
  head(...lines: string[]): this {
    return this.send(`${lines.join('\r\n')}\r\nHost: localhost\r\n\r\n`);
  }

  send(bytes: string | Buffer): this {
    this.socket.write(bytes);
    return this;
  }

  /** Waits until something has come. @throws with what has come, where it does not */
  async until(what: RegExp): Promise<string> {
    await this.looking(() => what.test(this.received), String(what));
    return this.received;
  }

  /** Waits until the server has closed it. @returns all that came */
  async untilEnded(): Promise<string> {
    await this.looking(() => this.ended, 'the end');
    return this.received;
  }

  /** Says that there is no more to come; what the server sends still arrives. */
  end(): this {
    this.socket.end();
    return this;
  }

  /** Reads nothing from here on: what the server sends waits with it. */
  pause(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }

  private looking(found: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(late);
        this.socket.off('data', look).off('close', look).off('end', look);
      };
      const look = (): void => {
        if (!found() && !this.ended) return;
        stop();
        if (found()) resolve();
        else reject(new Error(`${what} did not come; what came: ${this.received}`));
      };
      const late = setTimeout(() => {
        stop();
        reject(new Error(`${what} did not come in time; what came: ${this.received}`));
      }, PATIENCE);
      this.socket.on('data', look).on('close', look).on('end', look);
      look();
    });
  }
}
