"""`python3 -m tests.bench`: measures, and prints a table or, with --json, the same for a machine."""

import json
import sys
from dataclasses import asdict

from tests.bench.code_entry import measure_all


def main() -> None:
    """Measure and print."""
    rows = [asdict(each) for each in measure_all()]
    if "--json" in sys.argv[1:]:
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
        return
    for name in rows[0]:
        cells = "".join(f"{row[name]!s:>20}" for row in rows)
        sys.stdout.write(f"{name:<24}{cells}\n")


if __name__ == "__main__":
    main()
