"""Serving the chat: on loopback, with nothing shared, tracked or leaked."""

from __future__ import annotations

import json
import os
import sys
from importlib.resources import files
from importlib.util import find_spec

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
# After each event Gradio sums up all of them with pandas, some 10 ms each time, for a page that is off here.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)

import gradio as gr

from assistant.assistant import Assistant, open_assistant
from assistant.chat.archive import survey
from assistant.chat.editor import Editor
from assistant.chat.headers import LOOPBACK, middleware
from assistant.chat.page import CONVERSATIONS_KEPT, Page
from assistant.chat.theme import newspaper
from assistant.chat.uploads import MAX_FILE_MB
from assistant.settings import Settings
from assistant.words import say
from corpus.errors import BadInput
from index.errors import IndexMissing


def build(assistant: Assistant, editor: Editor | None = None) -> gr.Blocks:
    """The page over an open assistant, not yet served. Without an editor, articles cannot be added or removed."""
    page: gr.Blocks = Page(assistant, editor).blocks
    page.has_launched = True  # else Gradio, where somebody mounts the page, reads any file that an input names
    return page


def serve(settings: Settings, *, open_browser: bool = False) -> None:
    """Serve the chat until interrupted.

    Raises:
        IndexUnusable: there is no index, it cannot be used, or it is empty.
        BadInput: the port is taken, or MCP tools are wanted where they cannot be had or would be open to all.
    """
    _check_tools(settings)
    assistant = open_assistant(settings.index, settings.model, store=settings.store, warn=_tell, llm=settings.llm)
    if not survey(assistant.index).articles:
        raise IndexMissing(
            f"{assistant.index.place}: no articles in the index; add some: demarche index CORPUS --index DIR"
        )
    is_closed = settings.host in LOOPBACK or settings.password is not None
    is_editable = is_closed and settings.store is None  # a store is filled by: demarche index --store
    page = build(assistant, Editor(settings.index, settings.model) if is_editable else None)
    try:
        launch(page, settings, open_browser=open_browser)
    except OSError as error:
        raise BadInput(f"port {settings.port} of {settings.host} cannot be used: choose one with --port") from error
    if not is_closed:
        _tell(f"Anybody who reaches {settings.host} can read here; DEMARCHE_PASSWORD sets a password")
    _tell(f"Demarche is at http://{settings.host}:{settings.port}  (Ctrl+C stops it)")
    page.block_thread()


def launch(page: gr.Blocks, settings: Settings, *, open_browser: bool = False) -> None:
    """Start serving a page in the background, with nothing shared, tracked or leaked."""
    chat = files("assistant.chat")
    layers = middleware(settings.host, settings.token)
    page.launch(
        server_name=settings.host, server_port=settings.port, inbrowser=open_browser, prevent_thread_lock=True,
        quiet=True, theme=newspaper(), css=_words_in_style() + chat.joinpath("style.css").read_text("utf-8"),
        head=f"<script>{_words_in_script()}{chat.joinpath('page.js').read_text('utf-8')}</script>",
        app_kwargs={"middleware": layers, "docs_url": None, "redoc_url": None, "openapi_url": None},
        auth=(settings.user, settings.password) if settings.password else None,
        share=False, show_error=False, enable_monitoring=False, ssr_mode=False, pwa=False, mcp_server=settings.tools,
        footer_links=[], run_history=False, max_file_size=f"{MAX_FILE_MB}mb", state_session_capacity=CONVERSATIONS_KEPT,
    )  # fmt: skip


def _words_in_style() -> str:
    """What style.css says."""
    told = {"filters": "filter.open", "renew": "keep.renew", "judge": "keep.judge"}
    words = (f"--word-{name}: {json.dumps(say(key), ensure_ascii=False)};" for name, key in told.items())
    return f":root {{ {' '.join(words)} }}\n"


def _words_in_script() -> str:
    """What page.js says."""
    told = {
        "copied": "source.copied", "search": "table.search", "calendar": "field.calendar", "filters": "filter.open",
        "renew": "keep.renew", "judge": "keep.judge", "conversation": "chat.label", "proofs": "proofs.title",
    }  # fmt: skip
    return f"const WORDS = {json.dumps({name: say(key) for name, key in told.items()})};\n"


def _check_tools(settings: Settings) -> None:
    if not settings.tools:
        return
    if find_spec("mcp") is None:
        raise BadInput("DEMARCHE_MCP=1 needs the extra: pip install -c constraints.txt -e '.[mcp]'")
    if settings.password is not None:  # the tools call the page, which would ask them for the password
        raise BadInput("DEMARCHE_MCP=1 cannot go with DEMARCHE_PASSWORD; serve the tools by a second demarche serve")
    if settings.token is None and settings.host not in LOOPBACK:
        raise BadInput(f"DEMARCHE_MCP=1 at {settings.host} needs a DEMARCHE_TOKEN, or anybody could use the tools")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
