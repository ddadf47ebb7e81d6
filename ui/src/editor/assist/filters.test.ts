import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FILTERS } from "./filters";

const ENGINE = join(import.meta.dirname, "../../../../src/main/java/io/noetl/template");

test("every filter that is offered is one of the engine's", () => {
  const source = readdirSync(ENGINE)
    .map((name) => readFileSync(join(ENGINE, name), "utf8"))
    .join("\n");
  const unknown = FILTERS.filter(([name]) => !source.includes(`"${name}"`));
  expect(unknown).toEqual([]);
});
