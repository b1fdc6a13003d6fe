import type { RawRequest } from './raw-request.js';
import { sendRaw } from './raw-request.js';

/** The parts of an OpenAPI document that the tests go by. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

interface Operation {
  parameters?: { in: string; name: string; schema?: { type?: string; maximum?: number } }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
}

/** One route of a document. */
export interface Route {
  method: string;
  path: string;
  query: string[];
  /** Those of its query's parameters that are numbers. */
  numbers: string[];
  /** The most that its `limit` takes; null where it has none. */
  limit: number | null;
  /** The names of its body's fields; null where it takes none. */
  fields: string[] | null;
}

export async function documentOf(address: string): Promise<OpenApi> {
  const request: RawRequest = { method: 'GET', path: '/docs-json' };
  return JSON.parse((await sendRaw(address, request)).text) as OpenApi;
}

/** Every route of a document, so that a new one is tested without anyone remembering it. */
export function routesOf({ paths, components }: OpenApi): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => {
      const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
      const named = components?.schemas?.[schema?.$ref?.split('/').at(-1) ?? ''] ?? schema;
      const inQuery = parameters.filter((parameter) => parameter.in === 'query');
      return {
        method: method.toUpperCase(),
        path,
        query: inQuery.map(({ name }) => name),
        numbers: inQuery.filter((one) => one.schema?.type === 'number').map(({ name }) => name),
        limit: parameters.find(({ name }) => name === 'limit')?.schema?.maximum ?? null,
        fields: schema === undefined ? null : Object.keys(named?.properties ?? {}),
      };
    }),
  );
}
