#!/usr/bin/env python3
"""Writes src/ml/metrics/golden/metrics.json and src/ml/drift/golden/drift.json: figures of classifiers by scikit-learn,
and tests and tails by SciPy, for the tests to agree with.

Run with python3, numpy, scipy and scikit-learn (1.10, 1.2 and Python 3.11 when last run; the files say which):
    python3 scripts/golden_metrics.py
"""

import json
import platform
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy import stats
from scipy.spatial.distance import jensenshannon
from sklearn import metrics
from sklearn.calibration import calibration_curve

ML = Path(__file__).resolve().parent.parent / "src" / "ml"
VERSIONS = {
    "scikit-learn": sklearn.__version__,
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "python": platform.python_version(),
}
BINS = 10


def classifier(n, share, skill, digits, rng):
    """Labels and scores that know something of them; few digits make ties."""
    y = (rng.uniform(size=n) < share).astype(int)
    logit = skill * (2 * y - 1) + rng.normal(scale=1.5, size=n)
    return y, np.round(1 / (1 + np.exp(-logit)), digits)


def figures(y, scores, threshold):
    called = (scores >= threshold).astype(int)
    tn, fp, fn, tp = metrics.confusion_matrix(y, called, labels=[0, 1]).ravel().tolist()
    both = len(set(y)) == 2
    true, mean = calibration_curve(y, scores, n_bins=BINS)
    bin_of = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], scores)
    shares = np.bincount(bin_of, minlength=BINS) / len(y)
    ece = float(np.sum(shares[shares > 0] * np.abs(true - mean)))
    return {
        "labels": y.tolist(),
        "scores": scores.tolist(),
        "threshold": threshold,
        "confusion": {"tp": tp, "fp": fp, "tn": tn, "fn": fn},
        "accuracy": metrics.accuracy_score(y, called),
        "precision": metrics.precision_score(y, called, zero_division=0),
        "recall": metrics.recall_score(y, called, zero_division=0),
        "f1": metrics.f1_score(y, called, zero_division=0),
        "log_loss": metrics.log_loss(y, scores, labels=[0, 1]),
        "auc": metrics.roc_auc_score(y, scores) if both else None,
        "calibration": {"positive": true.tolist(), "score": mean.tolist(), "ece": ece},
    }


def classifiers():
    rng = np.random.default_rng(7)
    shapes = [
        # n, share of positives, skill, digits, threshold
        (60, 0.5, 1.2, 6, 0.5),
        (200, 0.2, 0.6, 2, 0.35),
        (120, 0.8, 2.5, 1, 0.9),
        (40, 0.5, 0.0, 4, 0.999),
        (30, 1.0, 1.0, 4, 0.5),
        (30, 0.0, 1.0, 4, 0.5),
    ]
    cases = [figures(*classifier(n, share, skill, digits, rng), at) for n, share, skill, digits, at in shapes]
    cases.append(figures(np.array([0, 1, 1, 0]), np.array([0.0, 1.0, 0.0, 1.0]), 0.5))
    return cases


def intervals():
    counts = [(0, 10), (10, 10), (1, 3), (37, 50), (4900, 5000)]
    levels = [0.9, 0.95, 0.99]
    rows = []
    for k, n in counts:
        for level in levels:
            low, high = stats.binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
            rows.append({"successes": k, "n": n, "level": level, "interval": [low, high]})
    return rows


def mcnemars():
    pairs = [(0, 1), (1, 0), (3, 3), (10, 2), (2, 10), (40, 25), (600, 520), (3000, 2800), (2800, 3000), (5000, 4000)]
    return [
        {
            "lost": lost,
            "won": won,
            "worse": stats.binomtest(lost, lost + won, alternative="greater").pvalue,
            "two_sided": stats.binomtest(lost, lost + won).pvalue,
        }
        for lost, won in pairs
    ]


