import type { PlaybookProblem } from "../../api/problem";

/** "Valid, 2 warnings", "3 errors, 1 warning". */
export function summary(isValid: boolean, problems: PlaybookProblem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const parts = [
    isValid ? "Valid" : "",
    errors > 0 ? counted(errors, "error") : "",
    warnings > 0 ? counted(warnings, "warning") : "",
  ];
  return parts.filter(Boolean).join(", ") || "Not valid";
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
