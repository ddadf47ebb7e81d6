/** What follows a key: a value in its row, a map or a list below it, a text of several rows. */
export type Leads = "value" | "map" | "list" | "block";

/** One of what may be written at a place. */
export interface Option {
  label: string;
  /** Short, beside it. */
  detail?: string;
  /** A sentence or two. */
  about?: string;
  group: string;
  /** What stands behind a key once it is chosen. */
  leads?: Leads;
}

export interface Options {
  from: number;
  to: number;
  options: Option[];
  /** Names that only the server knows are wanted too. */
  wants?: "playbooks" | "credentials";
}