def tails():
    return {
        "normal": [[z, float(stats.norm.sf(z))] for z in (-6, -1.5, 0, 0.3, 1, 1.96, 3.3, 8, 20)],
        "quantile": [[p, float(stats.norm.isf(p))] for p in (1e-12, 1e-5, 0.025, 0.31, 0.5, 0.77, 0.999)],
        "chi2": [
            [x, df, float(stats.chi2.sf(x, df))]
            for df in (1, 2, 7, 30, 499, 2000)
            for x in (0.01, 1, df, 1.2 * df + 5, 3 * df + 40)
        ],
        "binomial": [
            [k, n, p, float(stats.binom.sf(k - 1, n, p)), float(stats.binom.cdf(k, n, p))]
            for n in (1, 7, 100, 5000)
            for p in (0.02, 0.5, 0.91)
            for k in sorted({0, 1, n // 2, int(n * p), min(n, int(n * p) + 1 + n // 50), n})
        ],
        "log_gamma": [[x, float(scipy.special.gammaln(x))] for x in (0.1, 0.5, 1, 2, 3.7, 15.9, 16, 100.5, 20001)],
    }


def ks_cases():
    """Samples with and without ties; large ones are only named by their recipe, which the tests repeat."""
    rng = np.random.default_rng(11)
    shapes = [(3, 4, 1), (5, 5, 3), (25, 40, 1), (60, 60, 2), (100, 37, 0), (30, 200, 3), (250, 250, 2)]
    cases = []
    for n, m, digits in shapes:
        for shift in (0.0, 0.4, 1.5):
            a = np.round(rng.normal(size=n), digits)
            b = np.round(rng.normal(size=m) + shift, digits)
            result = stats.ks_2samp(a, b)
            cases.append({"a": a.tolist(), "b": b.tolist(), "statistic": result.statistic, "p": result.pvalue})
    large = []
    # n m / (n + m), which SciPy rounds half to even, is 5000.5 and 6001.5 for the last two.
    sizes = [(2000, 1000), (2000, 25), (2000, 1999), (10000, 9999), (10000, 10000), (12000, 700), (15000, 20), (30000, 12345)]
    for n, m in [*sizes, (10001, 10001), (12003, 12003)]:
        for shift in (0.001, 0.02, 0.06):
            # Evenly spaced: i over n, and the same for m, moved.
            a = np.arange(n) / n
            b = (np.arange(m) + 0.5) / m * (1 - shift) + shift
            result = stats.ks_2samp(a, b)
            large.append({"n": n, "m": m, "shift": shift, "statistic": result.statistic, "p": result.pvalue})
    return {"samples": cases, "spaced": large}


def kolmogorov():
    return [
        [n, d, float(stats.kstwo.sf(d, n))]
        for n in (1, 2, 5, 20, 100, 140, 141, 300, 400, 401, 700, 5000, 100001)
        for d in sorted({0.3, 0.6, 0.9, 0.5 / n, 0.8 / n} | {c / np.sqrt(n) for c in (0.3, 0.5, 0.7, 1, 1.4, 1.5, 2.5, 5)})
        if d < 1
    ]


def proportions():
    rows = []
    for a, n, b, m in [(12, 20, 30, 90), (450, 1000, 70, 100), (0, 40, 3, 50), (5, 5, 0, 5), (920, 1000, 150, 200), (1, 2, 1, 2)]:
        pooled = (a + b) / (n + m)
        z = (b / m - a / n) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
        table = [[b, m - b], [a, n - a]]
        rows.append(
            {
                "counts": [a, n, b, m],
                "z": z,
                "p": 2 * stats.norm.sf(abs(z)),
                "fisher": {side: stats.fisher_exact(table, side)[1] for side in ("two-sided", "less", "greater")},
            }
        )
    return rows


def distances():
    rng = np.random.default_rng(5)
    rows = []
    for size in (2, 10, 200):
        p = rng.integers(0, 40, size=size)
        q = rng.integers(0, 60, size=size)
        p[0] += 1
        q[-1] += 1
        rows.append({"p": p.tolist(), "q": q.tolist(), "js": float(jensenshannon(p, q, base=2))})
    rows.append({"p": [3, 0], "q": [0, 9], "js": float(jensenshannon([3, 0], [0, 9], base=2))})
    return rows


def psi_cases():
    """Population stability index over the reference's deciles, half a text added to every bin of both."""
    rng = np.random.default_rng(9)
    rows = []
    for n, m, power in [(200, 60, 1), (300, 300, 2), (100, 25, 4)]:
        reference = np.round(rng.uniform(size=n), 3)
        current = np.round(rng.uniform(size=m) ** power, 3)
        edges = np.unique(np.quantile(reference, np.arange(1, 10) / 10))
        a, b = (np.bincount(np.searchsorted(edges, x), minlength=len(edges) + 1) + 0.5 for x in (reference, current))
        a, b = a / a.sum(), b / b.sum()
        psi = float(np.sum((b - a) * np.log(b / a)))
        rows.append({"reference": reference.tolist(), "current": current.tolist(), "psi": psi})
    return rows


def mmd_cases():
    """Biased MMD² with the Gaussian kernel exp(−d²/2s²), s the median distance of all different pairs."""
    rng = np.random.default_rng(13)
    rows = []
    for n, m, d, shift in [(6, 5, 2, 0.0), (20, 12, 5, 1.0), (30, 30, 8, 0.3)]:
        x, y = np.round(rng.normal(size=(n, d)), 3), np.round(rng.normal(size=(m, d)) + shift, 3)
        both = np.vstack([x, y])
        squared = ((both[:, None] - both[None]) ** 2).sum(-1)
        sigma2 = float(np.median(squared[np.triu_indices(n + m, 1)]))
        k = np.exp(-squared / (2 * sigma2))
        mmd = k[:n, :n].mean() + k[n:, n:].mean() - 2 * k[:n, n:].mean()
        rows.append({"x": x.tolist(), "y": y.tolist(), "sigma2": sigma2, "mmd2": float(mmd)})
    return rows


def pearson3():
    return [
        [z, skew, float(stats.pearson3.sf(z, skew))]
        for z in (-1.5, 0.0, 1.0, 3.0, 6.0)
        for skew in (0.0, 0.05, 0.7, 1.9, -0.6)
    ]


def moments():
    cases = [[1.0, 2.0, 2.0, 4.0, 5.0], [0.1, 0.1, 0.3], [5.0, 1.0, 5.0, 5.0]]
    return [
        {"draws": one, "mean": float(np.mean(one)), "sd": float(np.std(one, ddof=1)), "skew": float(stats.skew(one))}
        for one in cases
    ]


def write(folder, name, golden):
    path = ML / folder / "golden" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    whole = {"made_by": "scripts/golden_metrics.py", "versions": VERSIONS, **golden}
    path.write_text(json.dumps(whole, separators=(",", ":")) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")


def write_golden():
    write(
        "metrics",
        "metrics",
        {"classifiers": classifiers(), "wilson": intervals(), "mcnemar": mcnemars(), "tails": tails()},
    )
    write(
        "drift",
        "drift",
        {
            "ks": ks_cases(),
            "kolmogorov": kolmogorov(),
            "proportions": proportions(),
            "jensen_shannon": distances(),
            "psi": psi_cases(),
            "mmd": mmd_cases(),
            "pearson3": pearson3(),
            "moments": moments(),
        },
    )


if __name__ == "__main__":
    write_golden()
