import { useEffect, useState } from "react";
import type { Layout } from "./layout";
import { type LabelSpot, labelSpots } from "./spots";

/** So long, in ms, the page is kept from other work at a time. */
const SLICE = 12;

/** Where labels have room; of a large graph that takes a while, and comes when all are placed. */
export function useLabelSpots(layout: Layout): LabelSpot[] {
  const [made, setMade] = useState<{ layout: Layout; spots: LabelSpot[] } | null>(null);
  useEffect(() => {
    const all = labelSpots(layout);
    const spots: LabelSpot[] = [];
    let timer: ReturnType<typeof setTimeout>;
    const go = () => {
      const until = performance.now() + SLICE;
      for (let it = all.next(); ; it = all.next()) {
        if (it.done) {
          setMade({ layout, spots });
          return;
        }
        if (it.value) {
          spots.push(it.value);
        }
        if (performance.now() > until) {
          timer = setTimeout(go);
          return;
        }
      }
    };
    timer = setTimeout(go);
    return () => clearTimeout(timer);
  }, [layout]);
  return made?.layout === layout ? made.spots : NONE;
}

const NONE: LabelSpot[] = [];
