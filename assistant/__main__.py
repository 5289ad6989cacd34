"""``python -m assistant`` is ``demarche``."""

import sys

from assistant.cli import main

sys.exit(main())
