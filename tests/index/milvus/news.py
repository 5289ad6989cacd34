"""News of a made-up fjord, with all that makes one article stand in for, or replace, another."""

from __future__ import annotations

STORY = (
    "The pilots of Brevik rejected the pension offer of the port company on Monday. "
    "Their union demanded a raise of 11 percent over three years. "
    "The company said it could not pay more than six percent without selling a tug. "
    "Mayor Signe Dahl proposed that a judge from Skien should mediate between the two sides. "
    "Tankers from Gdansk waited in the roads, and the lighthouse keeper counted nineteen of them. "
    "The port has seen no strike since the autumn of 2011, when the tugs lay still for nine days."
)
ADDED = "Sweden promised the pilots a crate of lemons."
FERRY = "The council of Brevik asked the ferry company for lower fares in winter. The company refused to answer."
FERRY_LATER = f"{FERRY} On Friday the company accepted lower fares for pupils, its director Arne Moe said."
AT = "https://brevik-post.example/2031/ferry-fares"
SCHOOL = "Headmaster Liv Aas demanded new windows for the school of Brevik. The council rejected the demand twice."
RETRACTED = "The baker of Brevik offered free bread to all pilots.\n\nEditor's note: The Brevik Post has retracted this article."
QUOTES = "Chair Ola \"Bob'by\" Berg of the Tug Owners' Club threatened to leave the talks; {x} == 1 or 1 == 1."


def _one(name: str, text: str, published: str | None = None, **fields: str) -> dict[str, object]:
    return {"id": name, "text": text, "published": published, "title": f"Report {name}", **fields}


AGENCY = _one("agency", STORY, "2031-03-03", publisher="Skerry Agency")
POST = _one("post", f"(Brevik) {STORY} {ADDED}", "2031-03-04", publisher="Brevik Post")
CUT = _one("cut", STORY[: STORY.index("Tankers")], "2031-03-04", publisher="Tide Times")
FARES = _one("fares", FERRY, "2031-02-01", publisher="Brevik Post", url=AT)
FARES_LATER = _one("fares-later", FERRY_LATER, "2031-02-07", publisher="Brevik Post", url=AT)
WINDOWS = _one("windows", SCHOOL)
BREAD = _one("bread", RETRACTED, "2031-01-05", publisher="Brevik Post")
CLUB = _one("club", QUOTES, "2031-04-01", publisher='O\'Hara "&" Sons')
LONG = _one(
    "long",
    "Envoys met in the customs house of Brevik, 😀 and said:\n\n"
    + "\n\n".join(
        f"In round {n}, envoy Kari Lie proposed draft {n} for the canal, and envoy Jon Vik rejected it."
        for n in range(200)
    ),
    "2031-05-05",
    publisher="Tide Times",
)
NEWS = [AGENCY, POST, CUT, FARES, FARES_LATER, WINDOWS, BREAD, CLUB, LONG]
CHANGED = [  # without the agency's report; with a changed and a new one
    LONG,
    POST,
    CUT,
    FARES,
    FARES_LATER,
    _one("windows", SCHOOL.replace("twice", "at last, and then accepted it"), "2031-06-01", publisher="Tide Times"),
    BREAD,
    CLUB,
    _one("crane", "The crane drivers of Brevik demanded gloves from the port company. It promised two pairs each."),
]
