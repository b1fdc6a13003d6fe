import type { paths } from '#openapi';

/**
 * The API's routes as types, all taken from its OpenAPI document: which there are, what each is given, and what it
 * answers with. What the API does not have does not compile.
 */

/** The methods by which the page asks. */
export type Method = 'get' | 'post' | 'patch';

/** The routes of a method, as the document writes them: `/api/v1/statuses/{id}`. */
export type Route<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

/** Where a request goes: the names in a route's path, and its query, of which what is null is left out. */
export type Address<M extends Method, P extends Route<M>> = Part<'path', Parameter<M, P, 'path'>> &
  Part<'query', OrNull<Parameter<M, P, 'query'>>>;

/** A request as it is made of a route: where it goes, its headers, and its body. */
export type Given<M extends Method, P extends Route<M>> = Address<M, P> &
  Part<'header', Parameter<M, P, 'header'>> &
  Part<'body', Body<M, P>>;

/** The JSON sent to a route; fields that are undefined are left out. */
export type Body<M extends Method, P extends Route<M>> = Sent<Json<Under<Operation<M, P>, 'requestBody'>>>;

/** The answer of a route that grants what it is asked for. */
export type Answer<M extends Method, P extends Route<M>> = Json<
  Under<Under<Operation<M, P>, 'responses'>, 200>
>;

type Operation<M extends Method, P extends Route<M>> = paths[P][M];
type Parameter<M extends Method, P extends Route<M>, In extends string> = Under<
  Under<Operation<M, P>, 'parameters'>,
  In
>;
type Json<Said> = Under<Under<Said, 'content'>, 'application/json'>;

/** The type under a name; `never` where there is none. */
type Under<Of, Name extends PropertyKey> =
  Of extends Partial<Record<Name, infer Value>> ? NonNullable<Value> : never;

/** A field to be given under a name: none where there is nothing to give, optional where all of it may be left out. */
type Part<Name extends string, Value> = [Value] extends [never]
  ? Partial<Record<Name, never>>
  : object extends Value
    ? Partial<Record<Name, Value>>
    : Record<Name, Value>;

/** Makes what is sent read-only, and lets fields that may be left out be undefined. */
type Sent<Value> = Value extends readonly (infer Each)[]
  ? readonly Sent<Each>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Sent<Value[Name]> | Left<Value, Name, undefined> }
    : Value;

/** Of a query, what may be left out may be null. */
type OrNull<Query> = [Query] extends [never]
  ? never
  : { readonly [Name in keyof Query]: Sent<Query[Name]> | Left<Query, Name, null> };

/** How a field is said to be left out, where it may be. */
type Left<Of, Name extends keyof Of, How> = object extends Pick<Of, Name> ? How : never;
