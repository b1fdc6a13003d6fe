import http from 'node:http';

/** A request as it goes over the wire: `fetch` would tidy it up. */
export interface RawRequest {
  method: string;
  /** With the query, as it is; nothing is escaped. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer | null;
}

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
/** ms; an answer that takes longer is a hang. */
const PATIENCE = 15_000;

export function sendRaw(address: string, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        hostname,
        port,
        method,
        path,
        agent,
        headers: {
          ...headers,
          ...(typeof body === 'string' || body instanceof Buffer
            ? { 'content-length': String(Buffer.byteLength(body)) }
            : {}),
        },
      },
      (response) => {
        let text = '';
        const answered = (): void =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          if (response.headers['content-type']?.startsWith('text/event-stream') !== true) return;
          // A stream comes to no end: its answer is what it begins with.
          answered();
          request.destroy();
        });
        response.on('end', answered);
        response.on('error', reject);
      },
    );
    request.setTimeout(PATIENCE, () =>
      request.destroy(new Error(`${method} ${path}: no answer in ${PATIENCE} ms`)),
    );
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

/** Closes what is kept open between requests. */
export function closeRawConnections(): void {
  agent.destroy();
}
