#!/usr/bin/env python3
"""Writes tests/golden/gmm.json: Gaussian mixtures fitted by scikit-learn, for the tests to agree with.

Run with python3, numpy, scipy and scikit-learn:  python3 scripts/golden_gmm.py
Every case is fitted from given means, weights and precisions, so that nothing is left to a random generator.

With a file name as its argument it does something else: it runs that file, which must define `model`, scores the rows
that come as JSON on standard input, and prints the scores and probabilities as JSON. The tests check exported code so.
"""

import json
import platform
import sys
import warnings
from pathlib import Path

import numpy as np
import scipy
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

SHAPES = [
    # d, K, n, iterations with tol = 0
    (1, 1, 40, 4),
    (1, 2, 40, 12),
    (1, 5, 80, 12),
    (2, 1, 40, 4),
    (2, 2, 60, 15),
    (2, 5, 100, 15),
    (2, 20, 240, 10),
    (3, 2, 60, 12),
    (3, 5, 120, 12),
    (5, 5, 120, 10),
    (16, 1, 60, 3),
    (16, 2, 120, 8),
    (16, 20, 400, 5),
]
TYPES = ["full", "tied", "diag", "spherical"]
PROBED = 6


def data_for(d, k, n, rng):
    """Overlapping clusters of different shapes, away from the origin, rounded so that the file stays small."""
    centres = rng.normal(scale=2.5, size=(k, d)) + 3
    shapes = rng.normal(scale=0.6, size=(k, d, d)) + np.eye(d)
    label = rng.integers(k, size=n)
    noise = rng.normal(size=(n, d))
    return np.round(centres[label] + np.einsum("nij,nj->ni", shapes[label], noise), 3)


def starts(x, k, covariance_type, rng):
    """Means among the points, uneven weights, precisions around the data's own."""
    d = x.shape[1]
    means = np.round(x[rng.choice(len(x), size=k, replace=False)], 3)
    weights = rng.uniform(0.5, 1.5, size=k)
    weights /= weights.sum()
    variance = np.var(x, axis=0) + 0.1
    tilt = rng.normal(scale=0.2, size=(k, d, d)) / np.sqrt(d)
    full = np.round(np.array([np.diag(1 / variance) + t @ t.T for t in tilt]), 6)
    precisions = {
        "full": full,
        "tied": full[0],
        "diag": np.array([np.diag(p) for p in full]),
        "spherical": np.array([np.trace(p) / d for p in full]),
    }[covariance_type]
    return weights, means, precisions


def lower_bounds(model, x):
    """The lower bound of every iteration, by fitting on one iteration at a time."""
    model.set_params(warm_start=True, max_iter=1)
    bounds = []
    while True:
        model.fit(x)
        bounds.append(model.lower_bound_)
        yield bounds


def fit(x, k, iterations, covariance_type, seed):
    rng = np.random.default_rng(seed)
    weights, means, precisions = starts(x, k, covariance_type, rng)
    options = dict(
        n_components=k,
        covariance_type=covariance_type,
        weights_init=weights,
        means_init=means,
        precisions_init=precisions,
        random_state=0,
    )

    fixed = GaussianMixture(tol=0, max_iter=iterations, **options).fit(x)
    stepped = GaussianMixture(tol=0, **options)
    for bounds in lower_bounds(stepped, x):
        if len(bounds) == iterations:
            break
    assert bounds[-1] == fixed.lower_bound_

    stopped = GaussianMixture(tol=1e-3, max_iter=100, **options).fit(x)
    probe = np.round(np.vstack([x[: PROBED - 1], x.mean(axis=0) + 30]), 3)
    return {
        "covariance_type": covariance_type,
        "weights_init": weights.tolist(),
        "means_init": means.tolist(),
        "precisions_init": precisions.tolist(),
        "iterations": iterations,
        "lower_bounds": bounds,
        "weights": fixed.weights_.tolist(),
        "means": fixed.means_.tolist(),
        "covariances": fixed.covariances_.tolist(),
        "bic": fixed.bic(x),
        "aic": fixed.aic(x),
        "log_likelihood": float(fixed.score_samples(x).sum()),
        "probe": probe.tolist(),
        "score_samples": fixed.score_samples(probe).tolist(),
        "predict_proba": fixed.predict_proba(probe).tolist(),
        "stopped": {
            "n_iter": stopped.n_iter_,
            "converged": stopped.converged_,
            "lower_bound": stopped.lower_bound_,
            "means": stopped.means_.tolist(),
        },
    }


def write_golden():
    warnings.simplefilter("ignore", ConvergenceWarning)
    cases = []
    for seed, (d, k, n, iterations) in enumerate(SHAPES):
        x = data_for(d, k, n, np.random.default_rng(1000 + seed))
        # One 16-dimensional fit of 20 components is enough of the largest: others would only swell the file.
        types = TYPES if d * k < 320 else ["full"]
        cases.append({"points": x.tolist(), "fits": [fit(x, k, iterations, one, seed) for one in types]})
    golden = {
        "made_by": "scripts/golden_gmm.py",
        "versions": {
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "python": platform.python_version(),
        },
        "cases": cases,
    }
    path = Path(__file__).resolve().parent.parent / "tests" / "golden" / "gmm.json"
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    fits = sum(len(one["fits"]) for one in cases)
    print(f"{path.name}: {fits} fits, {path.stat().st_size / 1024:.0f} KiB")


def run_exported(path):
    scope = {}
    exec(Path(path).read_text(), scope)
    model = scope["model"]
    rows = np.array(json.load(sys.stdin))
    json.dump(
        {"score_samples": model.score_samples(rows).tolist(), "predict_proba": model.predict_proba(rows).tolist()},
        sys.stdout,
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run_exported(sys.argv[1])
    else:
        write_golden()
