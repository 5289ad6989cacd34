"""One form for all forms of a word, the irregular verbs too."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from index.keywords import terms

_IRREGULAR = (  # forms of one verb between bars, its base form first
    "send sent|give gave given|take took taken|bring brought|buy bought|sell sold|tell told|say said|make made"
    "|go went gone|come came|become became|begin began begun|break broke broken|build built|choose chose chosen"
    "|draw drew drawn|fall fell fallen|feel felt|find found|get got gotten|grow grew grown|hear heard|hold held"
    "|keep kept|know knew known|lead led|leave left|lose lost|mean meant|meet met|pay paid|rise rose risen|run ran"
    "|see saw seen|seek sought|shake shook|shoot shot|speak spoke spoken|spend spent|stand stood|steal stole stolen"
    "|strike struck|teach taught|think thought|throw threw thrown|win won|withdraw withdrew withdrawn"
    "|write wrote written|fight fought|do did done|have has had|be is are was were been|drive drove driven"
    "|fly flew flown|forbid forbade forbidden|deal dealt|lend lent|lay laid|free freed|agree agreed|flee fled"
    "|bear bore borne|beat beaten|bind bound|bite bit bitten|bleed bled|blow blew blown|burn burnt|catch caught"
    "|cling clung|creep crept|dig dug|drink drank drunk|eat ate eaten|feed fed|forget forgot forgotten"
    "|forgive forgave forgiven|freeze froze frozen|hang hung|hide hid hidden|kneel knelt|lean leant|light lit"
    "|overcome overcame|prove proven|ride rode ridden|ring rang rung|show shown|shrink shrank shrunk|sing sang sung"
    "|sink sank sunk|sit sat|sleep slept|slide slid|spin spun|spring sprang sprung|stick stuck|sting stung"
    "|swear swore sworn|sweep swept|swim swam swum|swing swung|tear tore torn|undergo underwent undergone"
    "|understand understood|uphold upheld|wake woke woken|wear wore worn|weep wept|withhold withheld"
    "|undo undid undone"
    "|withstand withstood|foresee foresaw foreseen|overthrow overthrew overthrown|undertake undertook undertaken"
)

_PHRASAL = {  # what a verb means with a particle, by the verb's stem
    "go": {"on": "continue"}, "carri": {"on": "continue", "out": "execute"}, "press": {"on": "continue"},
    "keep": {"on": "continue", "up": "continue"}, "give": {"up": "abandon", "in": "yield"}, "run": {"out": "expire"},
    "turn": {"down": "reject"}, "vote": {"down": "reject"}, "put": {"off": "postpone"}, "call": {"off": "cancel"},
    "step": {"in": "intervene", "down": "resign"}, "back": {"down": "yield", "out": "withdraw"},
    "take": {"back": "withdraw"}, "pull": {"out": "withdraw"}, "find": {"out": "discover"}, "set": {"up": "establish"},
    "rule": {"out": "exclude"},
}  # fmt: skip


def stem_of(token: Token) -> str:
    """The stem of a word of a sentence, of a verb that of its base form."""
    verb = token.tag_.startswith("VB") or token.tag_ == "MD"
    if verb and (whole := _phrasal(token)) is not None:
        return _short(terms(whole)[0])
    word = _base_forms().get(token.lower_, token.lower_) if verb else token.lower_
    return _short((terms(word) or [word])[0])


def _phrasal(verb: Token) -> str | None:
    """The one word for a verb with its particle: “continue” for “go on”; None if there is none."""
    by_particle = _PHRASAL.get(_base_forms().get(verb.lower_, _stem(verb)))
    if by_particle is None:
        return None
    particles = (
        child.lower_
        for child in verb.children
        if child.dep_ == "prt" or (child.dep_ == "prep" and any(one.dep_ == "pcomp" for one in child.children))
    )
    return next((by_particle[particle] for particle in particles if particle in by_particle), None)


def _stem(verb: Token) -> str:
    """The stem of a verb's form alone."""
    return (terms(verb.lower_) or [verb.lower_])[0]


def stems_of(text: str) -> list[str]:
    """The stems of the words of a text, each taken for a verb where it may be an irregular one."""
    found = [stem for word in text.split() for stem in terms(_base_forms().get(word.lower(), word)) or [word.lower()]]
    return [_short(stem) for stem in found]


def _short(stem: str) -> str:
    """Without a last “e”, which Snowball leaves in “sue” and takes from “sued”."""
    return stem[:-1] if stem.endswith("e") and len(stem) > 2 else stem


@cache
def _base_forms() -> dict[str, str]:
    return {form: verb.split()[0] for verb in _IRREGULAR.split("|") for form in verb.split()}
