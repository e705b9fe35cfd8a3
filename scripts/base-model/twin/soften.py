#!/usr/bin/env python3
"""What the teachers think of the unlabelled reviews, as lines "unsup/123_0 0.87" for ../ngram.ts.

    python3 scripts/base-model/twin/soften.py --data /tmp/base-model --to /tmp/soft.txt [--soft soft.npy]

The prepared teachers (teacher.py, docvec.py) joined by logistic regression on validation; or probabilities that are there
already, as train.py (run/<recipe>/<stage>.soft.npy) and ../gpu leave them. --data is a folder by ../prepare.ts.
"""

import argparse
import json
from pathlib import Path

import numpy as np

import data
from evaluate import combine


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--soft", help="probabilities of the unlabelled reviews that train.py reads, float32 .npy")
    options = parser.parse_args()
    corpus = data.Corpus(options.data)
    names = json.loads((corpus.folder / "index.json").read_text())["names"]
    if options.soft:
        probability = np.load(options.soft)
    else:
        found = [logits for logits in map(corpus.prepared, data.PREPARED) if logits is not None]
        val, unsup = (np.stack([logits[part] for logits in found], 1) for part in ("val", "unsup"))
        probability, report = combine(val, corpus.val.labels, unsup)
        print(report)
    rows = corpus.splits["unsup"]["start"] + corpus.unsup.rows
    assert len(rows) == len(probability), "these are probabilities of other reviews"
    lines = [f"{names[row]} {p:.4f}" for row, p in zip(rows, probability)]
    Path(options.to).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
