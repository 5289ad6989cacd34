"""The command line: arguments, exit codes, and one clear line for what goes wrong."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

from assistant import commands
from assistant.llm.endpoint import KNOWN
from corpus.errors import BadInput
from corpus.statement import Act
from corpus.web.polite import DELAY_S, MAX_DELAY_S
from index.errors import IndexUnusable

DONE, FAILED, BAD_INPUT, UNUSABLE_INDEX = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status.

    0 done; 2 bad usage or input; 3 the index is missing, damaged or of another version or model; 1 anything else.
    """
    _prepare()
    try:
        parsed = build_parser().parse_args(arguments)
        return int(parsed.run(parsed))
    except BadInput as error:
        return _fail(error, BAD_INPUT)
    except IndexUnusable as error:
        return _fail(error, UNUSABLE_INDEX)
    except KeyboardInterrupt:
        return _fail("stopped; what was finished is kept, run the same command again to go on", FAILED)
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = _Parser(
        prog="demarche", description="Who proposed, demanded or rejected what: cited answers from articles."
    )
    parser.add_argument("--version", action="version", version=f"demarche {version('demarche')}")
    add = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=_Parser).add_parser
    _index(add("index", help="build or update an index from folders, files, addresses"))
    _ask(add("ask", help="answer a question, or a file of questions"))
    _lookup(add("lookup", help="ranked passages for a query, without an answer"))
    _statements(add("statements", help="who did what: the statements that the articles report, as rows"))
    _feedback(add("feedback", help="what readers of the chat said of answers, as a QA set on stdout"))
    _evaluate(add("evaluate", help="measure answers on a QA set, or compare two reports"))
    _challenge(add("challenge", help="make questions of the statements: those they answer, and those they do not"))
    _serve(add("serve", help="the chat in the browser"))
    _articles(add("articles", help="list the articles of an index, or remove some"))
    _migrate(add("migrate", help="copy an archive from a folder into a store, or back"))
    _resolve(add("resolve", help="look a citation up again: its quote, and whether the article was updated since"))
    _doctor(add("doctor", help="check versions, models and the health of an index"))
    return parser


