#!/usr/bin/env python3
"""How often an encoder judges rightly what a negation turned, in sentences of the validation reviews (turned.py).

    python3 scripts/base-model/twin/negation.py --data /tmp/base-model --recipe small --stage round7 --judge base/round7 --nano nano/ngram.bin

Alone, and joined with the n-gram model by a regression on the validation reviews.
"""

import argparse

import numpy as np
import torch

import data
from beside import Beside
from evaluate import predict, regression
from model import Encoder, configuration
from turned import pairs


def encoder(corpus, recipe, stage):
    """The average of its parameters over the stage's last steps."""
    model = Encoder(configuration(recipe, corpus.vocab), 1)
    model.flat.copy_(torch.load(corpus.folder / "run" / recipe / f"{stage}.pt")["average"])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "recipe", "stage", "judge", "nano"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    corpus = data.Corpus(options.data)
    judge = encoder(corpus, *options.judge.split("/"))
    texts, says, _ = pairs(corpus, [corpus.val], lambda found: 1 / (1 + np.exp(-predict(judge, found))), 1)
    model = encoder(corpus, options.recipe, options.stage)
    nano = Beside(corpus, options.nano)
    both = lambda of: np.stack([predict(model, of), nano.of_others(of)], 1)
    joined = regression().fit(both(corpus.val), corpus.val.labels > 0.5)
    alone = predict(model, texts)
    for name, logits in (("alone", alone), ("joined", joined.decision_function(both(texts)))):
        right = (logits > 0) == (says > 0.5)
        as_found = np.arange(len(right)) % 2 == 0
        shares = [right[as_found], right[~as_found & (says < 0.5)], right[~as_found & (says > 0.5)]]
        kinds = ("as found", "praise no more", "blame no more")
        said = ", ".join(f"{kind} {share.mean():.1%}" for kind, share in zip(kinds, shares))
        print(f"{len(right) // 2} sentences, {name}: {said}")


if __name__ == "__main__":
    main()
