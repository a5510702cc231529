/** Statements and places in words, as `words.py` says them; what a page says of itself stands in `strings.ts`. */
import type { ThingRow } from "./rows";
import type { Figure, Locator, Statement, World } from "./world";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** A day, month or year as people write it. */
export function dayWords(text: string): string {
  const [year = "", month, day] = text.split("-");
  if (!month) return year;
  return `${day ? `${Number(day)} ` : ""}${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
export const spaced = (slug: string): string => slug.replaceAll("-", " ").replaceAll("_", " ");

export function nameOf(thing: ThingRow): string {
  return thing.lead ? `${thing.lead}: ${thing.label}` : thing.label;
}

/** The name of the thing with that id; the id itself where none is known. */
export function label(world: World, id: string): string {
  return world.things.get(id)?.label ?? id;
}

/** A name in the middle of a sentence: what an item says does not end it. */
export function inside(world: World, id: string): string {
  const thing = world.things.get(id);
  if (!thing) return id;
  return thing.lead ? nameOf(thing).replace(/\.$/, "") : thing.label;
}

export function verb(world: World, statement: Statement): string {
  if (statement.predicate === "stage") return world.stages.get(statement.value) ?? `was ${statement.value}`;
  return world.predicates.get(statement.predicate)?.phrase ?? spaced(statement.predicate);
}

/** What stands behind the relation; nothing behind a stage, which the verb says whole. */
export function target(world: World, statement: Statement): string {
  if (statement.object) return inside(world, statement.object);
  return statement.predicate === "stage" ? "" : statement.value;
}

/** Before what a document says is not so. */
export const DENIED = "NOT: ";

export function sentence(world: World, statement: Statement): string {
  let told = `${inside(world, statement.subject)} ${verb(world, statement)} ${target(world, statement)}`.trimEnd();
  if (statement.amount) told += statement.predicate === "requires" ? ` ${statement.amount}` : `, ${statement.amount}`;
  return statement.status === "denied" ? DENIED + told : told;
}

export function when(world: World, edtf: string): string {
  return edtf ? world.whens.get(edtf) ?? edtf : "";
}

/** As `A.1, lines 12, 14`. */
export function locatorText(at: Locator): string {
  if (!at.lines) return at.section;
  const lines = at.lines.split(",");
  return `${at.section}, ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}`;
}

export function sectionTitle(world: World, at: Locator): string {
  return world.documents.get(at.document)?.sections.find(([key]) => key === at.section)?.[1] ?? "";
}

/** As `Border liaison offices of X in Y`. */
export function figureName(world: World, figure: Figure): string {
  const of = figure.of ? ` of ${inside(world, figure.of)}` : "";
  const where = figure.place ? ` in ${inside(world, figure.place)}` : "";
  return `${capital(spaced(figure.what))}${of}${where}`;
}

const ID = /[a-z0-9]+(?:[-/][a-z0-9]+)+/g;

/** A sentence of an analysis with names for the ids in it; ids of one word are words and stay. */
export function inWords(world: World, text: string, subject = ""): string {
  const name = (id: string): string => {
    if (world.things.has(id)) return inside(world, id);
    const statement = world.statement.get(id);
    return statement ? `“${sentence(world, statement)}”` : id;
  };
  return text.replaceAll("{subject}", () => name(subject)).replace(ID, name);
}