class _Parser(argparse.ArgumentParser):
    """A parser that reports bad usage as bad input: in one line."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message}; see: {self.prog} --help")


def _index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "corpus",
        nargs="+",
        metavar="CORPUS",
        help="a folder of articles, a file, the address of a page, feed or sitemap, or a file of addresses, one a line",
    )
    parser.add_argument("--allow-private", action="store_true", help="fetch from addresses that are not public too")
    parser.add_argument(
        "--delay",
        type=_seconds,
        default=DELAY_S,
        metavar="S",
        help="seconds between two requests to one site (default: 1)",
    )
    parser.add_argument(
        "--workers",
        type=_workers,
        default="local",
        metavar="W",
        help="who does the work: local, one process a core (default); a number of processes; ray, a Ray of its own; "
        "ray://HOST:PORT, a Ray cluster",
    )
    _common(parser, commands.index)


def _ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--batch", metavar="QUESTIONS.jsonl", help="a file of questions; - reads standard input")
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON")
    _filters(parser)
    _llm(parser)
    _common(parser, commands.ask)


def _lookup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY")
    parser.add_argument("-k", type=_positive, default=10, metavar="N", help="how many passages (default: 10)")
    parser.add_argument("--json", action="store_true", help="passages as a JSON array")
    _filters(parser)
    _common(parser, commands.lookup)


def _statements(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--act", action="append", choices=[act.value for act in Act], help="only this act; may be repeated"
    )
    parser.add_argument("--topic", metavar="T", help="only statements with a word of T, best first")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON array")
    form.add_argument("--csv", action="store_true", help="the same columns as CSV")
    _filters(parser)
    _common(parser, commands.statements)


def _evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("qa", nargs="?", metavar="QA.jsonl", help="questions with nuggets and evidence")
    parser.add_argument("--corpus", metavar="CORPUS", help="index this first, into a temporary index")
    parser.add_argument("--out", metavar="DIR", help="where report.json, report.md and plots go")
    parser.add_argument("--paraphrases", metavar="P.jsonl", help="the same questions in other words: same answers?")
    parser.add_argument("--compare", nargs=2, metavar="REPORT.json", help="compare two reports instead")
    _llm(parser)
    _common(parser, commands.evaluate)


def _challenge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, metavar="QA.jsonl", help="where the questions go")
    parser.add_argument("--limit", type=_positive, default=10_000, metavar="N", help="at most so many (default: 10000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the choice and the wording (default: 0)")
    _common(parser, commands.challenge)


def _feedback(parser: argparse.ArgumentParser) -> None:
    _common(parser, commands.feedback)


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1)")
    parser.add_argument("--port", type=_positive, default=7860, help="port to listen at (default: 7860)")
    _llm(parser)
    _common(parser, commands.serve)


def _articles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="articles as a JSON array")
    parser.add_argument("--removed", action="store_true", help="those that were taken out by hand instead")
    _common(parser, commands.articles)
    actions = parser.add_subparsers(metavar="ACTION", parser_class=_Parser)
    remove = actions.add_parser("remove", help="take articles out of the index, until they are restored")
    remove.add_argument("id", nargs="+", metavar="ID")
    _common(remove, commands.remove_articles)
    restore = actions.add_parser("restore", help="put articles back that were taken out")
    restore.add_argument("id", nargs="+", metavar="ID")
    _common(restore, commands.restore_articles)


def _migrate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FROM", help="an index's folder, or a store such as milvus://HOST:PORT/NAME")
    parser.add_argument("target", metavar="TO", help="a store, or a folder that has no index yet")
    parser.add_argument("--replace", action="store_true", help="take the name of another archive in the store")
    parser.add_argument("--model", metavar="NAME", help="embedding model of the archive")
    parser.set_defaults(run=commands.migrate, index=None)


def _resolve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", metavar="ARTICLE", help="the article's id")
    parser.add_argument("start", type=int, metavar="START", help="where the quote begins, in code points")
    parser.add_argument("end", type=int, metavar="END", help="where it ends")
    parser.add_argument(
        "--version", metavar="HASH", help="the cited version, or its first digits (default: the latest)"
    )
    parser.add_argument("--json", action="store_true", help="as a JSON object")
    _common(parser, commands.resolve)


def _doctor(parser: argparse.ArgumentParser) -> None:
    _common(parser, commands.doctor)


def _filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", metavar="DATE", help="only articles published on this day or later (YYYY-MM-DD)")
    parser.add_argument("--until", metavar="DATE", help="only articles published on this day or before")
    parser.add_argument("--as-of", metavar="DATE", help="what had been reported by the end of this day")
    parser.add_argument("--publisher", metavar="P", help="only articles of this publisher")
    parser.add_argument("--actor", metavar="A", help="only where this party is the one who says or does it")
    parser.add_argument("--retracted", action="store_true", help="also articles that say they were withdrawn")


def _llm(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--llm",
        metavar="URL",
        help=f"let a language model word answers: an OpenAI-compatible address, or {', '.join(KNOWN)}; off for none",
    )
    parser.add_argument("--llm-model", metavar="NAME", help="which of its models (default: the only one it offers)")


def _common(parser: argparse.ArgumentParser, run: commands.Command) -> None:
    parser.add_argument("--index", metavar="DIR", help="the index's folder (default: DEMARCHE_INDEX, else var/index)")
    parser.add_argument("--model", metavar="NAME", help="embedding model, by name or path (default: all-MiniLM-L6-v2)")
    parser.add_argument(
        "--store",
        metavar="STORE",
        help="answer from an engine: milvus://HOST:PORT/NAME, milvus+file:PATH.db; none for the folder (default: "
        "DEMARCHE_STORE, else none)",
    )
    parser.set_defaults(run=run)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return int(text)


def _workers(text: str) -> str:
    if not re.fullmatch(r"local|ray|[1-9]\d{0,3}|ray://[^\s/]+:\d+/?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is none of: local, a number of processes, ray, ray://HOST:PORT")
    return text


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= MAX_DELAY_S:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to {MAX_DELAY_S:g}")
    return value


def _fail(error: object, status: int) -> int:
    print(f"demarche: {' '.join(str(error).split())}", file=sys.stderr)
    return status


def _prepare() -> None:
    """Offline, whatever the environment says; and UTF-8 out, whatever the locale."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
