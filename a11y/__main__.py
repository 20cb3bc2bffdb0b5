"""``python -m a11y``: the command ``a11y``."""

import sys

from a11y.cli import main

sys.exit(main())
