import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Tooltip } from "radix-ui";
import { useEffect } from "react";
import { RouterProvider } from "react-router";
import { connection } from "../api/connection";
import { asProblem } from "../api/problem";
import { router } from "./routes";

const TRIES = 2;

const queries = new QueryClient({
  defaultOptions: {
    // A laptop without a network still reaches the server on it: whether one answers is learnt by asking.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // What is wrong with the question stays wrong; who does not answer is asked again when the connection is back.
      retry: (count, error) =>
        asProblem(error).status >= 500 && !asProblem(error).isAway && count < TRIES,
    },
  },
});

export function App() {
  useEffect(() => connection.onBack(() => void queries.invalidateQueries()), []);
  return (
    <QueryClientProvider client={queries}>
      <Tooltip.Provider delayDuration={300}>
        <RouterProvider router={router} />
      </Tooltip.Provider>
    </QueryClientProvider>
  );
}
