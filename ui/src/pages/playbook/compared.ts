/** Which two of the versions (newest first) are compared: those that were asked for, else the latest and the one before. */
export function compared<T extends { version: number }>(
  versions: T[],
  before: number | undefined,
  after: number | undefined,
): [T | undefined, T | undefined] {
  const find = (wanted: number | undefined) => versions.find(({ version }) => version === wanted);
  const young = find(after) ?? versions[0];
  const place = young ? versions.indexOf(young) : -1;
  const old = find(before) ?? versions[place + 1] ?? versions[place - 1];
  return [old, young];
}
