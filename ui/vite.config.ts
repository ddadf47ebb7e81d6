import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// In development the pages come from Vite and the API from a server started by hand:
// `NOETL_SERVER_URL=http://127.0.0.1:8082 npm run dev`.
const server = process.env.NOETL_SERVER_URL ?? "http://127.0.0.1:8082";
const toServer = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  plugins: [react()],
  server: {
    port: Number(process.env.PORT ?? 5173),
    proxy: {
      "/api": toServer,
      "/health": toServer,
      "/livez": toServer,
      "/readyz": toServer,
      "/metrics": toServer,
    },
  },
  build: {
    target: "es2023",
    // light-dark() as it is: every browser has had it since May 2024.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    chunkSizeWarningLimit: 1700,
  },
  worker: { format: "es" },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
});
