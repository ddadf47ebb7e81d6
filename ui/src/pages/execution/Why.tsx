/** Why steps ran or did not: the transitions to them, and what their conditions saw. */
export function Why({ id, step }: { id: string; step?: string | undefined }) {
  return <section aria-label="Why">{step ?? id}</section>;
}
