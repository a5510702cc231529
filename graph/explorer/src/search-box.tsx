/** The search: a combobox whose suggestions come while one types. */
import { useId, useState } from "preact/hooks";
import { useApp } from "./app";
import { to } from "./route";
import { t } from "./strings";
import { nameOf } from "./words";

const MOST = 8;

/** Leads to the page of what is found; with `leads`, to another view of it. */
export function SearchBox({ big = false, label = t.search.label, leads }: { big?: boolean; label?: string; leads?: (id: string) => string }) {
  const { index, route } = useApp();
  const page = leads ?? ((id: string) => to(route, ["e", id]));
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const id = useId();
  const hits = open ? index.find(text, MOST) : [];
  const go = (hash: string) => {
    setOpen(false);
    setText("");
    setActive(-1);
    location.hash = hash;
  };
  const all = to(route, ["find"], { q: text.trim() });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const count = index.find(text, MOST).length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (count) setActive(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const hit = hits[active];
      if (text.trim().startsWith("#/")) go(text.trim());
      else if (hit ?? (leads && hits[0])) go(page((hit ?? hits[0])!.thing.id));
      else if (text.trim()) go(all);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
      setActive(-1);
    }
  };
  return (
    <div class={big ? "search big" : "search"} role="search" aria-label={label}>
      <label for={`${id}-box`} class={big ? "" : "hidden"}>
        {label}
      </label>
      <input
        id={`${id}-box`}
        type="search"
        role="combobox"
        list={undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={big ? "" : label}
        title={t.search.hint}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 && hits[active] ? `${id}-${active}` : undefined}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
        }}
        onKeyDown={onKey}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!hits.length}>
        {hits.map((hit, place) => (
          <li
            key={hit.thing.id}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === active}
            onMouseDown={(event) => {
              event.preventDefault();
              go(page(hit.thing.id));
            }}
          >
            <bdi>{nameOf(hit.thing)}</bdi>
            <small>
              {t.type(hit.thing.type)}
              {hit.name !== hit.thing.label && (
                <>
                  {", "}
                  <bdi>{hit.name}</bdi>
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
      <span class="hidden" role="status">
        {open && text.trim() ? t.search.count(hits.length) : ""}
      </span>
      {big && <p class="note">{t.search.hint}</p>}
    </div>
  );
}
