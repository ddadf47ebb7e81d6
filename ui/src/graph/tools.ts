import {
  BookOpen,
  Braces,
  Database,
  Flag,
  Globe,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Play,
  Repeat,
  Save,
  Split,
  SquareTerminal,
  Terminal,
  Wrench,
} from "lucide-react";
import type { GraphStep } from "../api/types";

const ICONS: Record<string, LucideIcon> = {
  python: Terminal,
  shell: SquareTerminal,
  http: Globe,
  transform: Braces,
  wait: Hourglass,
  playbook: BookOpen,
  secrets: KeyRound,
  save: Save,
  duckdb: Database,
  postgres: Database,
  postgresql: Database,
  sqlite: Database,
  mysql: Database,
  jdbc: Database,
};

export function stepIcon(step: GraphStep, isEntry: boolean): LucideIcon {
  if (step.kind === "end") {
    return Flag;
  }
  if (step.kind === "router") {
    return isEntry ? Play : Split;
  }
  return step.iterator ? Repeat : (ICONS[step.tool ?? ""] ?? Wrench);
}

/** What a step is, in words. */
export function stepKind(step: GraphStep): string {
  if (step.kind !== "tool") {
    return step.kind;
  }
  const tool = step.child ? `playbook ${step.child}` : (step.tool ?? "tool");
  return step.iterator ? `iterator of ${tool}` : tool;
}

/** The same in a word or two: the icon tells the rest. */
export function shortKind(step: GraphStep): string {
  const tool = step.child ? (step.child.split("/").at(-1) ?? step.child) : (step.tool ?? "tool");
  return step.iterator ? `each: ${tool}` : tool;
}
