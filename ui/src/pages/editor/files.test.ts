import { expect, test } from "vitest";
import { fileName, textOf } from "./files";
import { isSameGraph } from "./sameGraph";
import { summary } from "./summary";

test("a file is called by the last part of the path", () => {
  expect(fileName("demo/hello")).toBe("hello.yaml");
  expect(fileName("demo/hello.yaml")).toBe("hello.yaml");
  expect(fileName("a b/ü?")).toBe("_.yaml");
  expect(fileName(null)).toBe("playbook.yaml");
});

test("files are read with the line ends of here; what is no text is refused", async () => {
  expect(await textOf(new File(["a\r\nb"], "x.yaml"))).toBe("a\nb");
  await expect(textOf(new File(["a\u0000b"], "x.bin"))).rejects.toThrow("not a text");
});

test("a graph whose lines have moved is drawn already", () => {
  const step = { name: "a", kind: "end", tool: null, line: 1, end_line: 2, code_line: null };
  const graph = { name: "n", path: "p", entry: "a", steps: [step], edges: [] } as never;
  const moved = structuredClone(graph) as { steps: { line: number; name: string }[] };
  (moved.steps[0] ?? { line: 0 }).line = 9;
  expect(isSameGraph(graph, moved as never)).toBe(true);
  (moved.steps[0] ?? { name: "" }).name = "b";
  expect(isSameGraph(graph, moved as never)).toBe(false);
});

test("problems are counted in words", () => {
  const problem = (severity: "error" | "warning") =>
    ({ severity, code: "", message: "", line: 1, column: 1 }) as const;
  expect(summary(true, [])).toBe("Valid");
  expect(summary(true, [problem("warning")])).toBe("Valid, 1 warning");
  expect(summary(false, [problem("error"), problem("error"), problem("warning")])).toBe(
    "2 errors, 1 warning",
  );
});
