/** Every state of the page is the part of its address after `#`: the view, its filters, both clocks, the drawer. */

export interface Route {
  /** As `["e", "lao-pdr"]`; empty for the first page. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** What goes along to every other view. */
const CARRIED = ["asof", "known", "present"] as const;

export function parse(hash: string): Route {
  const text = hash.replace(/^#?\/?/, "");
  const mark = text.indexOf("?");
  const path = (mark < 0 ? text : text.slice(0, mark)).split("/").filter(Boolean).map(decoded);
  const query = Object.fromEntries(new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1)));
  return { path, query };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function format(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const filled = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const search = new URLSearchParams(filled).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${search ? `?${search}` : ""}`;
}

/** The address of another view on the same two days. */
export function to(route: Route, path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const carried = Object.fromEntries(CARRIED.map((key) => [key, route.query[key]]));
  return format(path, { ...carried, ...query });
}

/** The same view with other filters; undefined takes one away. */
export function change(route: Route, query: Readonly<Record<string, string | undefined>>): string {
  return format(route.path, { ...route.query, ...query });
}
