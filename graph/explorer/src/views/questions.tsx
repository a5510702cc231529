/** The named questions under their headings; each, and SPARQL of one's own, is answered by the console. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../app";
import { period } from "../clock";
import type { Console } from "../console";
import { begin, refusal } from "../console";
import { Copy } from "../parts";
import { to } from "../route";
import type { ParameterRow, QuestionRow } from "../rows";
import { t } from "../strings";

export function Questions() {
  const { world, route } = useApp();
  const name = route.path[1];
  const question = name === undefined ? undefined : world.questions.get(name);
  if (question) return <Question key={question.name} question={question} />;
  if (route.query["s"] || route.query["own"]) return <Own />;
  return <Library unknown={name ?? ""} />;
}

/** All questions under their headings. */
function Library({ unknown }: { unknown: string }) {
  const { world, route } = useApp();
  const groups = new Map<string, QuestionRow[]>();
  for (const row of world.questions.values()) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  const why = refusal();
  return (
    <>
      <h1 tabIndex={-1}>{t.questions.heading}</h1>
      {unknown && <p class="notice">{t.questions.unknown(unknown)}</p>}
      <p class="note">{t.questions.intro(world.questions.size)}</p>
      {why ? <p class="notice">{why}</p> : <p>{<a href={to(route, ["q"], { own: "1" })}>{t.questions.own}</a>}</p>}
      <div class="questions">
        {[...groups].map(([group, rows]) => (
          <section key={group}>
            <h2>{group}</h2>
            <ul>
              {rows.map((row) => (
                <li key={row.name}>
                  <a href={to(route, ["q", row.name])}>{row.text}</a> <small>{row.name}</small>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function Question({ question }: { question: QuestionRow }) {
  const { world, route } = useApp();
  const parameters = world.parameters.get(question.name) ?? [];
  const given = Object.fromEntries(parameters.map(({ name, preset }) => [name, route.query[name] ?? preset]));
  const command = commandOf(question, parameters, given, route.query);
  return (
    <>
      <p class="noprint">
        <a href={to(route, ["q"])}>{t.questions.all}</a>
      </p>
      <h1 tabIndex={-1}>{question.text}</h1>
      <WithConsole show={({ Asked }) => <Asked question={question} parameters={parameters} given={given} />}>
        <ul>
          {parameters.map((one) => (
            <li key={one.name}>
              <code>{one.name}</code>: {one.text}
            </li>
          ))}
        </ul>
      </WithConsole>
      <p class="note command">
        {t.questions.command} <code>{command}</code> <Copy text={() => command}>{t.questions.copyCommand}</Copy>
      </p>
    </>
  );
}

function Own() {
  const { route } = useApp();
  return (
    <>
      <p class="noprint">
        <a href={to(route, ["q"])}>{t.questions.all}</a>
      </p>
      <h1 tabIndex={-1}>{t.questions.own}</h1>
      <WithConsole show={({ Own }) => <Own />} />
    </>
  );
}

/** What the console shows, once it is there; else why it is not, and what stands in its place. */
function WithConsole({ show, children }: { show: (console: Console) => preact.ComponentChild; children?: preact.ComponentChildren }) {
  const [made, setMade] = useState<Console | null>(null);
  const why = refusal();
  useEffect(() => {
    if (!why) void begin().then((found) => setMade(() => found));
  }, []);
  if (made) return <>{show(made)}</>;
  return why ? (
    <>
      <p class="notice">{why}</p>
      {children}
    </>
  ) : (
    <p role="status">{t.questions.begins}</p>
  );
}

const quoted = (text: string): string => (/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** What one would say to get the same answer at a command line. */
function commandOf(question: QuestionRow, parameters: readonly ParameterRow[], given: Record<string, string>, query: Readonly<Record<string, string>>): string {
  const values = parameters.filter((one) => given[one.name] && given[one.name] !== one.preset).map((one) => quoted(`${one.name}=${given[one.name]}`));
  const days = [["--as-of", query["asof"] ?? ""], ["--known-by", query["known"] ?? ""]].filter(([, day]) => period(day!)).flat() as string[];
  return ["pactgraph query", question.name, ...values, ...days].join(" ");
}
