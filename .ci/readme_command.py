"""Prints the fenced block that follows an HTML comment in README.md, so that what is checked is what is written.

usage: readme_command.py NAME   (for the comment `<!-- NAME -->`); status 1 if there is none
"""

import re
import sys
from pathlib import Path

readme = Path("README.md")
text = readme.read_text(encoding="utf-8") if readme.exists() else ""
found = re.search(rf"<!-- {re.escape(sys.argv[1])} -->\s*```[a-z]*\n(.*?)\n[ \t]*```", text, re.DOTALL)
if found is None:
    sys.exit(1)
sys.stdout.write(re.sub(r"^\s*\$ ", "", found[1], flags=re.MULTILINE) + "\n")
