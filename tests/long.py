"""Whether the long way is asked for: `THREATS_LONG_TESTS=1 sh test.sh ...` takes all countries,
places, kills and examples, by hand.
"""

import os

LONG = os.environ.get("THREATS_LONG_TESTS") == "1"
