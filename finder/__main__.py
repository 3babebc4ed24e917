"""`python -m finder`"""

import sys

from finder.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
