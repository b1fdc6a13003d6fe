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
  /** A JSON array, as text, of one object per row of a select's `columns`. */
  jsonRows(columns: Readonly<Record<string, string>>, from: string): string;
  /** JSON text as a value within other JSON. */
  nestedJson(text: string): string;
  /** A field of a JSON text column, as text. */
  jsonField(column: string, field: string): string;
  /** Replaces `$1` by what the driver takes. */
  parameters(sql: string): string;
}

/** Ids as one JSON parameter, for `idRows`. */
export function idsParameter(ids: Iterable<string>): string {
  return JSON.stringify(Array.from(ids, (id) => ({ id })));
}

/** Rows `n` of one column, `id`, of what `idsParameter` gave, as something to select from. */
export function idRows(dialect: Dialect, parameter: string): string {
  return dialect.rowsOf(parameter, 'n', { id: 'text' });
}

export const SQLITE: Dialect = {
  name: 'sqlite',
  rowsOf: (parameter, alias, columns) =>
    `(SELECT ${Object.keys(columns)
      .map((column) => `value ->> '$.${column}' AS ${column}`)
      .join(', ')} FROM json_each(${parameter})) AS ${alias}`,
  textsOf: (json, alias) => `json_each(${json}) AS ${alias}`,
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
  rowsOf: (parameter, alias, columns) =>
    `json_to_recordset(${parameter}::json) AS ${alias}(${Object.entries(columns)
      .map(([column, type]) => `${column} ${type === 'int' ? 'bigint' : 'text COLLATE "C"'}`)
      .join(', ')})`,
  textsOf: (json, alias) => `json_array_elements_text(${json}::json) AS ${alias}(value)`,
  jsonRows: (columns, from) =>
    `(SELECT coalesce(json_agg(json_build_object(${Object.entries(columns)
      .map(([name, expression]) => `'${name}', ${expression}`)
      .join(', ')})), '[]'::json)::text FROM ${from})`,
  nestedJson: (text) => `(${text})::json`,
  jsonField: (column, field) => `(${column}::json ->> '${field}')`,
  parameters: (sql) => sql,
};
