"""Still pictures for briefs and pages: heat maps, timelines, chains, each with its table twin.

A picture is drawn by matplotlib from plain words and days, in greys with signs and hatching, so that
it can be read in print and by whoever does not tell colours apart. The same input gives the same
bytes. Nothing here knows of graphs or analyses; whoever makes a picture hands over its table, and
what is in the picture is in the table.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: How a state looks in a cell: its sign, and how dark the cell is (0 white, 1 black).
LOOKS: Mapping[str, tuple[str, float]] = {
    "covered": ("●", 0.62),
    "perhaps": ("◐", 0.28),
    "stated none": ("✗", 0.1),
    "not known": ("·", 0.0),
    "answered": ("●", 0.62),
    "partly": ("◐", 0.28),
    "lacks": ("▽", 0.1),
    "off-topic": ("◇", 0.05),
    "blanket": ("○", 0.14),
    "not applicable": ("×", 0.0),
    "silent": ("–", 0.0),
    "not asked": (" ", 0.0),
}
_STYLE: Mapping[str, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "pactgraph",
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "axes.linewidth": 0.6,
}
_WIDTH = 7.2
#: Characters after which a name is broken, and cut.
_BREAK, _CUT = 34, 68
#: The same for names of a grid, and for those between columns.
_NARROW, _BETWEEN = 26, 22


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, what it shows in words, and the same as a table."""

    title: str
    #: For whoever does not see the picture: what is in it, and where to read the rest.
    alt: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    _draw: Callable[[], Figure]
    #: It is drawn so narrow that on paper a text has room beside it.
    narrow: bool = False

    def svg(self) -> str:
        """The picture as an SVG document."""
        return self._written("svg", metadata={"Date": None, "Title": self.title}).decode()

    def png(self) -> bytes:
        """The picture for programs that cannot draw SVG, at 200 dots an inch."""
        return self._written("png", dpi=200, metadata={"Software": None, "Title": self.title})

    def _written(self, form: str, **more: Any) -> bytes:
        out = io.BytesIO()
        with _drawing():
            self._draw().savefig(out, format=form, facecolor="white", **more)
        return out.getvalue()


class Bar(NamedTuple):
    """Something that lasts: between which days it began and ended, as far as anybody says.

    None says that the day is not known. What is stated to have no end has `endless`.
    """

    label: str
    kind: str
    began: tuple[date, date] | None
    ended: tuple[date, date] | None
    endless: bool = False
    #: When it was seen, of what is not said when it began or ended.
    seen: tuple[date, date] | None = None


class Link(NamedTuple):
    """A step of a chain: who, to whom, by what, and whether it is certain."""

    source: str
    target: str
    what: str
    certain: bool = True


