// Before the first paint, so that a dark page does not flash white: the choice of old, if any.
try {
  const theme = localStorage.getItem("noetl.theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // Storage is forbidden: the system's choice holds.
}
