/** The pages that a menu leads to: address, word in the menu. */
export const PLACES = [
  ["/executions", "Executions"],
  ["/playbooks", "Playbooks"],
  ["/editor", "Editor"],
  ["/workers", "Workers"],
  ["/queue", "Queue"],
  ["/credentials", "Credentials"],
  ["/system", "System"],
] as const;
