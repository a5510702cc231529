/** A named question with its parameters, and SPARQL of one's own: asked, waited for, answered. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useApp } from "../app";
import { period } from "../clock";
import { change, to } from "../route";
import type { ParameterRow, QuestionRow } from "../rows";
import { ask as words, t } from "../strings";
import { nameOf } from "../words";
import type { Answered } from "./answer";
import { Result } from "./answer";
import type { Editor } from "./editor";
import { edit } from "./editor";
import type { Stage } from "./engine";
import { Stopped } from "./engine";
import { bound, date, integer, literal } from "./query";
import { session } from "./session";
import { suggester } from "./suggest";

/** What the reader is waiting for. */
type Progress = "" | Stage;

/** Asks, tells how far it is, and keeps what came of it. */
function useAnswer(): { readonly progress: Progress; readonly result: Answered | null; ask(sparql: string): void; stop(): void } {
  const [progress, setProgress] = useState<Progress>("");
  const [result, setResult] = useState<Answered | null>(null);
  const turn = useRef(0);
  useEffect(() => {
    const silence = session().onStage((stage) => setProgress((now) => now && stage));
    return () => {
      silence();
      turn.current++;
      session().stop();
    };
  }, []);
  const settle = (mine: number, found: Answered) => {
    if (mine !== turn.current) return;
    setResult(found);
    setProgress("");
  };
  return {
    progress,
    result,
    ask: (sparql) => {
      const mine = ++turn.current;
      setProgress(session().stage);
      setResult(null);
      session()
        .ask(sparql)
        .then(
          (answer) => settle(mine, { answer }),
          (why: Error) => settle(mine, why instanceof Stopped ? { stopped: true } : { error: why }),
        );
    },
    stop: () => {
      session().stop();
      settle(turn.current, { stopped: true });
      turn.current++;
    },
  };
}

function Buttons({ text, progress, onStop }: { text: string; progress: Progress; onStop: () => void }) {
  return (
    <>
      <button type="submit" class="run">
        {text}
      </button>
      {progress && (
        <button type="button" onClick={onStop}>
          {words.stop}
        </button>
      )}
      <span role="status" class="progress">
        {progress && (
          <>
            <progress max={3} value={{ engine: 0, data: 1, ready: 2 }[progress]} aria-label={words.progress} /> {words.stages[progress]}
          </>
        )}
      </span>
    </>
  );
}

/** One named question: its parameters, its answer on the two days, its text. */
export function Asked(props: {
  readonly question: QuestionRow;
  readonly parameters: readonly ParameterRow[];
  readonly given: Readonly<Record<string, string>>;
}) {
  const { question, parameters, given } = props;
  const { world, route, clock } = useApp();
  const [typed, setTyped] = useState(given);
  const { progress, result, ask, stop } = useAnswer();
  const problems = parameters.flatMap((one) => problem(one, given[one.name]!, world.things) ?? []);
  const terms = Object.fromEntries(parameters.filter(({ name }) => given[name]).map((one) => [one.name, term(one, given[one.name]!)]));
  const days = { asOfFirst: clock.first, asOfLast: clock.last, knownBy: clock.knownBy };
  const sparql = bound(session().language.questions[question.name]!, terms, days);
  const run = () => {
    if (!problems.length) ask(sparql);
  };
  useEffect(() => {
    setTyped(given);
    run();
  }, [sparql, problems.length]);
  const submit = (event: Event) => {
    event.preventDefault();
    const preset = Object.fromEntries(parameters.filter((one) => typed[one.name] === one.preset).map(({ name }) => [name, undefined]));
    const hash = change(route, { ...typed, ...preset });
    if (hash === location.hash) run();
    else location.hash = hash;
  };
  const example = exampleOf(question);
  const none = Object.fromEntries(parameters.map(({ name }) => [name, undefined]));
  return (
    <>
      <form class="ask" onSubmit={submit}>
        <div class="fields">
          {parameters.map((one) => (
            <Field key={one.name} parameter={one} value={typed[one.name] ?? ""} onValue={(value) => setTyped((now) => ({ ...now, [one.name]: value }))} />
          ))}
        </div>
        {problems.map((each) => (
          <p key={each} class="notice" role="alert">
            {each}
          </p>
        ))}
        <p class="tools noprint">
          <Buttons text={words.answer} progress={progress} onStop={stop} />
          {Object.keys(example).length > 0 && <a href={change(route, { ...none, ...example })}>{words.example}</a>}
        </p>
      </form>
      {!problems.length && result && <Result name={question.name} found={result} />}
      <details>
        <summary>{words.text}</summary>
        <pre class="sparql">{sparql}</pre>
        <Edit sparql={sparql} />
      </details>
    </>
  );
}

/** Takes the text of a question into the editor. */
function Edit({ sparql }: { sparql: string }) {
  const { route } = useApp();
  return (
    <button type="button" class="noprint" onClick={() => void packed(sparql).then((s) => (location.hash = to(route, ["q"], { s })))}>
      {words.edit}
    </button>
  );
}

