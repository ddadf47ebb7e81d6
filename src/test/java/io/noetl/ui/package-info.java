/// The web UI in a real browser. The tests themselves are written in TypeScript, in `ui/e2e`.
package io.noetl.ui;
