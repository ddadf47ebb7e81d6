import { useState } from "react";

export type Theme = "system" | "light" | "dark";

const KEY = "noetl.theme";

function stored(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** Light, dark, or as the system says; kept in this browser. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(stored);
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = next;
    }
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Storage is forbidden: the choice holds until the page is left.
    }
  };
  return [theme, choose];
}
