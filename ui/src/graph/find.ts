import type { GraphStep } from "../api/types";

/** The steps whose name (first) or tool or description has the text. */
export function findSteps(steps: GraphStep[], text: string, most: number): GraphStep[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) {
    return [];
  }
  const rank = (step: GraphStep) => {
    const name = step.name.toLowerCase();
    if (name === wanted) {
      return 0;
    }
    if (name.startsWith(wanted)) {
      return 1;
    }
    if (name.includes(wanted)) {
      return 2;
    }
    const rest = `${step.tool ?? ""} ${step.child ?? ""} ${step.description ?? ""}`;
    return rest.toLowerCase().includes(wanted) ? 3 : 4;
  };
  return steps
    .map((step) => ({ step, rank: rank(step) }))
    .filter((it) => it.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map((it) => it.step);
}
