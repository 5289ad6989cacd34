"""What each command does. Results go to stdout, all else to stderr."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.feedback import feedback_as_qa
from assistant.llm.endpoint import OFF
from assistant.progress import bar
from assistant.question import FILTERS, Question, checked, parse_filters, parse_question
from assistant.remarks import resolved_to_json
from assistant.settings import LOCAL, Settings, read_settings
from assistant.show import show_answer, show_articles, show_hits, show_resolved, show_statements, show_summary
from assistant.statement_rows import statement_row, to_csv
from corpus.article import Article
from corpus.errors import BadInput
from corpus.language import language_at
from corpus.sources import Source, sources
from corpus.statement import Act
from corpus.web.polite import PoliteFetcher
from index.archive import Hit, Reader
from index.catalog import IN_USE, REMOVED, open_catalog
from index.editions import resolve_citation
from index.embed import load_embedder
from index.filters import Filters
from index.migrate import to_folder, to_store
from index.milvus.address import TOKEN, is_address, parse_address
from index.open import open_reader
from index.removal import remove, restore
from index.update import Summary, count_articles, update
from index.workers import Begin

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Command = Callable[[Namespace], int]


def index(given: Namespace) -> int:
    """Build or update an index."""
    settings = _settings(given)
    corpora = sources(given.corpus)
    fetcher = PoliteFetcher(allow_private=given.allow_private, delay_s=given.delay)
    summary = _update(corpora, settings, fetcher, given.workers)
    if summary.skipped and not summary.read:
        others = f" (and {len(summary.skipped) - 1} more)" if len(summary.skipped) > 1 else ""
        raise BadInput(f"nothing to index: {summary.skipped[0]}{others}")
    for refusal in summary.skipped:
        _warn(f"skipped {refusal}")
    show_summary(summary, settings.index)
    _fill_store(settings, load_embedder(settings.model).dimension)
    named = {corpus if isinstance(corpus, str) else corpus.name for corpus in corpora if not _is_folder(corpus)}
    return 2 if any(refusal.file in named for refusal in summary.skipped) else 0


def ask(given: Namespace) -> int:
    """Answer a question, or each of a file."""
    if (given.question is None) == (given.batch is None):
        raise BadInput("give a QUESTION or --batch QUESTIONS.jsonl, one of them; see: demarche ask --help")
    filters = _filters(given)
    if given.batch is not None:
        return _ask_batch(given, filters)
    question = Question(checked(given.question, "QUESTION"), filters=filters)
    answer = _open(given).ask(question)
    _print_json(answer.to_json()) if given.json else show_answer(answer)
    return 0


def lookup(given: Namespace) -> int:
    """Ranked passages for a query."""
    query = checked(given.query, "QUERY")
    hits = _open(given).lookup(query, given.k, _filters(given))
    _print_json([hit_to_json(rank, hit) for rank, hit in enumerate(hits, 1)]) if given.json else show_hits(hits)
    return 0


def statements(given: Namespace) -> int:
    """Who did what, as rows."""
    filters = _filters(given)
    acts = [Act(act) for act in given.act or ()]
    found = _reader(given).find_statements(actor=filters.actor, acts=acts, topic=given.topic, filters=filters)
    rows = [statement_row(stored) for stored in found]
    if given.json:
        _print_json(rows)
    elif given.csv:
        print(to_csv(rows), end="")
    else:
        show_statements(rows)
    return 0


def evaluate(given: Namespace) -> int:
    """Measure answers on a QA set, or compare two reports."""
    from assistant.evaluation.compare import compare
    from assistant.evaluation.evaluate import evaluate as measure
    from assistant.evaluation.report import to_markdown

    if given.compare:
        out = Path(given.out) / "comparison.md" if given.out else None
        first, second = map(Path, given.compare)
        print(compare(first, second, out))
        return 0
    if given.qa is None:
        raise BadInput("give a QA.jsonl, or --compare with two report.json; see: demarche evaluate --help")
    with tempfile.TemporaryDirectory() as temporary:
        if given.corpus:
            given.index, given.store = temporary, LOCAL
            _update([Path(given.corpus)], _settings(given))
        out = Path(given.out) if given.out else None
        with bar("answering", "questions") as progress:
            paraphrases = Path(given.paraphrases) if given.paraphrases else None
            report = measure(Path(given.qa), _open(given), out, progress, paraphrases=paraphrases)
    print(to_markdown(report))
    for warning in report.warnings:
        _warn(warning)
    return 0


def challenge(given: Namespace) -> int:
    """Make a QA set of an index's statements: straight questions, and swapped, displaced and opposite ones."""
    from assistant.challenge.generate import write_challenge

    counts = write_challenge(_reader(given), Path(given.out), limit=given.limit, seed=given.seed)
    listed = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"{sum(counts.values())} questions in {given.out}: {listed}")
    return 0


