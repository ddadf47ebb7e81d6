import { createContext, useContext } from "react";

/** Where in which playbook the step stands. */
export interface PlaceOfStep {
  path: string | undefined;
  version: number | undefined;
  codeLine: number | null;
}

export const Place = createContext<PlaceOfStep>({
  path: undefined,
  version: undefined,
  codeLine: null,
});

export const usePlace = () => useContext(Place);
