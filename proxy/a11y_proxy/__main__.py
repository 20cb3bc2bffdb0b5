"""`python -m a11y_proxy` is the command `a11y-proxy`."""

import sys

from a11y_proxy.cli import main

if __name__ == "__main__":
    sys.exit(main())
