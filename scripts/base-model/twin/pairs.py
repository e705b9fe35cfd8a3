"""The minimal pairs of ../checklist.json on an encoder alone; ../checklist.ts runs all of it on the shipped models."""

import json
from pathlib import Path

PAIRS = json.loads((Path(__file__).parent.parent / "checklist.json").read_text(encoding="utf-8"))["pairs"]


def passed(logit):
    """{capability: [passed, all]} by a function from text to logit: of each pair the first scores higher and, where no
    order alone is asked for, they stand on either side of 0."""
    out = {}
    for capability, pairs in PAIRS.items():
        right = 0
        for better, worse, *order in pairs:
            high, low = logit(better), logit(worse)
            right += high > low and (bool(order) or high > 0 > low)
        out[capability] = [right, len(pairs)]
    return out