def feedback(given: Namespace) -> int:
    """What readers said of answers, one question of a QA set a line."""
    for item in feedback_as_qa(_settings(given).index):
        print(json.dumps(item, ensure_ascii=False))
    return 0


def serve(given: Namespace) -> int:
    """The chat in the browser."""
    from assistant.chat.serve import serve as run

    run(
        read_settings(
            given.index, given.model, store=given.store, host=given.host, port=given.port,
            llm=given.llm, llm_model=given.llm_model,
        )
    )  # fmt: skip
    return 0


def articles(given: Namespace) -> int:
    """List the articles of an index."""
    state = REMOVED if given.removed else IN_USE
    reader = _reader(given)
    listed = list(reader.listed(state))
    known = reader.standings(state) if given.json else {}
    rows = [article_to_json(*row) | asdict(known[row[0].id]) for row in listed] if given.json else []
    _print_json(rows) if given.json else show_articles(listed)
    return 0


def remove_articles(given: Namespace) -> int:
    """Take articles out of an index."""
    _change_articles(given, remove)
    print(f"removed {len(given.id)}; it stays out until: demarche articles restore ID")
    return 0


def restore_articles(given: Namespace) -> int:
    """Put articles back that were taken out of an index."""
    _change_articles(given, restore)
    print(f"restored {len(given.id)}")
    return 0


def _change_articles(given: Namespace, change: Callable[[Sequence[str], Path, int], None]) -> None:
    """Change the articles named in the index's folder, then in the store if one is given."""
    settings = _settings(given)
    with open_catalog(settings.index):
        pass  # a clear word if there is no index, before a model is loaded
    dimension = load_embedder(settings.model).dimension
    change(given.id, settings.index, dimension)
    _fill_store(settings, dimension)


def migrate(given: Namespace) -> int:
    """Copy an archive from a folder into a store, or back."""
    token = os.environ.get(TOKEN)
    source, target = given.source, given.target
    if is_address(source) == is_address(target):
        raise BadInput(
            "migrate goes from a folder to a store or from a store to a folder; see: demarche migrate --help"
        )
    with bar("copying", "articles") as show:
        dimension = load_embedder(_settings(given).model).dimension
        if is_address(target):
            done = to_store(Path(source), parse_address(target, token), dimension, replace=given.replace, progress=show)
            line = f"{done.versions:,} versions of articles, {done.passages:,} passages; {done.written:,} written"
        else:
            manifest = to_folder(parse_address(source, token), Path(target), dimension, show)
            line = f"{manifest.versions:,} versions of articles, {manifest.passages:,} passages"
    print(f"{target}: {line}")
    return 0


def resolve(given: Namespace) -> int:
    """Look a citation up again."""
    try:
        found = resolve_citation(_reader(given).edition, given.article, given.version, given.start, given.end)
    except KeyError as error:
        version = f" of version {given.version}" if given.version else ""
        raise BadInput(f"{given.article}: no such article{version}; list them with: demarche articles") from error
    except IndexError as error:
        raise BadInput(f"{given.article}: {given.start} to {given.end} is no range of its text") from error
    _print_json(resolved_to_json(found)) if given.json else show_resolved(found)
    return 0


def doctor(given: Namespace) -> int:
    """Check versions, models and the health of an index."""
    from assistant.doctor import examine

    settings = _settings(given)
    findings = list(examine(settings))
    for finding in findings:
        print(f"{'ok     ' if finding.sound else 'PROBLEM'} {finding.what}: {finding.detail}")
    return 0 if all(finding.sound for finding in findings) else 3


