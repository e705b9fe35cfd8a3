"""scikit-learn's side of the figures of a batch.

Reads {n, folder} as JSON on standard input; scores.bin there are raw doubles, labels.bin bytes of 0 and 1. Writes JSON: each
figure, and the milliseconds of all of them together, three times.
"""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn import metrics


def figures(labels, scores):
    said = (scores >= 0.5).astype(np.int8)
    return {
        "auc": metrics.roc_auc_score(labels, scores),
        "log_loss": metrics.log_loss(labels, scores, eps=np.finfo(np.float64).eps),
        "accuracy": metrics.accuracy_score(labels, said),
        "precision": metrics.precision_score(labels, said),
        "recall": metrics.recall_score(labels, said),
        "f1": metrics.f1_score(labels, said),
    }


def main():
    folder = json.load(sys.stdin)["folder"]
    scores = np.fromfile(f"{folder}/scores.bin")
    labels = np.fromfile(f"{folder}/labels.bin", dtype=np.int8)
    took = []
    for _ in range(3):
        start = time.perf_counter()
        found = figures(labels, scores)
        took.append(1000 * (time.perf_counter() - start))
    print(json.dumps({"figures": found, "ms": took, "version": sklearn.__version__}))


if __name__ == "__main__":
    main()
