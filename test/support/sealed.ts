/**
 * Seals a value with all that it holds, maps and sets included: whoever writes to any of it after that throws.
 *
 * @returns the same value
 */
export function sealed<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const inMap = value instanceof Map ? [...value.keys(), ...value.values()] : [];
  const inSet = value instanceof Set ? [...value] : [];
  if (value instanceof Map || value instanceof Set)
    for (const method of ['set', 'add', 'delete', 'clear'])
      Object.defineProperty(value, method, {
        value: () => {
          throw new TypeError(`Cannot ${method} in what is sealed`);
        },
      });
  Object.freeze(value);
  for (const one of [...Object.values(value), ...inMap, ...inSet]) sealed(one);
  return value;
}
