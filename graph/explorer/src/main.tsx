/** The page: reads the data that stand in it, then shows the view that its address names. */
import { render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { App } from "./app";
import { AppContext, dayText } from "./app";
import { Clock, period } from "./clock";
import { Clocks, Dates, month } from "./clocks";
import { Drawer } from "./drawer";
import { missing } from "./console";
import { listen } from "./keys";
import { Copy } from "./parts";
import { Present, Steps } from "./present";
import { change, parse, to } from "./route";
import { Index } from "./search";
import { SearchBox } from "./search-box";
import { t } from "./strings";
import type { Packed } from "./unpack";
import { unpack } from "./unpack";
import { About } from "./views/about";
import { Asks } from "./views/asks";
import { Compare } from "./views/compare";
import { Entity } from "./views/entity";
import { Find } from "./views/find";
import { Gaps } from "./views/gaps";
import { Home, Nowhere } from "./views/home";
import { MapView } from "./views/map";
import { Matrix } from "./views/matrix";
import { Network } from "./views/network";
import { Questions } from "./views/questions";
import { Sources } from "./views/sources";
import { dayWords } from "./words";
import { Timeline } from "./views/timeline";
import type { World } from "./world";
import { join } from "./world";

const VIEWS: Record<string, () => preact.JSX.Element> = {
  ...{ find: Find, e: Entity, matrix: Matrix, gaps: Gaps, net: Network, time: Timeline, asks: Asks, map: MapView, compare: Compare },
  ...{ q: Questions, sources: Sources, about: About },
};
const NAVIGATION = ["find", "matrix", "gaps", "net", "time", "asks", "map", "compare", "q", "sources", "about"] as const;

function Page({ world, index }: { world: World; index: Index }) {
  const [hash, setHash] = useState(location.hash);
  const route = useMemo(() => parse(hash), [hash]);
  const asOf = route.query["asof"] ?? "";
  const known = route.query["known"] ?? "";
  const ownClock = useMemo(() => new Clock(world), [world]);
  const clock = useMemo(() => (period(asOf) || period(known) ? new Clock(world, asOf, known) : ownClock), [world, asOf, known]);
  const app: App = { world, index, route, clock, ownClock };
  const main = useRef<HTMLElement>(null);
  const opener = useRef<HTMLElement | SVGElement | null>(null);
  const first = useRef(true);
  const path = route.path.join("/");
  const name = route.path[0] ?? "";
  const View = Object.hasOwn(VIEWS, name) ? VIEWS[name]! : name ? Nowhere : Home;

  const current = useRef(app);
  current.current = app;
  const close = () => {
    const { route: now } = current.current;
    if (!now.query["ev"]) {
      if (now.query["present"]) location.hash = change(now, { present: undefined });
      return;
    }
    location.hash = change(now, { ev: undefined });
    const back = opener.current;
    setTimeout(() => (back?.isConnected ? back : main.current?.querySelector<HTMLElement>("h1"))?.focus());
  };

  useEffect(() => {
    const onHash = () => {
      const opens = parse(location.hash).query["ev"];
      const focused = document.activeElement;
      if (opens && !current.current.route.query["ev"] && (focused instanceof HTMLElement || focused instanceof SVGElement)) opener.current = focused;
      setHash(location.hash);
    };
    addEventListener("hashchange", onHash);
    const silence = listen({
      search: () => (main.current?.querySelector<HTMLElement>("[role=combobox]") ?? document.querySelector<HTMLElement>("[role=combobox]"))?.focus(),
      go: (view) => (location.hash = to(current.current.route, view ? [view] : [])),
      month: (step) => (location.hash = change(current.current.route, { asof: month(current.current.clock.first, step) })),
      print: () => window.print(),
      help: () => (location.hash = to(current.current.route, ["about"])),
      close,
    });
    return () => {
      removeEventListener("hashchange", onHash);
      silence();
    };
  }, []);

  // At the foot of every sheet: both days, and which data. Told when one prints, for every element inherits it.
  useEffect(() => {
    const tell = () => {
      const foot = t.foot(dayText(clock), clock.dataDay && dayWords(clock.dataDay), clock.documents.length, ownClock.dataDay && dayWords(ownClock.dataDay), document.body.dataset["version"] ?? "");
      document.documentElement.style.setProperty("--foot", JSON.stringify(foot));
    };
    addEventListener("beforeprint", tell);
    return () => removeEventListener("beforeprint", tell);
  }, [clock]);

  useEffect(() => {
    document.title = `${main.current?.querySelector("h1")?.textContent ?? t.title} · ${t.title}`;
  });

  useEffect(() => {
    const heading = main.current?.querySelector<HTMLElement>("h1");
    if (document.body.dataset["state"] !== "ready") performance.mark("pactgraph-ready");
    document.body.dataset["state"] = "ready";
    document.body.dataset["view"] = name || "home";
    document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    if (!first.current) {
      scrollTo(0, 0);
      if (!route.query["ev"]) heading?.focus();
    }
    first.current = false;
  }, [path]);

  return (
    <AppContext.Provider value={app}>
      <header class="top">
        <a
          class="skip"
          href={change(route, {})}
          onClick={(event) => {
            event.preventDefault();
            main.current?.querySelector<HTMLElement>("h1")?.focus();
          }}
        >
          {t.skip}
        </a>
        <div class="bar noprint">
          <a class="brand" href={to(route, [])} aria-current={name ? undefined : "page"}>
            {t.title}
          </a>
          <nav aria-label={t.nav.label}>
            {NAVIGATION.map((view) => (
              <a key={view} href={to(route, [view])} aria-current={name === view ? "page" : undefined}>
                {t.nav[view]}
              </a>
            ))}
          </nav>
          <Present />
        </div>
        <div class="bar noprint">
          <Clocks />
          {name !== "" && <SearchBox key={path} />}
        </div>
        <Dates />
      </header>
      <Steps />
      <div class={route.query["ev"] ? "body with-drawer" : "body"}>
        <main ref={main} id="main">
          <View key={path} />
        </main>
        <Drawer onClose={close} />
      </div>
      <footer>
        <p class="noprint tools">
          <Copy text={() => change(route, {})}>{t.copyLink}</Copy>
          <button type="button" onClick={() => window.print()}>
            {t.print}
          </button>
        </p>
        <p class="printonly">{change(route, {})}</p>
      </footer>
    </AppContext.Provider>
  );
}

function tell(message: string): void {
  const place = document.getElementById("told")!;
  place.textContent = message;
  place.hidden = false;
}

function complain(message: string): void {
  tell(message);
  document.getElementById("reading")?.remove();
  document.body.dataset["state"] = "error";
}

const size = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

function start(): void {
  const block = document.getElementById("data");
  const text = block?.textContent ?? "";
  const length = Number(document.body.dataset["length"]);
  if (text.length < length) {
    return complain(t.broken.cut(size(text.length), size(length)));
  }
  const lacking = missing();
  if (lacking) tell(t.broken.cutConsole(size(length + lacking[0]), size(length + lacking[1])));
  const world = join(unpack(JSON.parse(text) as Packed));
  block?.remove();
  document.getElementById("reading")?.remove();
  document.getElementById("shell")?.remove();
  const index = new Index(world.things.values());
  render(<Page world={world} index={index} />, document.getElementById("app")!);
  // The first letter typed need not wait for it.
  setTimeout(() => index.all);
}

addEventListener("error", (event) => complain(t.broken.failed(event.message)));
addEventListener("unhandledrejection", (event) => complain(t.broken.failed(String(event.reason))));
document.addEventListener("DOMContentLoaded", start);
