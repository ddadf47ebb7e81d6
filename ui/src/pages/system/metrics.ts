/** Figures of a server at one instant, by name and labels as they stand in its metrics. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  values: ReadonlyMap<string, number>;
}

/** Reads the text format of Prometheus: `name{labels} value`, a line each. */
export function parse(text: string, at: number): Sample {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const space = line.lastIndexOf(" ");
    if (line !== "" && !line.startsWith("#") && space > 0) {
      const value = line.slice(space + 1);
      values.set(line.slice(0, space), value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value));
    }
  }
  return { at, values };
}

/** The sum over all labels of a figure. */
export function total(sample: Sample, name: string): number {
  let sum = 0;
  for (const [key, value] of sample.values) {
    if (key === name || key.startsWith(`${name}{`)) {
      sum += value;
    }
  }
  return sum;
}

/** How much a counter grew in a second between neighbours; 0 where the server began anew. */
export function rates(samples: readonly Sample[], name: string): number[] {
  return pairs(samples).map(([before, after]) => {
    const grown = total(after, name) - total(before, name);
    const seconds = (after.at - before.at) / 1000;
    return grown < 0 || seconds <= 0 ? 0 : grown / seconds;
  });
}

/**
 * The quantile of a histogram (in its unit) between neighbours; null where nothing was timed. What has the label
 * `without` is left out.
 */
export function quantiles(
  samples: readonly Sample[],
  name: string,
  quantile: number,
  without = "",
): (number | null)[] {
  return pairs(samples).map(([before, after]) => {
    const early = buckets(before, name, without);
    const grown = [...buckets(after, name, without)].map(
      ([bound, count]) => [bound, count - (early.get(bound) ?? 0)] as const,
    );
    return atQuantile(grown, quantile);
  });
}

function pairs(samples: readonly Sample[]): [Sample, Sample][] {
  return samples.slice(1).map((after, index) => [samples[index] as Sample, after]);
}

/** Counts up to each bound, all labels together, by growing bound. */
function buckets(sample: Sample, name: string, without: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [key, value] of sample.values) {
    if (key.startsWith(`${name}_bucket{`) && !(without && key.includes(without))) {
      const le = /le="([^"]+)"/.exec(key)?.[1];
      const bound = le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le);
      counts.set(bound, (counts.get(bound) ?? 0) + value);
    }
  }
  return new Map([...counts].sort(([a], [b]) => a - b));
}

/** Between two bounds the counts are taken to be spread evenly. */
function atQuantile(
  counts: readonly (readonly [number, number])[],
  quantile: number,
): number | null {
  const all = counts.at(-1)?.[1] ?? 0;
  if (all <= 0) {
    return null;
  }
  const wanted = quantile * all;
  let low = 0;
  let below = 0;
  for (const [bound, count] of counts) {
    if (count >= wanted) {
      const share = count === below ? 1 : (wanted - below) / (count - below);
      return Number.isFinite(bound) ? low + (bound - low) * share : low;
    }
    low = bound;
    below = count;
  }
  return low;
}
