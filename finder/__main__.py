"""`python -m finder`"""

import sys

from finder.cli import main

if __name__ == "__main__":
    sys.exit(main())
