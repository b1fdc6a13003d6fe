/** Whether a flag of a query is set, as clients write it: `true` or `1`. */
export function isTrue(flag: string | undefined): boolean {
  return flag === 'true' || flag === '1';
}
