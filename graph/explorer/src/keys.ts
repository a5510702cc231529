/** Single keys, which can be switched off and are silent where one types. Nothing is stored: they are on in every new window. */

let on = true;
let waiting = false;

export const keysAreOn = (): boolean => on;
export const turnKeys = (to: boolean): void => void (on = to);

export interface Keys {
  readonly search: () => void;
  readonly go: (view: string) => void;
  readonly month: (step: number) => void;
  readonly print: () => void;
  readonly help: () => void;
  readonly close: () => void;
}

const VIEWS: Record<string, string> = {
  ...{ s: "", f: "find", m: "matrix", g: "gaps", n: "net", t: "time", r: "asks", p: "map", c: "compare" },
  ...{ q: "q", d: "sources", a: "about" },
};

export function listen(keys: Keys): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return keys.close();
    const within = event.target as HTMLElement;
    if (!on || within.closest("input, select, textarea")) return;
    if (waiting) {
      waiting = false;
      const view = VIEWS[event.key];
      if (view !== undefined) keys.go(view);
      return;
    }
    const does: Record<string, () => void> = {
      "/": keys.search,
      g: () => {
        waiting = true;
        setTimeout(() => (waiting = false), 1500);
      },
      "[": () => keys.month(-1),
      "]": () => keys.month(1),
      p: keys.print,
      "?": keys.help,
    };
    const action = does[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
