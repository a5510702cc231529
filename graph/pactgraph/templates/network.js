"use strict";
/* One page, one picture. The data decide everything; nothing is fetched, stored or run from text.
   `state` is the same rule as `Clock.reading` and `words.state` in Python: a test holds them equal. */
(() => {
  const $ = (id) => document.getElementById(id);
  const fail = (error) => {
    const message = error && error.message ? error.message : String(error);
    $("error").textContent = `The picture cannot be drawn: ${message}. The table below holds the same relations.`;
    $("error").hidden = false;
    $("frame").hidden = true;
    document.body.dataset.state = "error";
  };
  window.addEventListener("error", (event) => fail(event.error || event.message));

  const DIM = 0.1;
  const PALE = 0.5;
  const SMALLEST = 0.78;
  const LARGEST = 1.2;
  const NAMED_LINES = 14;
  /** Above this many lines doubt is told by paleness alone, and by "?" only where one points. */
  const MARKED_LINES = 60;
  const DRAWN_PALE = new Set(["perhaps", "last seen", "disputed", "suspended"]);

  /* ---- the day ---- */

  /** First and last day of `2017`, `2017-10` or `2017-10-26`; null if it is no date. */
  const period = (text) => {
    const match = /^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text.trim());
    if (!match) return null;
    const [, year, month, day] = match;
    if (!month) return [`${year}-01-01`, `${year}-12-31`];
    const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
    if (Number(month) < 1 || Number(month) > 12 || (day && (Number(day) < 1 || Number(day) > days))) return null;
    return day ? [text.trim(), text.trim()] : [`${year}-${month}-01`, `${year}-${month}-${days}`];
  };

  const beside = (claim, source, [first, last]) => {
    const [possibleFrom, , , possibleUntil] = claim.days;
    if (possibleUntil < first) return "ended";
    if (possibleFrom > last) return "not yet";
    if (claim.open && first > source.last) return "last seen";
    if (!claim.dated && last < source.first) {
      const reported = source.reports && source.reports[0] <= last && source.reports[1] >= first;
      return reported && claim.predicate !== "stage" ? "perhaps" : "not known";
    }
    return "perhaps";
  };

  const reading = (claim, source, day) => {
    const [first, last] = day;
    const certain = claim.days[1] <= last && claim.days[2] >= first;
    if (claim.status === "denied") {
      if (certain) return "denied";
      return beside(claim, source, day) === "last seen" ? "last seen" : "not known";
    }
    if (claim.status === "unknown") return "not known";
    if (claim.status === "planned") return "planned";
    if (claim.status === "ended" && !claim.dated) return first >= source.last ? "ended" : "perhaps";
    if (certain && claim.turn) return "perhaps";
    return certain ? "in force" : beside(claim, source, day);
  };

  /** The state on the day, and the words for it. */
  const state = (claim, source, day) => {
    const read = reading(claim, source, day);
    let found = read;
    if (claim.status === "denied" || claim.negative) found = "denied";
    else if (claim.rank === "outranked") found = "set aside";
    else if (["in force", "perhaps", "last seen"].includes(read)) {
      if (claim.rank === "disputed") found = "disputed";
      else if (claim.status === "suspended") found = "suspended";
    }
    const words = [found];
    const beneath = ["denied", "disputed", "suspended", "set aside"].includes(found);
    if (beneath && read !== found && read !== "in force") words.push(read);
    const end = words.length - 1;
    if (words[end] === "last seen") words[end] += ` ${source.last}`;
    return { key: found, text: words.join(", ") };
  };

  /* ---- small helpers ---- */

  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const plural = (number, one, many) => `${number} ${number === 1 ? one : many || `${one}s`}`;
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const start = () => {
    const data = JSON.parse($("data").textContent);
    if (typeof vis === "undefined") throw new Error("the drawing library is missing or was refused");
    const neverDrawn = new Set(data.neverDrawn);
    const claims = new Map(Object.entries(data.statements));
    const node = new Map(data.nodes.map((one) => [one.id, one]));
    const edge = new Map(data.edges.map((one) => [one.id, one]));
    const rows = new Map([...document.querySelectorAll("tr[data-id]")].map((row) => [row.dataset.id, row]));
    const rowIds = [...rows.keys()];
    const boxes = [...document.querySelectorAll("#legend input")];
    const view = { day: period(data.asOf), asked: data.asOf, picked: null, hovered: null, zoom: 1, scale: 1 };
    const current = { states: new Map(), rows: new Set(), nodes: new Set(), lines: new Set() };
    let opener = null;

    /* ---- what is shown ---- */

    const ticked = (filter) =>
      new Set(boxes.filter((box) => box.dataset.filter === filter && box.checked).map((box) => box.value));

    const compute = () => {
      const kinds = ticked("kind");
      const predicates = ticked("predicate");
      const states = ticked("state");
      const shows = (id) => kinds.has(node.get(id).kind);
      for (const [id, claim] of claims) current.states.set(id, state(claim, data.sources[claim.source], view.day));
      current.rows = new Set(
        rowIds.filter((id) => {
          const claim = claims.get(id);
          return predicates.has(claim.predicate) && states.has(current.states.get(id).key) && shows(claim.from) && shows(claim.to);
        }),
      );
      current.lines = new Set([...current.rows].filter((id) => edge.has(id) && !neverDrawn.has(current.states.get(id).key)));
      current.nodes = new Set();
      for (const id of current.lines) current.nodes.add(edge.get(id).from).add(edge.get(id).to);
      if (data.focus && node.has(data.focus) && shows(data.focus)) current.nodes.add(data.focus);
    };

    const showTable = () => {
      for (const [id, row] of rows) {
        row.hidden = !current.rows.has(id);
        row.querySelector(".state").textContent = current.states.get(id).text;
      }
      const [shown, all] = [current.rows.size, rows.size];
      $("shown").textContent = shown === all ? `${all}` : `${shown} of ${all} pass the filters`;
      $("no-rows").hidden = shown > 0 || all === 0;
      $("as-of-column").textContent = view.asked;
      $("as-of-shown").textContent = view.asked;
      $("as-of-note").hidden = view.asked !== data.asOf;
    };

    const showCounts = () => {
      const count = new Map();
      const add = (key) => count.set(key, (count.get(key) || 0) + 1);
      for (const id of current.nodes) add(`kind:${node.get(id).kind}`);
      for (const id of current.rows) add(`predicate:${claims.get(id).predicate}`);
      for (const id of rowIds) add(`state:${current.states.get(id).key}`);
      for (const place of document.querySelectorAll("[data-count]")) {
        const number = count.get(place.dataset.count) || 0;
        const all = Number(place.dataset.all || number);
        place.textContent = number === all ? `${number}` : `${number} of ${all}`;
        place.dataset.number = number;
        const label = place.closest("label");
        label.classList.toggle("none", number === 0);
        label.classList.toggle("off", !label.querySelector("input").checked);
      }
    };

    const showStatus = () => {
      const missing = node.size - current.nodes.size;
      const parts = [`${plural(current.nodes.size, "node")} and ${plural(current.lines.size, "line")} on ${view.asked}`];
      if (missing) parts.push(`${missing} without a relation that passes the filters`);
      $("status").textContent = `${parts.join("; ")}.`;
      const off = boxes.filter((box) => box.defaultChecked && !box.checked).length;
      $("empty").hidden = current.lines.size > 0;
      $("empty").textContent = off
        ? `Nothing to draw: ${plural(off, "filter")} switched off. “Reset filters” shows all again.`
        : `No relation can be drawn for ${view.asked}. Choose another day, or tick “ended” or “not yet”.`;
      const canvas = document.querySelector("#picture canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `Network: ${$("status").textContent} The table below says the same.`);
    };

    /* ---- the picture ---- */

    const nodes = new vis.DataSet(data.nodes.map((one) => ({ ...one })));
    const edges = new vis.DataSet(data.edges.map((one) => ({ ...one, color: { color: one.hue, inherit: false } })));
    const place = $("picture");
    place.textContent = "";
    const network = new vis.Network(place, { nodes, edges }, data.options);
    const surface = place.querySelector(".vis-network");
    surface.tabIndex = 0;
    surface.setAttribute("role", "group");
    surface.setAttribute("aria-label", "Picture. Arrow keys go from node to node, Enter opens one, plus and minus zoom.");

    network.on("beforeDrawing", (context) => {
      context.save();
      context.textAlign = "center";
      context.font = "600 15px sans-serif";
      for (const column of data.columns) {
        context.fillStyle = "#f4f6f8";
        context.fillRect(column.left, 0, column.right - column.left, data.height);
        context.fillStyle = "#16202a";
        context.fillText(column.title, (column.left + column.right) / 2, 24);
      }
      context.restore();
    });

    /** The relation, money and doubt on a line; all lines are named only if they are few. */
    const lineLabel = (id, named) => {
      const claim = claims.get(id);
      const key = current.states.get(id).key;
      const told = named || current.lines.size <= MARKED_LINES;
      const doubt = told && (DRAWN_PALE.has(key) || claim.predicate === "maybe_same_as");
      const words = [];
      if (named) words.push(claim.predicate.replaceAll("_", " "));
      if (key === "planned") words.push("planned");
      if (named && (key === "disputed" || key === "suspended")) words.push(key);
      return `${words.join(", ")}${doubt ? "?" : ""}${named && claim.sum ? `\n${claim.sum}` : ""}`;
    };

    const lineLook = (id, centre) => {
      const one = edge.get(id);
      const key = current.states.get(id).key;
      const touches = !centre || one.from === centre || one.to === centre || id === centre;
      const over = key === "ended" || key === "not yet";
      const pale = DRAWN_PALE.has(key) || over || one.predicate === "maybe_same_as";
      const words = touches ? lineLabel(id, Boolean(centre) || current.lines.size <= NAMED_LINES) : "";
      return {
        id,
        hidden: !current.lines.has(id),
        label: words || " ", // vis-network keeps the old label if the new one is empty
        title: `${sentence(claims.get(id))}\n${current.states.get(id).text}\n${sourceText(claims.get(id))}`,
        width: over ? 0.8 : one.width,
        color: { color: one.hue, highlight: one.hue, hover: one.hue, inherit: false, opacity: touches ? (pale ? PALE : 1) : DIM },
        arrows: { to: { enabled: true, scaleFactor: one.width > 2 ? 0.5 : 0.7, type: over ? "bar" : "arrow" } },
        font: { size: 12, color: "#111111", strokeWidth: 4, strokeColor: "#ffffff", align: "middle", face: "sans-serif" },
      };
    };

    const drawLines = () => {
      const centre = view.hovered || view.picked;
      const alive = centre && (current.nodes.has(centre) || current.lines.has(centre)) ? centre : null;
      edges.update(data.edges.map((one) => lineLook(one.id, alive)));
    };

    const drawNodes = () => nodes.update(data.nodes.map((one) => ({ id: one.id, hidden: !current.nodes.has(one.id) })));

    /** As wide as the page allows, but never so small that labels cannot be read: then its frame scrolls. */
    const fit = () => {
      const room = $("frame").clientWidth - 2;
      const base = Math.min(LARGEST, Math.max(SMALLEST, room / data.width));
      view.scale = base * view.zoom;
      const width = Math.max(room, Math.ceil(data.width * view.scale));
      const height = Math.ceil(data.height * view.scale);
      network.setSize(`${width}px`, `${height}px`);
      network.redraw();
      network.moveTo({ position: { x: data.width / 2, y: data.height / 2 }, scale: view.scale, animation: false });
    };

    const bringIntoView = (id) => {
      const { x, y } = network.canvasToDOM(node.get(id));
      const frame = $("frame");
      frame.scrollTo(x - frame.clientWidth / 2, y - frame.clientHeight / 2);
      const top = frame.getBoundingClientRect().top + y - frame.scrollTop;
      if (top < 60 || top > window.innerHeight - 60) window.scrollBy(0, top - window.innerHeight / 2);
    };

    const refresh = () => {
      compute();
      showTable();
      showCounts();
      showStatus();
      drawNodes();
      drawLines();
      document.body.dataset.lines = current.lines.size;
      document.body.dataset.nodes = current.nodes.size;
    };

    /* ---- the panel ---- */

    const sentence = (claim) => `${claim.subject} ${claim.phrase} ${claim.object}`.trim();
    const sourceText = (claim) => `[${claim.source}] ${data.sources[claim.source].title}, ${claim.place}`;

    const named = (tag, ...parts) => {
      const made = element(tag);
      for (const part of parts) made.append(part);
      return made;
    };

    const term = (list, word, value) => {
      if (!value) return;
      list.append(element("dt", word), named("dd", typeof value === "string" ? element("bdi", value) : value));
    };

    /** A statement with all that it says; a rival with what a reader compares. */
    const claimCard = (id, rival = false) => {
      const claim = claims.get(id);
      const is = current.states.get(id);
      const card = element("div", undefined, "claim");
      card.append(named("p", element("bdi", claim.subject), ` ${claim.phrase} `, element("bdi", claim.object)));
      const list = element("dl");
      term(list, "State", element("span", is.text, is.key === "in force" ? "badge sure" : "badge"));
      term(list, "When", claim.when || "not stated");
      term(list, "Amount", claim.amount);
      if (!rival) for (const [word, text] of claim.more) term(list, word, text);
      term(list, "Source", `[${claim.source}] ${data.sources[claim.source].title}`);
      term(list, "Place", `${claim.place}${claim.section ? ` (${claim.section})` : ""}`);
      if (claim.rank === "preferred") term(list, "Rank", "preferred to another statement");
      if (claim.rank === "outranked") term(list, "Rank", "set aside: another statement is preferred");
      if (claim.rank === "disputed") term(list, "Rank", "disputed: statements contradict each other");
      card.append(list);
      if (!rival && claim.conflict) card.append(...conflictCards(claim.conflict));
      return card;
    };

    const conflictCards = (conflict) => {
      const about = named("p", "Sources disagree: ", element("bdi", conflict.about));
      if (conflict.because) about.append(" Why one is preferred: ", element("bdi", conflict.because));
      const rivals = conflict.rivals.filter((id) => claims.has(id)).map((id) => claimCard(id, true));
      return [about, ...rivals, ...conflict.figures.map((text) => element("p", text, "claim"))];
    };

    const openPanel = (title, parts, from) => {
      if ($("panel").hidden) opener = from || document.activeElement;
      $("panel-title").textContent = title;
      $("panel-body").replaceChildren(...parts);
      $("panel").hidden = false;
      $("panel").scrollTop = 0;
      document.body.classList.add("has-panel");
      $("panel-title").focus({ preventScroll: true });
    };

    const closePanel = () => {
      if ($("panel").hidden) return;
      $("panel").hidden = true;
      document.body.classList.remove("has-panel");
      pick(null);
      if (opener && opener.isConnected) opener.focus({ preventScroll: true });
      opener = null;
    };

    const pick = (id) => {
      view.picked = id;
      network.unselectAll();
      if (id && node.has(id)) network.selectNodes([id], false);
      if (id && edge.has(id)) network.selectEdges([id]);
      for (const [key, row] of rows) row.classList.toggle("marked", Boolean(id) && key === id);
      drawLines();
    };

    const openNode = (id, from) => {
      const one = node.get(id);
      pick(id);
      const parts = [element("p", `${one.what[0].toUpperCase()}${one.what.slice(1)}, ${plural(one.relations, "relation")} in this page.`)];
      if (one.aliases.length) parts.push(named("p", "Also: ", element("bdi", one.aliases.join("; "))));
      if (one.themes.length) parts.push(named("p", "Themes: ", element("bdi", one.themes.join("; "))));
      if (!current.nodes.has(id)) parts.push(element("p", "It is not drawn: no relation passes the filters.", "notice"));
      const all = [...claims].filter(([, claim]) => claim.from === id || claim.to === id).map(([key]) => key);
      const aside = (key) => Number(neverDrawn.has(current.states.get(key).key));
      all.sort((a, b) => aside(a) - aside(b)); // what is denied or set aside comes last
      const group = (heading, ids) => {
        if (!ids.length) return;
        parts.push(element("h3", `${heading} (${ids.length})`), ...ids.map((key) => claimCard(key)));
      };
      group("Relations", all.filter((key) => current.rows.has(key)));
      group("Also said", all.filter((key) => !claims.get(key).row && claims.get(key).predicate !== "addresses"));
      group("Themes, with sources", all.filter((key) => !claims.get(key).row && claims.get(key).predicate === "addresses"));
      group("Filtered out", all.filter((key) => claims.get(key).row && !current.rows.has(key)));
      openPanel(one.name, parts, from);
    };

    const openClaim = (id, from) => {
      pick(id);
      const claim = claims.get(id);
      const twins = [...claims].filter(([key, other]) => key !== id && other.row && other.from === claim.from && other.to === claim.to);
      const parts = [claimCard(id)];
      if (twins.length) parts.push(element("h3", "Also between the two"), ...twins.map(([key]) => claimCard(key)));
      openPanel("Relation", parts, from);
    };

    /* ---- keys and clicks ---- */

    const visibleNodes = () => data.nodes.filter((one) => current.nodes.has(one.id));

    /** The next node in a direction: along its strip, or the nearest in the next strip. */
    const neighbour = (key) => {
      const from = node.get(view.picked);
      if (!from) return node.get(data.focus) || visibleNodes().sort((a, b) => a.x - b.x || a.y - b.y)[0];
      const sign = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
      const along = key === "ArrowDown" || key === "ArrowUp";
      const ahead = visibleNodes().filter((one) => (along ? one.x === from.x && sign * (one.y - from.y) > 0 : sign * (one.x - from.x) > 0));
      return ahead.sort((a, b) =>
        along ? sign * (a.y - b.y) : sign * (a.x - b.x) || Math.abs(a.y - from.y) - Math.abs(b.y - from.y),
      )[0];
    };

    const onKey = (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key.startsWith("Arrow")) {
        const next = neighbour(event.key);
        if (next) {
          pick(next.id);
          bringIntoView(next.id);
          $("status").textContent = `${next.name}, ${next.what}, ${plural(next.relations, "relation")}.`;
        }
      } else if ((event.key === "Enter" || event.key === " ") && view.picked) {
        if (node.has(view.picked)) openNode(view.picked, surface);
      } else if (event.key === "+" || event.key === "=") zoom(1.25);
      else if (event.key === "-") zoom(0.8);
      else if (event.key === "0") zoom(0);
      else return;
      event.preventDefault();
    };

    /** Nearer or farther by a factor; 0 shows the whole width. */
    const zoom = (factor) => {
      const base = view.scale / view.zoom;
      const whole = Math.min(1, ($("frame").clientWidth - 2) / data.width / base);
      view.zoom = factor ? Math.min(2.5, Math.max(0.3, view.zoom * factor)) : whole;
      const frame = $("frame");
      const [across, down] = [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2];
      const before = view.scale;
      frame.style.maxHeight = view.zoom > 1 ? `${Math.max(320, window.innerHeight * 0.85)}px` : "";
      fit();
      frame.scrollTo((across * view.scale) / before - frame.clientWidth / 2, (down * view.scale) / before - frame.clientHeight / 2);
    };

    const search = () => {
      const wanted = fold($("find").value);
      if (!wanted) return;
      const score = (one) => {
        const names = [one.name, one.id, ...one.aliases].map(fold);
        if (names.includes(wanted)) return 3;
        if (names.some((name) => name.startsWith(wanted))) return 2;
        return names.some((name) => name.includes(wanted)) ? 1 : 0;
      };
      const best = data.nodes.map((one) => [score(one), one]).sort((a, b) => b[0] - a[0] || (a[1].name < b[1].name ? -1 : 1))[0];
      if (!best || !best[0]) {
        $("status").textContent = `Nothing in this picture is called “${$("find").value}”.`;
        return;
      }
      openNode(best[1].id, $("find"));
      bringIntoView(best[1].id);
    };

    const setDay = (text) => {
      const day = period(text);
      $("as-of").setAttribute("aria-invalid", String(!day));
      if (!day) {
        $("status").textContent = `“${text}” is no date. Write a year, month or day: 2017, 2017-10 or 2017-10-26.`;
        return;
      }
      view.day = day;
      view.asked = text.trim();
      refresh();
    };

    const wire = () => {
      network.on("click", ({ nodes: [hit], edges: [line] }) => {
        if (hit) openNode(hit, surface);
        else if (line) openClaim(line, surface);
        else pick(null);
      });
      const hover = (id) => {
        view.hovered = id;
        drawLines();
      };
      network.on("hoverNode", ({ node: id }) => hover(id));
      network.on("blurNode", () => hover(null));
      surface.addEventListener("keydown", onKey);
      $("legend").addEventListener("change", refresh);
      $("tools").addEventListener("submit", (event) => {
        event.preventDefault();
        if (document.activeElement === $("find")) search();
        else setDay($("as-of").value);
      });
      $("as-of").addEventListener("change", () => setDay($("as-of").value));
      $("as-of-reset").addEventListener("click", () => {
        $("as-of").value = data.asOf;
        setDay(data.asOf);
      });
      $("zoom-in").addEventListener("click", () => zoom(1.25));
      $("zoom-out").addEventListener("click", () => zoom(0.8));
      $("zoom-fit").addEventListener("click", () => zoom(0));
      $("show-all").addEventListener("click", () => {
        for (const box of boxes) box.checked = box.defaultChecked;
        refresh();
      });
      $("panel-close").addEventListener("click", closePanel);
      document.addEventListener("keydown", (event) => {
        if (event.key === "Escape") closePanel();
      });
      for (const [id, row] of rows) {
        const cell = row.querySelector(".relation");
        const button = element("button", cell.textContent);
        button.type = "button";
        button.addEventListener("click", () => openClaim(id, button));
        cell.replaceChildren(button);
      }
      let waiting = 0;
      window.addEventListener("resize", () => {
        clearTimeout(waiting);
        waiting = setTimeout(fit, 100);
      });
    };

    if (window.matchMedia("(max-width: 640px)").matches) $("legend").open = false;
    refresh();
    fit();
    wire();
    document.body.dataset.state = "ready";
    /* For tests and for the curious: where things are, as drawn. */
    window.pactNetwork = {
      positions: () => network.getPositions(),
      shown: () => ({ nodes: [...current.nodes], lines: [...current.lines], rows: [...current.rows] }),
      states: () => Object.fromEntries([...current.states].map(([id, is]) => [id, is.text])),
      at: (id) => {
        const spot = network.canvasToDOM(node.get(id));
        const box = surface.getBoundingClientRect();
        return { x: box.left + spot.x, y: box.top + spot.y };
      },
    };
  };

  try {
    start();
  } catch (error) {
    fail(error);
  }
})();