def hit_to_json(rank: int, hit: Hit) -> dict[str, object]:
    """A passage found, as ``lookup --json`` shows it."""
    article = hit.article
    return {
        "rank": rank,
        "article": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
        "passage": hit.passage,
        "start": hit.span.start,
        "end": hit.span.end,
        "quote": hit.text,
        "language": language_at(article, hit.span),
        "similarity": round(hit.similarity, 4),
        "keyword": round(hit.keyword, 4),
    }


def article_to_json(article: Article, version: int, passages: int) -> dict[str, object]:
    """An article as ``articles --json`` lists it."""
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "published": article.published,
        "url": article.url,
        "language": article.language,
        "provenance": dict(article.provenance),
        "characters": len(article.text),
        "passages": passages,
        "version": version,
        "sha256": article.digest(),
    }


def _ask_batch(given: Namespace, filters: Filters) -> int:
    """One answer a line, in input order. A broken line is reported and passed over; the status is then 2."""
    lines = _read_lines(given.batch)
    assistant = _open(given)
    status = 0
    for number, line in lines:
        try:
            question = parse_question(_parse_line(line, f"{given.batch}:{number}"), f"{given.batch}:{number}")
        except BadInput as error:
            _warn(f"skipped {error}")
            status = 2
            continue
        print(_json_line(assistant.ask(_with_filters(question, filters))), flush=True)
    return status


def _with_filters(question: Question, filters: Filters) -> Question:
    """A question without filters of its own takes those of the command line."""
    return (
        question
        if question.filters or not filters
        else Question(question.question, question.id, question.turns, filters)
    )


def _read_lines(path: str) -> list[tuple[int, str]]:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8 text") from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise BadInput(f"{path}: no questions in it")
    return lines


def _parse_line(line: str, where: str) -> object:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"{where}: not JSON ({error})") from error


def _is_folder(corpus: Source) -> bool:
    return isinstance(corpus, Path) and corpus.is_dir()


def _update(
    corpora: Sequence[Source], settings: Settings, fetcher: PoliteFetcher | None = None, workers: str = "local"
) -> Summary:
    total = count_articles(corpora)
    embedder = load_embedder(settings.model)
    with bar("indexing", "articles") as show:
        return update(
            corpora,
            settings.index,
            embedder,
            progress=lambda articles, passages: show(articles, max(articles, total)),
            processes=int(workers) if workers.isdecimal() else 0,
            fetcher=fetcher,
            workers=_ray(workers, settings.model) if workers.startswith("ray") else None,
        )


def _ray(workers: str, model: str) -> Begin:
    from index.ray_workers import ray_workers

    return partial(ray_workers, model=model, address=workers if workers != "ray" else None)


def _open(given: Namespace) -> Assistant:
    from assistant.assistant import open_assistant  # with it comes the parser, which the other commands do not need

    settings = _settings(given)
    return open_assistant(settings.index, settings.model, store=settings.store, warn=_warn, llm=settings.llm)


def _reader(given: Namespace) -> Reader:
    settings = _settings(given)
    return open_reader(settings.index, settings.store)


def _fill_store(settings: Settings, dimension: int) -> None:
    """Have the store, if one is given, hold what the index's folder holds now."""
    if settings.store is not None:
        with bar("loading", "articles") as show:
            to_store(settings.index, settings.store, dimension, replace=False, progress=show)


def _settings(given: Namespace) -> Settings:
    llm = getattr(given, "llm", OFF)  # of no interest to a command without the option
    store = getattr(given, "store", None)
    return read_settings(given.index, given.model, store=store, llm=llm, llm_model=getattr(given, "llm_model", None))


def _filters(given: Namespace) -> Filters:
    return parse_filters({name: getattr(given, name) for name in FILTERS}, "filters")


def _warn(line: str) -> None:
    print(f"demarche: {line}", file=sys.stderr)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _json_line(answer: Answer) -> str:
    return json.dumps(answer.to_json(), ensure_ascii=False)
