import http from 'node:http';
import supertest from 'supertest';
import type {
  Account,
  ErrorBody,
  Order,
  OrderItem,
  RestrictionField,
  Status,
  TestUser,
  Token,
} from '#contract';

/** Keeps connections: to open one for each request takes longer than the request. */
const agent = new http.Agent({ keepAlive: true });

/** An answer over HTTP, with its bytes. */
export class Answer<T> {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {}

  get body(): T {
    return JSON.parse(this.text) as T;
  }

  /** The addresses of its `Link` header, by what they are to it. */
  get links(): Record<string, string> {
    const links = (this.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="([^"]+)"/g);
    return Object.fromEntries(Array.from(links, ([, url = '', rel = '']) => [rel, url]));
  }
}

export type Query = Readonly<Record<string, string>>;

/** Somebody with a browser: from a country, as of an instant, signed in or not. */
export class Reader {
  constructor(
    protected readonly address: string,
    private readonly query: Query = {},
    protected readonly token: string | null = null,
  ) {}

  /** The same one, looking from another place or time. */
  looking(query: Query): Reader {
    return new Reader(this.address, { ...this.query, ...query }, this.token);
  }

  reads<T = unknown>(path: string, query: Query = {}): Promise<Answer<T>> {
    return this.sends<T>('GET', path, undefined, {}, query);
  }

  /**
   * Sends a request, with a body where one is given: a form as a form, anything else as JSON. Answers of
   * every kind come back, and none is followed to where it redirects.
   */
  async sends<T = ErrorBody>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    query: Query = {},
  ): Promise<Answer<T>> {
    const url = new URL(path, this.address);
    for (const [name, value] of Object.entries({ ...this.query, ...query }))
      url.searchParams.set(name, value);
    const [type, text] =
      body instanceof URLSearchParams
        ? ['application/x-www-form-urlencoded', body.toString()]
        : ['application/json', JSON.stringify(body)];
    const request = new supertest.Test(url.origin, method, `${url.pathname}${url.search}`)
      .agent(agent)
      .parse(asText)
      .set({
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': type }),
        // Tests look at the answer as it is, uncompressed.
        'accept-encoding': 'identity',
        ...headers,
      });
    const response = await (body === undefined ? request : request.send(text));
    // The answer to a HEAD has no body to read.
    return new Answer<T>(
      response.status,
      headersOf(response),
      method === 'HEAD' ? '' : (response.body as string),
    );
  }

  /** The public timeline page after page, as the `Link` headers lead, to its end. */
  async walks(path: string, query: Query = {}): Promise<Answer<Status[]>[]> {
    const pages = [await this.reads<Status[]>(path, query)];
    for (let next = pages[0]?.links['next']; next !== undefined;) {
      // Links hold the viewpoint they came from, so nothing is added to them.
      const page = await new Reader(this.address, {}, this.token).reads<Status[]>(
        next.replace(/^https?:\/\/[^/]+/, ''),
      );
      pages.push(page);
      next = page.links['next'];
    }
    return pages;
  }
}

/** Somebody with an account here. */
export class Person extends Reader {
  constructor(
    address: string,
    readonly id: string,
    readonly username: string,
    override readonly token: string,
    query: Query = {},
  ) {
    super(address, query, token);
  }

  /** The same person, in another country. */
  in(country: string): Person {
    return new Person(this.address, this.id, this.username, this.token, { view_from: country });
  }

  posts(status: string, rest: Record<string, unknown> = {}): Promise<Status> {
    return this.does('POST', '/api/v1/statuses', { status, ...rest });
  }

  replies(post: string, status: string): Promise<Status> {
    return this.posts(status, { in_reply_to_id: post });
  }

  likes(post: string): Promise<Status> {
    return this.does('POST', `/api/v1/statuses/${post}/favourite`);
  }

  unlikes(post: string): Promise<Status> {
    return this.does('POST', `/api/v1/statuses/${post}/unfavourite`);
  }

  reposts(post: string): Promise<Status> {
    return this.does('POST', `/api/v1/statuses/${post}/reblog`);
  }

  undoesRepost(post: string): Promise<Status> {
    return this.does('POST', `/api/v1/statuses/${post}/unreblog`);
  }

