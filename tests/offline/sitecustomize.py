"""Put on PYTHONPATH of a child process, this guards it too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.offline import install  # its folder is only now on the path

install()
