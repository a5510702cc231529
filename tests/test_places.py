"""Places as a tree, and their codes and points as the packages have them.

Codes are compared with `pycountry`, points with the table in `fixtures/natural_earth/`, whose script
says how it is made from the outlines. docs/decisions/0007-places.md names versions and licences.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pycountry
import pyoxigraph as ox
import pytest
from pydantic import ValidationError

import pactgraph
from pactgraph import resources
from pactgraph.find import fold
from pactgraph.load import load_records
from pactgraph.model import Codes, Country, Place, Point, Records

TABLE = Path(__file__).parent / "fixtures" / "natural_earth" / "points.csv"

#: Towns whose country no document prints; that of a province of the same name would be a guess.
WITHOUT_A_WAY_UP = {
    "chiang-mai": "Line 131 of the Dublin report names it alone; it is not said which place of that name.",
    "new-york": "Line 134 of the brochure names it alone.",
}
#: Two units that ISO 3166-2 names alike: as a spelling of both, it would find neither.
SAME_NAME_IN_ISO = {"LA-VI": "Viangchan", "LA-VT": "Viangchan"}
#: Words for the sort of unit, which one side has in the name and the other has not.
SORTS = frozenset({"province", "state", "city", "sheng", "shi"})
#: What ISO 3166-2 calls a city that is a subdivision: a town of the same name has its code.
CITIES = frozenset({"Municipality", "Autonomous municipality"})


@pytest.fixture(scope="module")
def records() -> Records:
    return load_records(resources.data_dir())


def places(records: Records) -> dict[str, Place]:
    return {id_: thing.entry for id_, thing in records.things.items() if isinstance(thing.entry, Place)}


def countries(records: Records) -> dict[str, Country]:
    return {id_: thing.entry for id_, thing in records.things.items() if isinstance(thing.entry, Country)}


def country_of_code(records: Records, place: Place) -> str | None:
    """The country that a subdivision's code begins with."""
    if place.codes is None or place.codes.iso3166_2 is None:
        return None
    iso2 = place.codes.iso3166_2[:2]
    return next((id_ for id_, each in countries(records).items() if each.codes and each.codes.iso2 == iso2), None)


