import { lazy, type ReactNode, Suspense } from "react";
import { createBrowserRouter, Navigate, useRouteError } from "react-router";
import { ErrorNote, Loading } from "../parts/Notes";
import { Page } from "../parts/Page";
import { Missing } from "./Missing";
import { Shell } from "./Shell";

// One chunk a page: the first load has only what it shows.
const Executions = lazy(() => import("../pages/executions/Executions"));
const Execution = lazy(() => import("../pages/execution/Execution"));
const Playbooks = lazy(() => import("../pages/playbooks/Playbooks"));
const Playbook = lazy(() => import("../pages/playbook/Playbook"));
const Editor = lazy(() => import("../pages/editor/Editor"));
const Workers = lazy(() => import("../pages/workers/Workers"));
const Queue = lazy(() => import("../pages/queue/Queue"));
const Credentials = lazy(() => import("../pages/credentials/Credentials"));
const System = lazy(() => import("../pages/system/System"));

function page(element: ReactNode): ReactNode {
  return <Suspense fallback={<Loading />}>{element}</Suspense>;
}

function Broken() {
  return (
    <Page title="Something broke">
      <ErrorNote error={useRouteError()} onRetry={() => location.reload()} />
    </Page>
  );
}

/** The addresses of the pages. What a page shows stands in its address, so that it can be sent to others. */
export const router = createBrowserRouter([
  {
    path: "/",
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, element: <Navigate to="/executions" replace /> },
          { path: "executions", element: page(<Executions />) },
          { path: "executions/:id", element: page(<Execution />) },
          { path: "playbooks", element: page(<Playbooks />) },
          // The catalog path has slashes: all that follows is the path.
          { path: "playbooks/*", element: page(<Playbook />) },
          { path: "editor", element: page(<Editor />) },
          { path: "workers", element: page(<Workers />) },
          { path: "queue", element: page(<Queue />) },
          { path: "credentials", element: page(<Credentials />) },
          { path: "system", element: page(<System />) },
          { path: "*", element: <Missing /> },
        ],
      },
    ],
  },
]);