  deletes(post: string): Promise<Status> {
    return this.does('DELETE', `/api/v1/statuses/${post}`);
  }

  /** As an authority: files an order on some things, for public order in India but where more is said. */
  files(items: readonly object[], rest: Record<string, unknown> = {}): Promise<Order> {
    const body = { legal_basis: 'An Act', grounds: ['public_order'], countries: ['IN'], items };
    return this.does('POST', '/api/v1/orders', { ...body, ...rest });
  }

  /** As a moderator: decides one item of an order. @returns it alone, as it then stands */
  decides(
    order: Order,
    n: number,
    outcome: string,
    rest: Record<string, unknown> = {},
  ): Promise<OrderItem[]> {
    const body = { outcome, reason: 'As ordered', ...rest };
    return this.does('POST', `/api/v1/orders/${order.id}/items/${n}/decisions`, body);
  }

  /** As a moderator: decides many items of an order at once. */
  decidesMany(
    order: Order,
    items: readonly number[] | 'open',
    outcome: string,
    rest: Record<string, unknown> = {},
  ): Promise<Order> {
    const body = { items, outcome, reason: 'As ordered', ...rest };
    return this.does('POST', `/api/v1/orders/${order.id}/decisions`, body);
  }

  /** As its authority, or a moderator who sets it aside: says how an order stands from now on. */
  closes(order: Order, status: Order['status'], reason = 'It is over'): Promise<Order> {
    return this.does('POST', `/api/v1/orders/${order.id}/status`, { status, reason });
  }

  /** As a moderator: restricts something without an order; withholds it in India but where a kind is said. */
  imposes(body: Record<string, unknown>): Promise<RestrictionField> {
    const kind = 'kind' in body ? {} : { kind: 'withhold', countries: ['IN'] };
    return this.does('POST', '/api/v1/restrictions', {
      ...kind,
      basis: 'local_law',
      reason: 'The law says so',
      ...body,
    });
  }

  /** As a moderator. */
  lifts({ id }: RestrictionField): Promise<RestrictionField> {
    return this.does('POST', `/api/v1/restrictions/${id}/lift`, { reason: 'No longer' });
  }

  /** Sends a request that is granted. @returns the answer's body @throws with the answer where it is refused */
  async does<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.sends<T>(method, path, body);
    if (answer.status !== 200)
      throw new Error(`${this.username}: ${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }
}

/** A post of one's own as others are shown it: they are not told whether it is pinned. */
export function forOthers({ pinned: _, ...status }: Status): Omit<Status, 'pinned'> {
  return status;
}

/** Signs people up the way people do. */
export async function signsUp(address: string, username: string): Promise<Person> {
  const visitor = new Reader(address);
  const answer = await visitor.sends<Token>('POST', '/api/v1/accounts', {
    username,
    email: `${username}@example.org`,
    password: 'correct horse battery staple',
    agreement: true,
  });
  if (answer.status !== 200) throw new Error(`${username} cannot sign up: ${answer.text}`);
  const token = answer.body.access_token;
  const { body } = await new Reader(address, {}, token).reads<Account>('/api/v1/accounts/verify_credentials');
  return new Person(address, body.id, username, token);
}

/** Makes people by the route for tests; the server needs `TEST=1`. */
export async function people<Name extends string>(
  address: string,
  roles: Record<Name, 'reader' | 'moderator' | 'authority' | 'admin'>,
): Promise<Record<Name, Person>> {
  const users = Object.entries(roles).map(([username, role]) => ({ username, role }));
  const answer = await new Reader(address).sends<{ users: TestUser[] }>('POST', '/api/v1/test/users', {
    users,
  });
  if (answer.status !== 200) throw new Error(`No people: ${answer.text}`);
  const made = answer.body.users.map(
    ({ id, username, access_token }) => [username, new Person(address, id, username, access_token)] as const,
  );
  return Object.fromEntries(made) as Record<Name, Person>;
}

/** Reads an answer's body as it came, whatever its type. */
function asText(response: supertest.Response, done: (error: Error | null, text: string) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
}

function headersOf({ headers }: supertest.Response): Headers {
  return new Headers(
    Object.entries(headers as http.IncomingHttpHeaders).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    ),
  );
}