def parents(records: Records) -> dict[str, set[str]]:
    """What each place lies in: by identity or statement, else by its code."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in records.statements:
        if statement.predicate in ("part_of", "located_in") and statement.is_plain and statement.object is not None:
            ends = (records.things[statement.subject], records.things[statement.object])
            if all(end.type in ("place", "country") for end in ends):
                found[statement.subject].add(statement.object)
    for id_, place in places(records).items():
        if not found[id_] and (country := country_of_code(records, place)):
            found[id_].add(country)
    return found


def above(tree: dict[str, set[str]], start: str) -> set[str]:
    """Everything that a place lies in, near and far; itself too if it goes in a circle."""
    seen: set[str] = set()
    waiting = list(tree.get(start, ()))
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += tree.get(each, ())
    return seen


def circles(records: Records) -> set[str]:
    tree = parents(records)
    return {id_ for id_ in list(tree) if id_ in above(tree, id_)}


def without_a_way_up(records: Records) -> set[str]:
    """Places that are no region and from which no way leads to a country or a region."""
    tree, known = parents(records), places(records)
    return {
        id_
        for id_, place in known.items()
        if place.kind != "region"
        and not any(each not in known or known[each].kind == "region" for each in above(tree, id_))
    }


# The tree ------------------------------------------------------------------------------------------

#: Read in the documents: the bridge at Thanaleng in Vientiane, the zone in northern Shan, the port.
WAYS_UP = {
    "friendship-bridge-lao": {"thanaleng", "vientiane", "lao-pdr", "mekong-region", "greater-mekong-subregion"},
    "kokang": {"northern-shan", "shan-state", "myanmar"},
    "hopong": {"southern-shan", "shan-state", "myanmar"},
    "sihanoukville-port": {"sihanoukville", "cambodia", "greater-mekong-subregion"},
    "yangon-port": {"yangon", "myanmar"},
    "guangdong": {"china"},
    "shanghai": {"china"},
    "bokeo": {"lao-pdr", "golden-triangle", "mekong-region", "greater-mekong-subregion"},
    "golden-triangle": set(),
}


@pytest.mark.parametrize("place", sorted(WAYS_UP))
def test_the_way_up_of_a_place(records: Records, place: str) -> None:
    assert above(parents(records), place) == WAYS_UP[place]


def test_every_sort_of_place_has_its_kind(records: Records) -> None:
    kinds = {id_: place.kind for id_, place in places(records).items()}
    assert kinds["houaphanh"] == "province"
    assert kinds["hopong"] == kinds["pekon"] == "township"
    assert kinds["muse"] == "district", "line 310 speaks of districts"
    assert kinds["friendship-bridge-lao"] == "border-crossing"
    assert kinds["yangon-port"] == kinds["sihanoukville-port"] == "port"
    assert kinds["golden-triangle"] == kinds["mekong-region"] == "region"


def test_no_place_lies_in_itself(records: Records) -> None:
    assert circles(records) == set()


def test_every_way_up_ends_in_a_country_or_region(records: Records) -> None:
    assert without_a_way_up(records) == set(WITHOUT_A_WAY_UP)
    for id_ in WITHOUT_A_WAY_UP:
        assert places(records)[id_].note, f"{id_} should say why"


def test_by_nature_a_place_is_part_of_one_thing_and_a_region_of_none(records: Records) -> None:
    for id_, place in places(records).items():
        assert len(place.part_of) <= (0 if place.kind == "region" else 1), id_


def test_a_region_has_the_countries_that_a_document_puts_in_it(records: Records) -> None:
    regions = {id_ for id_, place in places(records).items() if place.kind == "region"}
    found = {(s.subject, s.object, s.document) for s in records.statements if s.object in regions and s.is_plain}
    assert {each for each in found if each[0] in countries(records)} >= {
        ("lao-pdr", "mekong-region", "idswg-2021"),
        ("lao-pdr", "greater-mekong-subregion", "dublin-group-2017"),
        ("cambodia", "greater-mekong-subregion", "dublin-group-2017"),
    }
    # Its text speaks of the six and of the Sub-region, and of no list of the latter.
    assert not {subject for subject, object_, _ in found if object_ == "asia-and-the-pacific"}


# Codes and points ----------------------------------------------------------------------------------


def words(name: str) -> str:
    """A name to compare: plain letters, without the word for its sort."""
    # No mark over the letter, but another letter, which folding leaves.
    plain = fold(name.replace("Đ", "D").replace("đ", "d"))
    return " ".join(word for word in plain.split() if word not in SORTS)


def names_of(records: Records, id_: str) -> set[str]:
    thing = records.things[id_]
    return {words(name) for name in (thing.label, *thing.aliases)}


def faults(records: Records) -> Iterator[str]:
    """What is not as the packages have it, as `id: what`."""
    known: dict[str, Country | Place] = {**countries(records), **places(records)}
    points = {row["code"]: row for row in csv.DictReader(TABLE.read_text("utf-8").splitlines())}
    for id_, entry in known.items():
        codes = entry.codes or Codes()
        if codes.iso2 or codes.iso3 or codes.m49 or isinstance(entry, Country):
            yield from (f"{id_}: {fault}" for fault in _country_faults(codes, names_of(records, id_)))
            key = codes.m49
        elif codes.iso3166_2 and isinstance(entry, Place):
            kind, up = entry.kind, above(parents(records), id_)
            yield from (f"{id_}: {fault}" for fault in _province_faults(codes.iso3166_2, kind, names_of(records, id_)))
            if country_of_code(records, entry) not in up:
                yield f"{id_}: {codes.iso3166_2} is not of its country"
            key = codes.iso3166_2
        else:
            if entry.kind == "province":
                yield f"{id_}: a province without code"
            key = None
        row = points.get(key or "")
        found = (entry.point.lat, entry.point.long) if entry.point else None
        if found != ((row["lat"], row["long"]) if row else None):
            yield f"{id_}: point {found} is not that of {key}"
        if found and codes.iso3166_2:
            of = countries(records)[country_of_code(records, entry)].codes  # type: ignore[index, arg-type]
            if not within(found, points[of.m49]):  # type: ignore[union-attr, index]
                yield f"{id_}: lies outside of its country"
    for code, ids in _holders(known).items():
        if len(ids) > 1:
            yield f"{', '.join(ids)}: {code} twice"


def _country_faults(codes: Codes, names: set[str]) -> Iterator[str]:
    listed = pycountry.countries.get(alpha_2=codes.iso2 or "")
    if listed is None or (listed.alpha_3, listed.numeric) != (codes.iso3, codes.m49):
        yield f"no country of ISO 3166-1 has {codes.iso2}, {codes.iso3}, {codes.m49}"
        return
    theirs = [listed.name, *(getattr(listed, form, "") for form in ("official_name", "common_name"))]
    # "Korea, Republic of" and "Macao" in "Macao, China".
    theirs += [" ".join(reversed(listed.name.split(", ")))]
    if not names & {words(name) for name in theirs if name}:
        yield f"{codes.iso2} is {listed.name}"


def _province_faults(code: str, kind: str, names: set[str]) -> Iterator[str]:
    listed = pycountry.subdivisions.get(code=code)
    if listed is None:
        yield f"ISO 3166-2 has no {code}"
        return
    if words(listed.name) not in names and SAME_NAME_IN_ISO.get(code) != listed.name:
        yield f"{code} is {listed.name}"
    if kind != "province" and not (kind == "town" and listed.type in CITIES):
        yield f"{code} is a {listed.type}, not a {kind}"


def _holders(known: dict[str, Country | Place]) -> dict[str, list[str]]:
    holders = defaultdict(list)
    for id_, entry in known.items():
        codes = entry.codes.model_dump(exclude_none=True) if entry.codes else {}
        for name in ("iso2", "iso3", "iso3166_2", "m49"):
            if name in codes:
                holders[codes[name]].append(id_)
    return holders


def within(point: tuple[str, str], box: dict[str, str]) -> bool:
    lat, long = map(Decimal, point)
    south, west, north, east = (Decimal(box[side]) for side in ("south", "west", "north", "east"))
    # A box over the 180th meridian goes on past it, on either side.
    return south <= lat <= north and any(west <= long + turn <= east for turn in (-360, 0, 360))


def test_codes_names_and_points_are_those_of_the_packages(records: Records) -> None:
    assert list(faults(records)) == []


def test_every_country_and_province_has_code_and_point(records: Records) -> None:
    """But for none: else the map would leave it out in silence."""
    provinces = {id_: place for id_, place in places(records).items() if place.kind == "province"}
    assert len(provinces) > 25
    for id_, entry in {**countries(records), **provinces}.items():
        assert entry.codes is not None, id_
        assert entry.point is not None, id_


def test_towns_with_a_code_are_cities_that_iso_3166_2_lists(records: Records) -> None:
    """A town that only shares the name of the province around it has none."""
    found = {id_ for id_, place in places(records).items() if place.kind == "town" and place.codes is not None}
    assert found == {"beijing", "ha-noi", "ho-chi-minh-city", "phnom-penh", "shanghai"}


def test_points_of_the_table_lie_in_their_own_box() -> None:
    rows = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
    assert len(rows) > 300
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(pycountry.subdivisions.get(code=row["code"]) for row in rows if "-" in row["code"])
    for row in rows:
        assert within((row["lat"], row["long"]), row), row
    swapped = [row for row in rows if within((row["long"], row["lat"]), row)]
    assert len(swapped) < 10, "a box that holds the point either way round would show nothing"


def test_known_points(records: Records) -> None:
    """By hand, from a map: Houaphanh is in the far north-east, Savannakhet in the south, Australia in the south."""

    def at(id_: str) -> tuple[Decimal, Decimal]:
        point = records.things[id_].entry.point  # type: ignore[union-attr]
        return Decimal(point.lat), Decimal(point.long)  # type: ignore[union-attr]

    assert at("houaphanh")[0] > at("savannakhet")[0] + 3
    assert at("houaphanh")[1] > at("bokeo")[1] + 2
    assert at("australia")[0] < 0 < at("australia")[1]
    assert at("united-states")[1] < 0
    assert Decimal(8) < at("viet-nam")[0] < 24
    for north, south in (("phongsali", "oudomxai"), ("vientiane-province", "vientiane-capital")):
        assert at(north)[0] > at(south)[0], (north, south)


# Decoys --------------------------------------------------------------------------------------------


def changed(records: Records, id_: str, **fields: Any) -> Records:
    """The records with other values in one entry."""
    thing = records.things[id_]
    entry = thing.entry.model_copy(update=fields)  # type: ignore[union-attr]
    return replace(records, things={**records.things, id_: replace(thing, entry=entry)})


#: A wrong entry, and the words in which it is found.
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("houaphanh", {"codes": Codes(iso3166_2="LA-XX")}, "ISO 3166-2 has no LA-XX"),
    ("houaphanh", {"codes": Codes(iso3166_2="LA-BK")}, "LA-BK is Bokèo"),
    ("houaphanh", {"codes": Codes(iso3166_2="LA-BK")}, "LA-BK twice"),
    ("houaphanh", {"codes": Codes(iso3166_2="VN-05")}, "VN-05 is not of its country"),
    ("houaphanh", {"codes": None}, "a province without code"),
    ("pursat", {"codes": Codes(iso3166_2="KH-12")}, "KH-12 is Phnom Penh"),
    ("vientiane", {"codes": Codes(iso3166_2="LA-VI")}, "LA-VI is a Province, not a town"),
    ("lao-pdr", {"codes": Codes(iso2="LA", iso3="LBR", m49="418")}, "no country of ISO 3166-1 has LA, LBR, 418"),
    ("lao-pdr", {"codes": Codes(iso2="LA", iso3="LAO", m49="417")}, "no country of ISO 3166-1 has LA, LAO, 417"),
    ("guinea", {"codes": Codes(iso2="GW", iso3="GNB", m49="624")}, "GW is Guinea-Bissau"),
    ("japan", {"codes": None}, "no country of ISO 3166-1 has None"),
    ("houaphanh", {"point": Point(lat="20.38", long="103.98")}, "is not that of LA-HO"),
    ("houaphanh", {"point": None}, "point None is not that of LA-HO"),
    ("macao-china", {"point": Point(lat="22.00", long="113.00")}, "is not that of 446"),
    ("tokyo", {"point": Point(lat="35.68", long="139.69")}, "is not that of None"),
    ("houaphanh", {"point": Point(lat="-20.38", long="103.97")}, "lies outside of its country"),
]


@pytest.mark.parametrize(("id_", "fields", "words_"), WRONG, ids=[f"{w[0]}-{n}" for n, w in enumerate(WRONG)])
def test_a_wrong_code_or_point_is_found(records: Records, id_: str, fields: dict[str, Any], words_: str) -> None:
    found = [fault for fault in faults(changed(records, id_, **fields)) if words_ in fault]
    assert found, words_
    assert all(id_ in fault for fault in found)


COUNTRY = "- {id: arle, name: Arle, codes: {iso2: XA, iso3: XAR, m49: '999'}}\n"
PLACE = (
    "- {id: west, name: West, kind: province, part_of: arle, named_in: [{document: report, section: A, line: 1}]%s}\n"
)
DOCUMENT = (
    "- {id: report, name: Report, kind: report, issued: '2020', sections: [{key: A, title: All of it, lines: 1-9}]}\n"
)


def world(folder: Path, place: str = "", statements: str = "", more: str = "") -> Path:
    """One country, one province, one report."""
    files = {
        "entities/country/all.yaml": COUNTRY,
        "entities/place/all.yaml": PLACE % place + more,
        "entities/document/all.yaml": DOCUMENT,
    }
    said = "".join(f"  - {{{each}, line: 1}}\n" for each in statements.split(";") if each)
    if said:
        files["statements/report/all.yaml"] = f"document: report\nblocks:\n- section: A\n  statements:\n{said}"
    (folder / "statements").mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


TOWN = "- {id: hill, name: Hill, kind: town, named_in: [{document: report, section: A, line: 1}]}\n"


def test_a_sound_little_world(tmp_path: Path) -> None:
    small = load_records(world(tmp_path, ", point: {lat: -0.5, long: 179}"))
    assert without_a_way_up(small) == circles(small) == set()
    assert places(small)["west"].point == Point(lat="-0.5", long="179")


def test_a_town_of_nowhere_is_found(tmp_path: Path) -> None:
    assert without_a_way_up(load_records(world(tmp_path, more=TOWN))) == {"hill"}


def test_two_places_in_each_other_are_found(tmp_path: Path) -> None:
    """`pactgraph check` knows circles of part_of; these go round by located_in."""
    said = "subject: hill, predicate: located_in, object: west;subject: west, predicate: located_in, object: hill"
    assert circles(load_records(world(tmp_path, statements=said, more=TOWN))) == {"hill", "west"}


def test_a_planned_place_is_no_way_up(tmp_path: Path) -> None:
    said = "subject: hill, predicate: located_in, object: west, status: planned"
    assert without_a_way_up(load_records(world(tmp_path, statements=said, more=TOWN))) == {"hill"}


@pytest.mark.parametrize(
    "written",
    [
        "codes: {iso3166_2: LA-HOUA}",
        "codes: {iso3166_2: la-ho}",
        "point: {lat: 90.5, long: 0}",
        "point: {lat: 0, long: -180.01}",
        "point: {lat: '18,2', long: 102.1}",
        "point: {lat: 018.2, long: 102.1}",
        "point: {lat: 18.2N, long: 102.1}",
        "point: {lat: true, long: 102.1}",
        "point: {lat: 18.2}",
        "point: {lat: 18.2, long: 102.1, height: 5}",
    ],
)
def test_what_cannot_be_a_code_or_point_is_an_error(tmp_path: Path, written: str) -> None:
    with pytest.raises(pactgraph.DataError, match=r"place/all\.yaml"):
        load_records(world(tmp_path, ", " + written))


@pytest.mark.parametrize("lat", ["nan", "1e1", "٣", "+5", "--5", " 5", ""])
def test_degrees_are_plain_digits(lat: str) -> None:
    with pytest.raises(ValidationError):
        Point(lat=lat, long="0")


# The graph -----------------------------------------------------------------------------------------


def test_points_are_asked_for_in_sparql(records: Records) -> None:
    graph = pactgraph.load()
    rows = graph.query(
        "SELECT ?place ?lat ?long ?code { ?place wgs84:lat ?lat ; wgs84:long ?long "
        "OPTIONAL { ?place skos:notation ?code FILTER (datatype(?code) = pact:code-iso3166_2) } }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = {row["place"].value.rpartition("/")[2]: row for row in rows}
    assert set(found) == {
        id_ for id_, entry in {**countries(records), **places(records)}.items() if entry.point is not None
    }
    lao = found["houaphanh"]
    assert lao["lat"].datatype.value == lao["long"].datatype.value == "http://www.w3.org/2001/XMLSchema#decimal"
    assert (lao["code"].value, float(lao["lat"].value), float(lao["long"].value)) == ("LA-HO", 20.38, 103.97)
