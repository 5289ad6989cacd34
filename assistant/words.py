"""What the page, abstentions and remarks say, by key and language. The page says it all through ``say``.

To translate it: one more table, and DEMARCHE_LANGUAGE with its name.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

_ENGLISH = {
    "motto": "Who said what to whom, and the sentence that shows it",
    "someone": "someone", "in_its_words": "“{words}”",
    "chat.title": "## Who proposed, demanded, rejected what?\nAsk; each answer shows the sentence it rests on.",
    "chat.label": "Conversation", "ask.label": "Your question", "ask.placeholder": "Ask about the articles",
    "ask.reading": "Reading the articles …",
    # answers
    "answer.source": "Source {number}: {title}", "answer.understood": "Understood as:",
    "answer.only": "Only articles {words}.", "answer.link": "Link to this question",
    # abstentions: each says by itself that the articles do not say it, and why
    "no.no-evidence": "The articles do not say this.",
    "no.no-evidence.nothing": "The articles do not say this, and nothing in them comes close.",
    "no.role-mismatch": "The articles do not say this: what they report has the parties the other way round.",
    "no.false-premise": "The articles do not say this: what they report differs from it.",
    "no.missing-detail": "The articles report on this, but do not say the detail that is asked for.",
    "no.out-of-range": "No article passes the filters.",
    "no.out-of-range.time": "No article that was searched is of that time.",
    "no.out-of-range.undated": "The articles that come closest have no date and do not say that this was at that time.",
    "no.unsupported": "The articles do not say this in so many words.",
    "no.courtesy":
        "Ask who proposed, demanded, offered, promised, accepted, rejected or denied what, and I look it up.",
    "no.keywords": "That is no question yet; these are the passages about it. Ask who said, wanted or refused what.",
    "no.keywords.nothing":
        "That is no question yet, and no passage has these words. Ask who said, wanted or refused what.",
    # notes on an answer
    "note.undated": "The date filter left out {count} articles whose date is unknown.",
    "note.undated_one": "The date filter left out 1 article whose date is unknown.",
    "note.no_order": "None of these articles has a date: their order is not one of time.",
    "note.some_order": "{undated} of these {all} articles have no date and come first.",
    "note.unanswered": "Of what is asked the articles do not say: “{question}”",
    "note.retracted": "[{marker}] is from an article that was retracted.",
    "note.future": "[{marker}] is dated {published}, after the day it was indexed: the date is doubtful.",
    "note.foreign":
        "[{marker}] is quoted in its own language ({language}); it was found by its words, not its meaning.",
    "note.as_of": "[{marker}] was changed after {day}; what it said by then may differ.",
    "note.worded": "Worded by the language model {model}; each of its sentences was held against its quotes.",
    "note.replaced":
        "{count} of the model's {all} sentences failed that ({faults}): the articles' own words, in quotation marks, "
        "or nothing stand in their place.",
    "note.nothing":
        "Nothing that the language model {model} wrote is borne out by its quotes; these are the articles' own words.",
    "note.read_as":
        "Read as: “{proposal}”, in the words of the language model {model}; the articles were searched for that too.",
    "note.unasked": "The language model was not asked what the question means: {why}.",
    "note.unused": "The language model was not used: {why}. These are the articles' own words.",
    # remarks on a citation
    "remark.updated": "This article was updated since.", "remark.itself": "It says of itself: “{quote}”",
    "remark.same_outlet": "The same outlet ran it {count} times.", "remark.also_in": "Also in {count}: {names}.",
    "remark.also_more": "Also in {count}: {names} and {more} more.",
    "remark.latest_has": "This article was updated; the latest version still has these words.",
    "remark.latest_has_not": "This article was updated; the latest version no longer has these words.",
    "remark.other_has": "This article was updated by {other}; the latest version still has these words.",
    "remark.other_has_not": "This article was updated by {other}; the latest version no longer has these words.",
    "remark.retracted": "It was retracted.", "remark.removed": "It was removed from the index.",
    "no.searched": "Searched: {covered}.", "no.searched_only": "Searched: {covered}; only those {words}.",
    "no.closest": "See what comes closest",
    # proofs
    "proofs.title": "Proof", "proofs.earlier": "Earlier:", "proofs.nearest": "What comes closest",
    "proofs.empty": "Each answer carries numbers. The sentence behind each number appears here, marked in its article.",
    "proofs.not": "They do not answer the question.",
    "proofs.nothing": "Nothing in the archive comes close.", "proofs.badge": "not an answer",
    # what the archive covers
    "archive.unreadable": "an archive that cannot be read just now",
    "archive.article": "{count} article", "archive.articles": "{count} articles",
    "archive.outlet": "{count} outlet", "archive.outlets": "{count} outlets",
    "archive.from": "{articles} from {outlets}", "archive.on": "{what}, {first}",
    "archive.between": "{what}, {first} to {last}",
    "archive.all_undated": "{what}, all undated", "archive.undated": "{what}; {count} undated",
    "day": "{day} {month} {year}",
    "month.1": "January", "month.2": "February", "month.3": "March", "month.4": "April", "month.5": "May",
    "month.6": "June", "month.7": "July", "month.8": "August", "month.9": "September", "month.10": "October",
    "month.11": "November", "month.12": "December",
    "tab.ask": "Ask", "tab.lookup": "Look up", "tab.positions": "Positions", "tab.articles": "Articles",
    # statements
    "said.to": "to", "said.if": "if", "said.told_by": "as told by",
    "badge.verbatim": "verbatim", "badge.paraphrase": "paraphrase",
    "badge.named": "named", "badge.anonymous": "anonymous",
    "modality.conditional": "conditional", "modality.future": "to come", "modality.hoped": "hoped for",
    "modality.possible": "possible",
    "did_not": "did not", "refused_to": "refused to",
    "did.propose": "proposed", "did.demand": "demanded", "did.request": "requested", "did.offer": "offered",
    "did.promise": "promised", "did.accept": "accepted", "did.reject": "rejected", "did.threaten": "threatened",
    "did.warn": "warned", "did.accuse": "accused", "did.deny": "denied", "did.announce": "announced",
    "did.state": "said",
    "do.propose": "propose", "do.demand": "demand", "do.request": "request", "do.offer": "offer",
    "do.promise": "promise",
    "do.accept": "accept", "do.reject": "reject", "do.threaten": "threaten", "do.warn": "warn", "do.accuse": "accuse",
    "do.deny": "deny", "do.announce": "announce", "do.state": "say",
    # sources
    "source.no_headline": "No headline", "source.no_outlet": "outlet unknown", "source.no_date": "date unknown",
    "source.whole": "Whole article", "source.copy": "Copy citation", "source.copied": "Copied",
    "source.link": "Link to this source",
    "source.published_at": "Published at", "source.heading": "Source",
    "source.gone": "There is no such source in this archive. Perhaps the link is from another one.",
    # filters
    "filter.open": "Filters", "filter.title": "Search only",
    "filter.from": "From (YYYY-MM-DD)", "filter.to": "To (YYYY-MM-DD)",
    "filter.outlet": "Outlet", "filter.any_outlet": "Any outlet",
    "filter.actor": "Who acts", "filter.any_actor": "Anyone",
    "filter.act": "What is done", "filter.any_act": "Anything", "filter.clear": "Clear filters",
    "filter.active": "Searching only articles",
    # looking up
    "only.published": "published {days}", "only.since": "since {day}", "only.until": "until {day}",
    "only.both": "since {first} and until {last}", "only.by": "by {outlet}", "only.acts": "where {who} acts",
    "only.report": "that report what is {done}",
    "done.propose": "proposed", "done.demand": "demanded", "done.request": "requested", "done.offer": "offered",
    "done.promise": "promised", "done.accept": "accepted", "done.reject": "rejected", "done.threaten": "threatened",
    "done.warn": "warned of", "done.accuse": "accused of", "done.deny": "denied", "done.announce": "announced",
    "done.state": "stated",
    "lookup.label": "Words to look up", "lookup.placeholder": "Look up passages, without an answer",
    "lookup.go": "Look up", "lookup.count": "Passages", "lookup.link": "Link to this look-up",
    "lookup.empty": "Passages that fit your words appear here, best first, with the words marked.",
    "lookup.none": "No passage fits. Fewer or other words, or fewer filters, may find more.",
    "lookup.found": "{count} passages, best first", "lookup.found_one": "1 passage",
    # positions
    "positions.topic": "About", "positions.topic_hint": "Words of what was said, such as: ceasefire, wages",
    "positions.go": "Show", "positions.csv": "Download CSV", "positions.json": "Download JSON",
    "positions.none": "No position fits. Other words, or fewer filters, may find some.",
    "positions.found": "{count} positions, newest first. Choose a row or a point to see the sentence.",
    "positions.found_one": "1 position. Choose its row to see the sentence.",
    "positions.cut": "{count} positions, the {shown} newest shown. A topic or filters narrow them; downloads have all.",
    "positions.link": "Link to this table", "positions.table": "Positions", "positions.skip": "Go to the table",
    "positions.opened": "The sentence behind a row or a point of the timeline appears here.",
    "positions.timeline": "Timeline of positions by who took them",
    "table.search": "Search the table", "field.calendar": "{field}: calendar",
    "column.number": "No.", "column.date": "Date", "column.who": "Who", "column.act": "Act", "column.what": "What",
    "column.whom": "To whom", "column.told_by": "As told by", "column.outlet": "Outlet",
    "changes.title": "Changes of position ({count})",
    "legend.ask": "asks, proposes", "legend.agree": "accepts, promises", "legend.refuse": "rejects, denies",
    "legend.press": "threatens, accuses, warns", "legend.say": "says, announces",
    # keeping
    "keep.renew": "New conversation", "keep.judge": "Feedback",
    "keep.as": "Save as {form}", "keep.understood": "Understood as: {question}",
    "keep.nearest": "Not an answer, but closest:", "keep.thanks": "Thank you. It is kept for the next evaluation.",
    "verdict.right": "Right", "verdict.wrong speaker": "Wrong speaker", "verdict.not in source": "Not in source",
    "verdict.missed it": "Missed it",
    # articles
    "column.headline": "Headline", "column.passages": "Passages", "column.id": "Id",
    "articles.cut": "The {shown} newest are listed.",
    "articles.upload": "Add articles: up to {files} files, {megabytes} MB each, {together} MB together",
    "articles.paste": "Or paste one", "paste.title": "Headline", "paste.publisher": "Outlet",
    "paste.published": "Date (YYYY-MM-DD)", "paste.url": "Address (URL)", "paste.text": "Text",
    "paste.go": "Add this text",
    "articles.reading": "Reading: {read} of {total} articles …",
    "articles.meanwhile": "Until this is done, answers come from {covered}.",
    "articles.done": "Done; what was added is in use now.",
    "articles.busy": "Articles are being added just now. Please try again when that is done.",
    "articles.disk": "The files cannot be kept here. Whoever runs this sees to the index's folder.",
    "articles.remove": "Remove this article", "articles.remove_yes": "Yes, remove it", "articles.remove_no": "Keep it",
    "articles.removed": "Removed:",
    "articles.read_only": "Articles can be added here only on this machine itself, or where a password is set.",
    "result.added": "{count} added", "result.changed": "{count} in a new version",
    "result.unchanged": "{count} unchanged",
    "result.refused": "not read:", "result.more": "and {count} more", "result.nothing": "no article in it",
    # next questions
    "next.propose": "What did {who} propose?", "next.demand": "What did {who} demand?",
    "next.request": "What did {who} ask for?", "next.offer": "What did {who} offer?",
    "next.promise": "What did {who} promise?", "next.accept": "What did {who} accept?",
    "next.reject": "What did {who} reject?", "next.threaten": "What did {who} threaten?",
    "next.warn": "What did {who} warn of?", "next.accuse": "Whom did {who} accuse?",
    "next.deny": "What did {who} deny?", "next.announce": "What did {who} announce?",
    # problems
    "problem.archive": "The archive cannot be read just now. Whoever runs it finds the reason with: demarche doctor.",
    "problem.engine": "The engine that holds the archive cannot be reached just now. Please ask again in a moment.",
    "problem.here": "This could not be answered just now; your question is fine. Please ask again in a moment.",
    "problem.too_large": "This is more than {megabytes} MB at once; add the articles in several steps.",
    "news.in_use": "New articles are in use: {covered}.",
    "ask.go": "Ask", "ask.stop": "Stop", "ask.stopped": "Stopped.",
    "ask.wording": "These are the articles' own words; the language model is wording them anew …",
    "ask.rereading": "Nothing was found; the language model is asked whether the question can be put in other words …",
    "ask.own_words": "In the articles' own words",
}  # fmt: skip

TABLES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH}


def say(key: str, **values: object) -> str:
    """What the page says for a key, in the reader's language; English where that says nothing.

    >>> say("lookup.found", count=3)
    '3 passages, best first'
    """
    table = TABLES.get(os.environ.get("DEMARCHE_LANGUAGE", "en"), _ENGLISH)
    text = table.get(key) or _ENGLISH[key]
    return text.format(**values) if values else text
