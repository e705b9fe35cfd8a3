#!/usr/bin/env python3
"""What the n-gram model says of a text by weights that did not see it, for an encoder that is to learn the rest.

    python3 scripts/base-model/twin/beside.py --data /tmp/base-model --nano nano/ngram.bin --soft soft.npy

An encoder taught by itself and joined afterwards leaves to the n-gram model what it takes "not good" for; taught beside it, it
learns to outweigh it. But nano knows the reviews it learnt from nearly by heart (99.5 % of the labelled ones, 92.5 % of
others): beside it there would be nothing left to learn. So its n-grams get weights anew, a regression for each fifth of the
reviews on the other four (naive-Bayes scaled, Wang & Manning 2012; soft labels; L2), and texts of a fifth hear that one.

Writes below <data>/beside: held_out.f32 (a logit for each review), folds.u8, prints.u32, weights.f32 [folds, prints + bias].
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import diags

import data
from phrases import Reviews, ratio

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "src/ml/modules/python"))
from millrace import ngram  # noqa: E402

FOLDS, PENALTY, ITERATIONS, SMOOTHING = 5, 10.0, 60, 0.02


class Beside:
    """Reads what was written; gives logits of reviews and of short texts."""

    def __init__(self, corpus, nano):
        folder = corpus.folder / "beside"
        self.corpus, self.nano = corpus, ngram.read(nano)
        self.held_out = np.fromfile(folder / "held_out.f32", "<f4")
        self.folds = np.fromfile(folder / "folds.u8", np.uint8)
        prints = np.fromfile(folder / "prints.u32", "<u4")
        self.place = {int(print_): i for i, print_ in enumerate(prints)}
        self.weights = np.fromfile(folder / "weights.f32", "<f4").reshape(FOLDS, len(prints) + 1)

    def rows(self, name):
        return self.corpus.splits[name]["start"] + getattr(self.corpus, name).rows

    def of_reviews(self, name):
        return self.held_out[self.rows(name)]

    def of_stretches(self, texts, reviews):
        """Of texts that stand in `reviews`, numbered as train and unsup are one after the other."""
        folds = np.concatenate([self.folds[self.rows(name)] for name in ("train", "unsup")])[reviews]
        return np.array([self.by_fold(self.corpus.text(texts[i]), folds[i]) for i in range(len(texts))], np.float32)

    def by_fold(self, text, fold):
        weights = self.weights[fold]
        known = (self.place.get(print_) for print_ in ngram.prints(text, self.nano.order))
        return weights[-1] + sum(weights[i] for i in known if i is not None)

    def of_others(self, texts):
        """Of texts that stand in no review."""
        return np.array([self.nano.logit(self.corpus.text(texts[i])) for i in range(len(texts))], np.float32)


def fitted(rows, labels):
    """[n-grams + bias]: weights of a logistic regression on presence [texts, n-grams] and soft labels."""
    good, bad = rows.T @ labels, rows.T @ (1 - labels)
    scale = np.sqrt(np.abs(ratio(good, bad)))
    scaled = (rows @ diags(scale)).tocsr()
    turned = scaled.T.tocsr()

    def loss(theta):
        logits = scaled @ theta[:-1] + theta[-1]
        off = 1 / (1 + np.exp(-logits)) - labels
        value = (np.logaddexp(0, logits) - labels * logits).sum() + PENALTY / 2 * theta[:-1] @ theta[:-1]
        return value, np.append(turned @ off + PENALTY * theta[:-1], off.sum())

    theta = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}).x
    return np.append(scale * theta[:-1], theta[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--nano", required=True, help="ngram.bin of nano as it ships")
    parser.add_argument("--soft", required=True, help="probabilities of the unlabelled reviews, .npy")
    options = parser.parse_args()
    corpus = data.Corpus(options.data)
    reviews = Reviews(corpus.folder)
    prints = np.array(sorted(ngram.read(options.nano).weights), np.uint32)
    presence = reviews.presence(prints).astype(np.float64)
    taught = np.concatenate([corpus.splits[name]["start"] + getattr(corpus, name).rows for name in ("train", "unsup")])
    answers = np.concatenate([corpus.train.labels, np.load(options.soft)]).astype(np.float64)
    labels = np.clip(answers, SMOOTHING, 1 - SMOOTHING)
    folds = np.random.default_rng(0).integers(FOLDS, size=reviews.count).astype(np.uint8)
    held_out, weights = np.zeros(reviews.count, np.float32), np.zeros((FOLDS, len(prints) + 1), np.float32)
    for fold in range(FOLDS):
        own = folds[taught] == fold
        weights[fold] = fitted(presence[taught[~own]], labels[~own])
        held_out[taught[own]] = presence[taught[own]] @ weights[fold, :-1] + weights[fold, -1]
        right = np.mean((held_out[taught[own]] > 0) == (answers[own] > 0.5))
        print(f"fold {fold}: right of those it did not see {right:.2%}", flush=True)
    folder = corpus.folder / "beside"
    folder.mkdir(exist_ok=True)
    for name, array in (("held_out.f32", held_out), ("folds.u8", folds), ("prints.u32", prints), ("weights.f32", weights)):
        array.tofile(folder / name)


if __name__ == "__main__":
    main()
