"""The chat in the browser: ``python app.py`` is ``demarche serve``."""

import sys

from assistant.chat.serve import build, launch, serve
from assistant.cli import main

__all__ = ["build", "launch", "serve"]

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
