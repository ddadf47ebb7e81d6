import { Tooltip } from "radix-ui";
import hint from "../parts/Hint.module.css";
import edges from "./Edges.module.css";
import { pointedWords } from "./edgeText";
import type { Layout } from "./layout";
import { useLive } from "./live";
import { Traced } from "./Traced";
import { useEdgesPointedAt } from "./useEdgesPointedAt";

/** Shows which edges a pointer is at, and says what there is to say of them. */
export function PointedEdges({ layout }: { layout: Layout }) {
  const { pointed, isTold, keep, drop } = useEdgesPointedAt(layout);
  const states = useLive((values) => (pointed ? values.states : null));
  if (!pointed) {
    return null;
  }
  return (
    <>
      <Traced routes={pointed.routes} />
      {isTold && (
        // It opens where the pointer came to rest; elsewhere it is another one.
        <Tooltip.Root key={`${pointed.at.x} ${pointed.at.y}`} open onOpenChange={drop}>
          <Tooltip.Trigger asChild>
            <span className={edges.point} style={{ left: pointed.at.x, top: pointed.at.y }} />
          </Tooltip.Trigger>
          <Tooltip.Portal>
            <Tooltip.Content
              className={hint.hint}
              sideOffset={10}
              collisionPadding={8}
              onPointerEnter={keep}
              onPointerLeave={drop}
            >
              {pointedWords(pointed.routes, states)}
            </Tooltip.Content>
          </Tooltip.Portal>
        </Tooltip.Root>
      )}
    </>
  );
}
