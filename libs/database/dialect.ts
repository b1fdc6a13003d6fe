export type DialectName = 'sqlite' | 'postgres';

/** A column of rows passed as one JSON parameter. */
export type ColumnType = 'text' | 'int';

/**
 * Where the two databases' SQL differ. Statements are written once, with `$1` parameters; these
 * give the fragments that cannot be.
 */
export interface Dialect {
  name: DialectName;
  /** Rows of a JSON array of objects, given as one parameter, as something to select from. */
  rowsOf(parameter: string, alias: string, columns: Readonly<Record<string, ColumnType>>): string;
  /** Rows of one column, `value`, of a JSON array of texts, as something to select from. */
  textsOf(json: string, alias: string): string;
  /** Whether a column is among a select's values: the select runs once, and an index on the column is used. */
  among: (column: string, select: string) => string;
  /**
   * A join that follows rows in a FROM, and looks up the rows of a table for each of them by an index. The
   * database is left no other way: it does not know how few the rows are, and would take reading a whole
   * table for cheaper.
   *
   * @param where of the table's rows, by its alias; may name the rows before it
   * @param options `orNone`: rows for which nothing is found stay
   */
  lookUp: (table: string, alias: string, where: string, options?: { orNone?: boolean }) => string;
  /** Whether a text column of lower-case names begins with a parameter, found by an index. */
  begins(column: string, parameter: string): string;
  /** A text column as it compares by its bytes; an index may be of it. */
  bytesOf: (column: string) => string;
  /** A JSON array, as text, of one object per row of a select's `columns`. */
  jsonRows(columns: Readonly<Record<string, string>>, from: string): string;
  /** JSON text as a value within other JSON. */
  nestedJson(text: string): string;
  /** A field of a JSON text column, as text. */
  jsonField(column: string, field: string): string;
  /** Replaces `$1` by what the driver takes. */
  parameters(sql: string): string;
}

/** Ids as one JSON parameter, for `idRows` and `amongIds`. */
export function idsParameter(ids: Iterable<string>): string {
  return JSON.stringify([...ids]);
}

/** Rows `n` of one column, `id`, of what `idsParameter` gave, as something to select from. */
export function idRows(dialect: Dialect, parameter: string): string {
  return `(SELECT ids.value AS id FROM ${dialect.textsOf(parameter, 'ids')}) AS n`;
}

/** Whether a column is among the ids that `idsParameter` gave. */
export function amongIds(dialect: Dialect, column: string, parameter: string): string {
  return dialect.among(column, `SELECT ids.value FROM ${dialect.textsOf(parameter, 'ids')}`);
}

export const SQLITE: Dialect = {
  name: 'sqlite',
  among: (column, select) => `${column} IN (${select})`,
  // CROSS JOIN: SQLite keeps to the order in which the tables are named.
  lookUp: (table, alias, where, { orNone = false } = {}) =>
    `${orNone ? 'LEFT' : 'CROSS'} JOIN ${table} ${alias} ON ${where}`,
  rowsOf: (parameter, alias, columns) =>
    `(SELECT ${Object.keys(columns)
      .map((column) => `value ->> '$.${column}' AS ${column}`)
      .join(', ')} FROM json_each(${parameter})) AS ${alias}`,
  textsOf: (json, alias) => `json_each(${json}) AS ${alias}`,
  begins: (column, parameter) => `(${column} >= ${parameter} AND ${column} < ${parameter} || char(127))`,
  bytesOf: (column) => column,
  jsonRows: (columns, from) =>
    `(SELECT json_group_array(json_object(${Object.entries(columns)
      .map(([name, expression]) => `'${name}', ${expression}`)
      .join(', ')})) FROM ${from})`,
  nestedJson: (text) => `json(${text})`,
  jsonField: (column, field) => `${column} ->> '$.${field}'`,
  parameters: (sql) => sql.replace(/\$(\d+)/g, '?$1'),
};

export const POSTGRES: Dialect = {
  name: 'postgres',
  // An array, since what is joined with may be gone through whole.
  among: (column, select) => `${column} = ANY (ARRAY(${select}))`,
  // OFFSET 0: a sub-select with one is not merged into the rest, so it is run for each row.
  lookUp: (table, alias, where, { orNone = false } = {}) =>
    `${orNone ? 'LEFT' : ''} JOIN LATERAL (SELECT * FROM ${table} ${alias} WHERE ${where} OFFSET 0) AS ${alias} ON TRUE`,
  // Text without a collation, so that the compared column's own holds: with another its index is of no use.
  rowsOf: (parameter, alias, columns) =>
    `json_to_recordset(${parameter}::json) AS ${alias}(${Object.entries(columns)
      .map(([column, type]) => `${column} ${type === 'int' ? 'bigint' : 'text'}`)
      .join(', ')})`,
  textsOf: (json, alias) => `json_array_elements_text(${json}::json) AS ${alias}(value)`,
  // By bytes, in whatever order the database's own collation has them.
  begins: (column, parameter) => `(${column} ~>=~ ${parameter} AND ${column} ~<~ (${parameter} || chr(127)))`,
  bytesOf: (column) => `${column} COLLATE "C"`,
  jsonRows: (columns, from) =>
    `(SELECT coalesce(json_agg(json_build_object(${Object.entries(columns)
      .map(([name, expression]) => `'${name}', ${expression}`)
      .join(', ')})), '[]'::json)::text FROM ${from})`,
  nestedJson: (text) => `(${text})::json`,
  jsonField: (column, field) => `(${column}::json ->> '${field}')`,
  parameters: (sql) => sql,
};
