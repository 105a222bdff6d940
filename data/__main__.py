"""`python -m data`: the command line, see data/cli/."""

import os
import sys

from data.cli import commands

if sys.argv[1:2] == ["import"] and hasattr(os, "nice"):
    os.nice(10)  # who reads beside an import goes first
sys.exit(commands.main())
