/** What the file is, how to read it, its keys and its limits. */
import { useState } from "preact/hooks";
import { useApp } from "../app";
import { keysAreOn, turnKeys } from "../keys";
import { plural, t } from "../strings";

export function About() {
  const { world } = useApp();
  const [on, setOn] = useState(keysAreOn());
  const items = [...world.things.values()].filter((thing) => thing.lead).length;
  return (
    <>
      <h1 tabIndex={-1}>{t.about.heading}</h1>
      <p>{t.about.what}</p>
      <h2>{t.about.counts}</h2>
      <p>
        {[
          plural(world.things.size - items, "entity", "entities"),
          plural(items, "item"),
          plural(world.statements.length, "statement"),
          plural(world.figures.length, "figure"),
          plural(world.documents.size, "document"),
        ].join(", ")}
      </p>
      <h2>{t.about.clocks}</h2>
      <p>{t.about.clocksText}</p>
      <h2>{t.about.signs}</h2>
      <dl class="facts">
        {Object.entries(t.states).map(([word, [sign, meaning]]) => (
          <div key={word}>
            <dt>
              <span class="sign" aria-hidden="true">
                {sign}
              </span>{" "}
              {word}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h2>{t.about.howTo}</h2>
      <p>{t.about.howToText}</p>
      <h2>{t.about.keys}</h2>
      <p>
        <label>
          <input
            type="checkbox"
            checked={on}
            onChange={(event) => {
              turnKeys(event.currentTarget.checked);
              setOn(event.currentTarget.checked);
            }}
          />{" "}
          {t.about.keysOn}
        </label>
      </p>
      <dl class="facts">
        {t.about.keyList.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2>{t.about.limits}</h2>
      <p>{t.about.limitsText}</p>
      <h2>{t.about.licence}</h2>
      <p>{t.about.licenceText}</p>
    </>
  );
}
