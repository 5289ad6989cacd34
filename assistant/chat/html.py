"""Our own escaped HTML on the page."""

from __future__ import annotations

from typing import Any

import gradio as gr


def html(value: str, **options: Any) -> gr.Markdown:
    """Escaped HTML of ours. gr.HTML needs eval, which the Content-Security-Policy forbids; Markdown sanitises too."""
    return gr.Markdown(value, sanitize_html=True, latex_delimiters=[], **options)