def heat_map(title: str, corner: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> Chart:
    """Rows by columns, each cell a word of `LOOKS` or a number.

    >>> chart = heat_map("Who works on what", "theme", ["Japan"], [("treatment", ["covered"])])
    >>> chart.rows
    (('treatment', 'covered'),)
    >>> chart.alt
    'Who works on what: 1 by 1 cells, 1 covered. The table holds the same.'
    """
    words = [cell for _, cells in rows for cell in cells]
    counts = {word: words.count(word) for word in dict.fromkeys(words) if word in LOOKS}
    told = ", ".join(f"{count} {word}" for word, count in counts.items()) or "numbers"
    most = max((int(word) for word in words if word.isdecimal()), default=1) or 1

    names = [_short(label, line=_NARROW) for label, _ in rows]
    aslant = max((len(_short(each, _NARROW)) for each in columns), default=1)
    beside = max((len(line) for name in names for line in name.split("\n")), default=1)
    wide = 0.075 * beside + 0.27 * len(columns) + 0.035 * aslant

    def draw() -> Figure:
        from matplotlib.patches import Rectangle

        figure, axes = _paper(
            (0.3 if any("\n" in name for name in names) else 0.2) * len(rows) + 0.06 * aslant + 0.5, wide
        )
        for y, (_, cells) in enumerate(rows):
            for x, cell in enumerate(cells):
                sign, dark = LOOKS.get(cell, (cell, 0.6 * int(cell) / most if cell.isdecimal() else 0.0))
                grey = 1 - dark
                axes.add_patch(
                    Rectangle((x, y), 1, 1, facecolor=(grey, grey, grey), edgecolor="#999999", linewidth=0.5)
                )
                axes.text(x + 0.5, y + 0.5, sign, ha="center", va="center", color="white" if dark > 0.5 else "black")
        axes.set_xlim(0, max(len(columns), 1))
        axes.set_ylim(max(len(rows), 1), 0)
        axes.xaxis.tick_top()
        axes.set_xticks(
            [x + 0.5 for x in range(len(columns))], [_short(each, _NARROW) for each in columns], rotation=60, ha="left"
        )
        axes.set_yticks([y + 0.5 for y in range(len(rows))], names)
        axes.tick_params(length=0, labelsize=8)
        if counts:
            signs = ",  ".join(f"{LOOKS[word][0]} {word}" for word in LOOKS if word in counts and word != "not asked")
            figure.supxlabel(signs, fontsize=8)
        return figure

    return Chart(
        title,
        f"{title}: {len(rows)} by {len(columns)} cells, {told}. The table holds the same.",
        (corner, *columns),
        tuple((label, *cells) for label, cells in rows),
        draw,
        narrow=wide < 0.8 * _WIDTH,
    )


def timeline(title: str, bars: Sequence[Bar], day: date) -> Chart:
    """What lasts from when to when, with `day` marked; what is vague is hatched, what is not known is open.

    >>> chart = timeline("Plans", [Bar("Plan", "plan", (date(2016, 1, 1), date(2016, 12, 31)), None)], date(2017, 6, 1))
    >>> chart.rows
    (('Plan', 'plan', '2016', 'not known', '–'),)
    """
    known = [each for bar in bars for span in (bar.began, bar.ended, bar.seen) if span for each in span] + [day]
    first, last = date(min(known).year, 1, 1), date(min(max(known).year, 9997) + 1, 12, 31)

    def draw() -> Figure:
        figure, axes = _paper(0.3 * len(bars) + 0.7)
        for y, bar in enumerate(bars):
            _bar(axes, y, bar, first, last)
        axes.axvline(day.toordinal(), color="black", linewidth=0.8, linestyle=(0, (4, 3)))
        margin = _stub(first, last) * 1.6  # what begins nobody knows when reaches out of the years, not into the names
        axes.set_xlim(first.toordinal() - margin, last.toordinal() + margin)
        axes.set_ylim(len(bars) - 0.4, -0.6)
        step = max(1, -(-(last.year - first.year) // 9))
        years = range(first.year, last.year + 1, step)
        axes.set_xticks([date(year, 1, 1).toordinal() for year in years], [str(year) for year in years])
        axes.set_yticks(range(len(bars)), [_short(bar.label) for bar in bars])
        axes.tick_params(axis="y", length=0)
        axes.spines[["top", "right", "left"]].set_visible(False)
        figure.supxlabel(
            f"solid: certain,  grey: seen then,  hatched: vague,  arrow: start or end not known,  dashed: {day}",
            fontsize=8,
        )
        return figure

    rows = tuple(
        (
            bar.label,
            bar.kind,
            _said(bar.began),
            "no end" if bar.endless else _said(bar.ended),
            _said(bar.seen) if bar.seen else "–",
        )
        for bar in bars
    )
    vague = sum(1 for bar in bars if None in (bar.began, bar.ended) and not bar.endless)
    return Chart(
        title,
        f"{title}: {len(bars)} bars from {first.year} to {last.year}, {vague} with a start or an end that is not "
        f"known; the line is {day}. The table holds the same.",
        ("what", "kind", "began", "ended", "seen"),
        rows,
        draw,
    )


def _stub(first: date, last: date) -> int:
    """How many days an end that nobody knows reaches on."""
    return (last.toordinal() - first.toordinal()) // 20


def _bar(axes: Axes, y: int, bar: Bar, first: date, last: date) -> None:
    """Hatched as far as it may reach, solid where it certainly was, an arrow where nobody says how far it goes."""
    known = [each.toordinal() for span in (bar.began, bar.ended, bar.seen) if span for each in span]
    if not known:
        return
    stub = _stub(first, last)
    left = bar.began[0].toordinal() if bar.began else min(known) - stub
    right = bar.ended[1].toordinal() if bar.ended else last.toordinal() if bar.endless else max(known) + stub
    look: dict[str, Any] = {"height": 0.5, "edgecolor": "#444444"}
    axes.barh(y, max(right - left, 1), left=left, facecolor="white", hatch="////", **look)
    sure_left = bar.began[1].toordinal() if bar.began else None
    sure_right = bar.ended[0].toordinal() if bar.ended else right if bar.endless else sure_left
    if sure_left is not None and sure_right is not None and sure_right > sure_left:
        axes.barh(y, sure_right - sure_left, left=sure_left, facecolor="#555555", **look)
    if bar.seen:
        since, until = (each.toordinal() for each in bar.seen)
        axes.barh(y, max(until - since, 1), left=since, facecolor="#999999", **look)
    paper: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 0.3}
    for open_end, x, sign, side in (
        (bar.began is None, left, "◁", "left"),
        (bar.ended is None and not bar.endless, right, "▷", "right"),
    ):
        if open_end:
            axes.text(x, y, sign, ha=side, va="center", fontsize=9, bbox=paper)
    if bar.began and bar.ended and right - left < 40:
        axes.plot([(left + right) / 2], [y], marker="D", color="black", markersize=5)


def chain(title: str, columns: Sequence[str], links: Iterable[Link]) -> Chart:
    """Who passes on to whom, in columns: bands of equal width, for shares are rarely known.

    A name stands in the column after all those that pass on to it. Bands that hold only perhaps are hatched.
    """
    links = tuple(dict.fromkeys(links))
    level = _levels(links)

    def draw() -> Figure:
        from matplotlib.patches import PathPatch, Rectangle
        from matplotlib.path import Path

        depth = max(level.values(), default=0) + 1
        at, tall = _places(links, level)
        figure, axes = _paper(0.34 * tall + 0.7)
        used: dict[tuple[str, int], int] = {}
        for link in links:
            x0, y0 = level[link.source] + 0.12, at[link.source] + used.setdefault((link.source, 1), 0) * 0.3
            x1, y1 = level[link.target] - 0.0, at[link.target] + used.setdefault((link.target, 0), 0) * 0.3
            used[link.source, 1] += 1
            used[link.target, 0] += 1
            bend, thick = (x0 + x1) / 2, 0.22
            corners = [(x0, y0), (bend, y0), (bend, y1), (x1, y1), (x1, y1 + thick), (bend, y1 + thick)]
            corners += [(bend, y0 + thick), (x0, y0 + thick), (x0, y0)]
            codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
            look = {"facecolor": "#bbbbbb"} if link.certain else {"facecolor": "white", "hatch": "////"}
            axes.add_patch(PathPatch(Path(corners, codes), edgecolor="#777777", linewidth=0.5, **look))
        for name, x in level.items():
            ways = max(used.get((name, 0), 0), used.get((name, 1), 0), 1)
            axes.add_patch(Rectangle((x, at[name] - 0.04), 0.12, 0.3 * ways, facecolor="#444444"))
            last = x == depth - 1
            axes.text(
                x + (-0.03 if last and depth > 1 else 0.15),
                at[name] + 0.15 * ways - 0.04,
                _short(name, line=_BREAK if depth < 3 else _BETWEEN),
                ha="right" if last and depth > 1 else "left",
                va="center",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
            )
        for x, heading in enumerate(columns[:depth]):
            axes.text(
                x + (0.12 if x == depth - 1 and x else 0),
                -0.45,
                heading,
                weight="bold",
                ha="right" if x == depth - 1 and x else "left",
            )
        axes.set_xlim(-0.02, max(depth - 1, 1) + 0.14)
        axes.set_ylim(tall, -0.7)
        axes.axis("off")
        if not all(link.certain for link in links):
            figure.supxlabel("hatched: perhaps", fontsize=8)
        return figure

    rows = tuple((link.source, link.target, link.what, "certain" if link.certain else "possible") for link in links)
    return Chart(
        title,
        f"{title}: {len(links)} links between {len(level)} names. The table holds the same.",
        ("from", "to", "by", "reading"),
        rows,
        draw,
    )


def _levels(links: Sequence[Link]) -> dict[str, int]:
    """The column of each name: one after the last that passes on to it; a circle goes no farther."""
    level = {name: 0 for link in links for name in (link.source, link.target)}
    for _ in range(min(len(level), 6)):
        for link in links:
            if link.source != link.target:
                level[link.target] = min(max(level[link.target], level[link.source] + 1), 5)
    return level


def _places(links: Sequence[Link], level: Mapping[str, int]) -> tuple[dict[str, float], float]:
    """The top of each name in its column, and the height of the tallest column."""
    at: dict[str, float] = {}
    tops: dict[int, float] = {}
    for name, column in level.items():
        ways = max(sum(link.source == name for link in links), sum(link.target == name for link in links), 1)
        at[name] = tops.get(column, 0.0)
        tops[column] = at[name] + 0.3 * ways + 0.35
    return at, max(tops.values(), default=1.0)


def _short(name: str, most: int = _CUT, line: int = _BREAK) -> str:
    """A name on at most two lines; what is left out is marked.

    >>> _short("Programme with a name that does not end", 68, 16).splitlines()
    ['Programme with a', 'name that does…']
    """
    cut = name if len(name) <= most else name[: most - 1].rstrip() + "…"
    lines = textwrap.wrap(cut, line)
    if len(lines) > 2:
        lines[1] = lines[1][: line - 1].rstrip() + "…"
    return "\n".join(lines[:2])


def _said(span: tuple[date, date] | None) -> str:
    """The days between which something began or ended, as briefly as they allow."""
    if span is None:
        return "not known"
    first, last = span
    if first == last:
        return first.isoformat()
    if first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
        return str(first.year)
    return f"{first} to {last}"


def _paper(height: float, width: float = _WIDTH) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(min(_WIDTH, max(2.4, width)), max(1.2, height)), layout="constrained")
    return figure, figure.subplots()


@contextmanager
def _drawing() -> Iterator[None]:
    """Our style while drawing; a letter that the measuring font lacks is drawn by the reader's fonts."""
    import matplotlib as mpl

    style: Any = dict(_STYLE)
    with mpl.rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield
