"""Sixty strings that try to run, load, frame, cover or break something on a page that shows them."""

from __future__ import annotations

_EVIL = "https://evil.example"
_RUN = "window.ran=true;document.title='ran'"

_SCRIPTS = [
    f"<script>{_RUN}</script>",
    f'<img src=x onerror="{_RUN}">',
    f'<svg onload="{_RUN}">',
    f"<svg><script>{_RUN}</script></svg>",
    f'<body onload="{_RUN}">',
    f'<details open ontoggle="{_RUN}">',
    f'<input autofocus onfocus="{_RUN}">',
    f'<video><source onerror="{_RUN}"></video>',
    f'<a href="javascript:{_RUN}">a</a>',
    f'<math><mtext><mglyph><svg><mtext><style><img src=x onerror="{_RUN}">',
    f'<iframe srcdoc="<script>parent.{_RUN}</script>">',
    f"<template><script>{_RUN}</script></template>",
    f"</textarea><script>{_RUN}</script>",
    f"--><script>{_RUN}</script>",
    f"]]><script>{_RUN}</script>",
    f'"><script>{_RUN}</script>',
    f"' onmouseover='{_RUN}' x='",
    f"<scr<script>ipt>{_RUN}</script>",
    f'<marquee onstart="{_RUN}">',
    f'<object data="data:text/html,<script>{_RUN}</script>">',
]
_LOADS = [
    f"<img src={_EVIL}/a.png>",
    f"<link rel=stylesheet href={_EVIL}/a.css>",
    f"<style>@import '{_EVIL}/a.css';</style>",
    f"<iframe src={_EVIL}></iframe>",
    f"<object data={_EVIL}></object>",
    f"<embed src={_EVIL}>",
    f"<video poster={_EVIL}/a.png>",
    f"<base href={_EVIL}/>",
    f"<meta http-equiv=refresh content='0;url={_EVIL}'>",
    f"<form action={_EVIL}><button>Go</button></form>",
    f'<div style="background:url({_EVIL}/a.png)">',
    f"<svg><image href={_EVIL}/a.png /></svg>",
    f"<audio src={_EVIL}/a.mp3 autoplay>",
    f"<input type=image src={_EVIL}/a.png>",
    f"<script src={_EVIL}/a.js></script>",
]
_COVERS = [
    "<div style='position:fixed;inset:0;background:red;z-index:9999'>",
    "<style>body{display:none}</style>",
    "<dialog open>Log in</dialog>",
    "<h1 class='asked'>Fake question</h1>",
    "<div class='answer'>Fake answer [1]</div>",
    "</div></div></details></section>",
    "<mark>not the quote</mark>",
    "<plaintext>",
    "<!--",
    "<textarea>",
]
_MARKDOWN = [
    f"[click](javascript:{_RUN})",
    f"![a]({_EVIL}/a.png)",
    f"[a]: {_EVIL}",
    f"<{_EVIL}>",
    "```html\n<b>x</b>\n```",
    "# Heading",
    "| a | b |\n|---|---|\n| c | d |",
    "$$\\href{javascript:alert(1)}{x}$$",
    "\\(\\url{x}\\)",
    "**bold** _it_ ~~no~~",
]
_TEXTS = [
    "\u202eesrever\u202c \u2066mixed",
    "=cmd|' /C calc'!A0",
    "{{7*7}} ${7*7} <%= 7 %>",
    "a" * 1500,
    "e\u0301" * 400,
]

HOSTILE = tuple(_SCRIPTS + _LOADS + _COVERS + _MARKDOWN + _TEXTS)
