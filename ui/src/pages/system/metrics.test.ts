import { expect, it } from "vitest";
import { parse, quantiles, rates, total } from "./metrics";

const text = (ended: number, fast: number, slow: number) => `# HELP x says something
noetl_ended{status="COMPLETED"} ${ended}
noetl_ended{status="FAILED"} 1
noetl_endedness 99
s_bucket{le="0.001"} ${fast}
s_bucket{le="0.01"} ${fast + slow}
s_bucket{le="+Inf"} ${fast + slow}
`;

it("sums a figure over its labels, and takes no other for it", () => {
  expect(total(parse(text(4, 0, 0), 0), "noetl_ended")).toBe(5);
});

it("tells how much a counter grows in a second, and nothing when the server began anew", () => {
  const samples = [
    parse(text(10, 0, 0), 0),
    parse(text(30, 0, 0), 2000),
    parse(text(2, 0, 0), 4000),
  ];
  expect(rates(samples, "noetl_ended")).toEqual([10, 0]);
});

it("finds quantiles of what was timed between two looks", () => {
  const samples = [parse(text(0, 100, 100), 0), parse(text(0, 110, 190), 1000)];
  expect(quantiles(samples, "s", 0.5)[0]).toBeCloseTo(0.001 + 0.009 * (40 / 90), 6);
  expect(quantiles([samples[0], samples[0]] as never, "s", 0.5)).toEqual([null]);
});

it("leaves out what waits on purpose", () => {
  const of = (count: number) =>
    parse(
      `s_bucket{route="/a",le="1"} ${count}\ns_bucket{route="/lease",le="1"} 0\n` +
        `s_bucket{route="/a",le="+Inf"} ${count}\ns_bucket{route="/lease",le="+Inf"} ${count * 9}`,
      0,
    );
  expect(quantiles([of(0), of(10)], "s", 0.5, 'route="/lease"')[0]).toBeCloseTo(0.5);
});
