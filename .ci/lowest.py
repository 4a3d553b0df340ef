"""Prints the lowest allowed version of each dependency of an installed package, as pip takes them.

usage: lowest.py PACKAGE
"""

import re
import sys
from importlib.metadata import requires

for requirement in requires(sys.argv[1]) or []:
    name, _, rest = requirement.partition(";")
    if "extra" in rest:
        continue
    found = re.match(r"([A-Za-z0-9._-]+).*>=\s*([0-9][0-9.]*)", name)
    if found is None:
        sys.exit(f"no lower bound in {requirement!r}")
    sys.stdout.write(f"{found[1]}=={found[2]}\n")
