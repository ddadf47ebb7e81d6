/** A place in a playbook where something is wrong, as `/api/validate` tells it. */
export interface PlaybookProblem {
  code: string;
  severity: "error" | "warning";
  message: string;
  hint?: string | null;
  line: number;
  column: number;
  end_line?: number | null;
  end_column?: number | null;
}

export interface FieldError {
  field: string;
  expected: string;
  found: string;
}

/** What the server answers when something is wrong (RFC 9457), or what stands in for it if nobody answers. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: FieldError[];
  readonly problems: PlaybookProblem[];
  /** Inputs that do not fit, each as `path: what was expected`. */
  readonly flaws: string[];

  constructor(
    status: number,
    code: string,
    title: string,
    detail: string,
    more: { errors?: FieldError[]; problems?: PlaybookProblem[]; flaws?: string[] } = {},
  ) {
    super(detail || title);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.title = title;
    this.errors = more.errors ?? [];
    this.problems = more.problems ?? [];
    this.flaws = more.flaws ?? [];
  }

  /** Nobody answered: the server is away, or the network. */
  get isAway(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem(-1, "page", "The page met a bug", detail);
}

export async function problemOf(response: Response): Promise<Problem> {
  try {
    const it = await response.json();
    return new Problem(
      response.status,
      String(it.code ?? response.status),
      String(it.title ?? response.statusText),
      String(it.detail ?? ""),
      it,
    );
  } catch {
    return new Problem(response.status, "http", `HTTP ${response.status}`, response.statusText);
  }
}
