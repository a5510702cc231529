/** What the editor offers while one types: variables of the query, prefixes, classes and properties, ids of things by any of their names. */
import type { Suggestion } from "./editor";
import type { Language } from "./query";
import type { Index } from "../search";
import { t } from "../strings";
import type { World } from "../world";

const MOST = 30;
const KEYWORDS = "SELECT DISTINCT WHERE FILTER OPTIONAL MINUS UNION VALUES BIND AS GROUP BY ORDER BY HAVING LIMIT OFFSET COUNT SUM MIN MAX GRAPH ASK CONSTRUCT DESCRIBE".split(" ");

export function suggester(world: World, index: Index, language: Language): (word: string, text: string) => readonly Suggestion[] {
  const terms = language.terms.map(([name, says]): Suggestion => ({ text: name, says, sort: /:[A-Z]/.test(name) ? "class" : "property" }));
  const prefixes = Object.entries(language.prefixes).map(([name, iri]): Suggestion => ({ text: `${name}:`, says: iri, sort: "namespace" }));
  const things = (name: string): Suggestion[] => {
    const hits = name ? index.find(name, MOST).map((hit) => hit.thing) : [...world.things.values()].filter((thing) => !thing.lead).slice(0, MOST);
    return hits.map((thing) => ({ text: `id:${thing.id}`, says: `${thing.label.slice(0, 60)}, ${t.type(thing.type)}`, sort: "constant" }));
  };
  return (word, text) => {
    if (word.startsWith("?") || word.startsWith("$")) {
      const known = new Set(text.match(/[?$][\p{L}\p{N}_]+/gu));
      known.delete(word);
      return [...known].filter((each) => each.startsWith(word)).map((each) => ({ text: each, says: "", sort: "variable" }));
    }
    if (word.startsWith("id:")) return things(word.slice(3).replaceAll("-", " "));
    const folded = word.toLowerCase();
    const own = terms.filter((each) => each.text.toLowerCase().startsWith(folded) || (!word.includes(":") && each.text.toLowerCase().includes(folded)));
    if (word.includes(":")) return own.slice(0, 2 * MOST);
    const begun = <T extends { readonly text: string }>(all: readonly T[]): T[] => all.filter((each) => each.text.toLowerCase().startsWith(folded));
    const keywords = begun([...new Set(KEYWORDS)].map((each): Suggestion => ({ text: each, says: "", sort: "keyword" })));
    return [...keywords, ...begun(prefixes), ...(word.length > 1 ? own.slice(0, 12) : []), ...(word.length > 2 ? things(word).slice(0, 8) : [])];
  };
}
