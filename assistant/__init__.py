"""Questions in, cited answers or abstentions out; the command line; evaluation."""

from corpus.without_torch import import_thinc

import_thinc()  # before any module of this package imports spaCy