/** SPARQL of one's own. */
export function Own() {
  const { route, world, index } = useApp();
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const shown = useRef("");
  const [failed, setFailed] = useState(false);
  const { progress, result, ask, stop } = useAnswer();
  const state = route.query["s"] ?? "";
  const run = () => {
    const text = editor.current?.text() ?? "";
    editor.current?.mark(null);
    ask(text);
    // The address is that of the query that was run.
    void packed(text).then((s) => {
      shown.current = s;
      history.replaceState(null, "", to(route, ["q"], { s, as: route.query["as"] }));
    });
  };
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const suggest = suggester(world, index, session().language);
    editor.current = edit(place.current!, { text: "", label: words.editor, description: words.hint, suggest, onRun: () => latest.current() });
  }, []);
  useEffect(() => {
    if (state && state === shown.current) return;
    shown.current = state;
    (state ? unpacked(state) : Promise.resolve(words.sample)).then(
      (query) => editor.current!.set(query),
      () => setFailed(true),
    );
  }, [state]);
  const error = result && "error" in result ? result.error : null;
  useEffect(() => editor.current?.mark(error?.line ? { line: error.line, column: error.column ?? 1 } : null), [error]);
  return (
    <>
      {failed && <p class="notice">{words.badLink}</p>}
      <form class="ask own" onSubmit={(event) => (event.preventDefault(), run())}>
        <p class="note noprint">{words.hint}</p>
        <div ref={place} class="editor" />
        <p class="tools noprint">
          <Buttons text={words.run} progress={progress} onStop={stop} />
        </p>
      </form>
      {result && <Result name="sparql" found={result} />}
    </>
  );
}

/** A field for a parameter, by what it takes. */
function Field({ parameter, value, onValue }: { parameter: ParameterRow; value: string; onValue: (value: string) => void }) {
  const id = useId();
  const { name, takes, text, preset } = parameter;
  const plain = { id, value, onInput: (event: { currentTarget: HTMLInputElement }) => onValue(event.currentTarget.value), "aria-describedby": `${id}-says` };
  return (
    <div class="field">
      <label for={id}>{name.replaceAll("_", " ")}</label>
      {takes === "day" || takes === "number" || takes === "text" ? (
        <input {...plain} type="text" inputMode={takes === "text" ? undefined : "numeric"} size={takes === "text" ? 30 : 12} autocomplete="off" />
      ) : (
        <Thing id={id} takes={takes} value={value} onValue={onValue} />
      )}
      <span class="note" id={`${id}-says`}>
        {text}; {words.takes(takes)}
        {preset ? "" : `; ${words.any}`}
      </span>
    </div>
  );
}

const fits = (takes: string, type: string): boolean => takes.split("|").some((each) => each === "entity" || each === type);

/** A combobox that takes a thing: typed by any of its names, kept by its id. */
function Thing({ id, takes, value, onValue }: { id: string; takes: string; value: string; onValue: (id: string) => void }) {
  const { world, index } = useApp();
  const thing = world.things.get(value);
  const [text, setText] = useState(thing ? nameOf(thing) : value);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  useEffect(() => {
    if (!open) setText(thing ? nameOf(thing) : value);
  }, [value]);
  const hits = open && text.trim() ? index.find(text, 40).filter((hit) => fits(takes, hit.thing.type)).slice(0, 8) : [];
  const pick = (chosen: string) => {
    const found = world.things.get(chosen);
    setText(found ? nameOf(found) : chosen);
    setOpen(false);
    setActive(-1);
    onValue(chosen);
  };
  const onKey = (event: KeyboardEvent) => {
    const hit = hits[active];
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.length) {
      event.preventDefault();
      setActive(active < 0 ? (event.key === "ArrowDown" ? 0 : hits.length - 1) : (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length);
    } else if (event.key === "Enter" && hit) {
      event.preventDefault();
      pick(hit.thing.id);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <span class="search">
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={hits[active] ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-says`}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
          onValue(event.currentTarget.value.trim());
        }}
        onKeyDown={onKey}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={t.search.label} hidden={!hits.length}>
        {hits.map((hit, place) => (
          <li key={hit.thing.id} id={`${id}-${place}`} role="option" aria-selected={place === active} onMouseDown={(event) => (event.preventDefault(), pick(hit.thing.id))}>
            <bdi>{nameOf(hit.thing)}</bdi>
            <small>
              {t.type(hit.thing.type)}, {hit.thing.id}
            </small>
          </li>
        ))}
      </ul>
    </span>
  );
}

/** What is wrong with a parameter's value; the same rules as `query._term`. */
function problem(one: ParameterRow, value: string, things: ReadonlyMap<string, { readonly type: string }>): string | null {
  if (!value || one.takes === "text") return null;
  if (one.takes === "number") return /^[0-9]{1,9}$/.test(value) ? null : words.badNumber(one.name, value);
  if (one.takes === "day") return /^\d{4}-\d\d-\d\d$/.test(value) && period(value) ? null : words.badDay(one.name, value);
  const thing = things.get(value);
  if (!thing) return words.badThing(one.name, value);
  return fits(one.takes, thing.type) ? null : words.badKind(one.name, words.takes(one.takes), value, t.type(thing.type));
}

function term(one: ParameterRow, value: string): string {
  if (one.takes === "text") return literal(value);
  if (one.takes === "number") return integer(value);
  return one.takes === "day" ? date(value) : `<${session().language.prefixes["id"]}${value}>`;
}

/** A query as part of an address: deflated, in letters that an address may hold. */
async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

async function unpacked(state: string): Promise<string> {
  const bytes = Uint8Array.from(atob(state.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new TextDecoder("utf-8", { fatal: true }).decode(await new Response(stream).arrayBuffer());
}

/** The parameters of the question's example. */
function exampleOf(question: QuestionRow): Record<string, string> {
  return Object.fromEntries([...question.example.matchAll(/(?:^|\s)['"]?(\w+)=("[^"]*"|'[^']*'|\S+)/g)].map(([, name, value]) => [name!, value!.replace(/['"]/g, "")]));
}
