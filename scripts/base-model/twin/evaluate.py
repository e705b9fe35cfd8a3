"""Scores texts, combines models, calibrates, quantises: what is said about a trained encoder."""

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

import data


def predict(model, texts, exact=False, length=data.LONGEST):
    """Logit of positive (positive − negative) of each text."""
    out = np.zeros(len(texts), np.float32)
    with torch.no_grad():
        for rows, ids in data.evaluation_batches(texts, length):
            logits = model.logits(torch.from_numpy(ids), exact)
            out[rows] = (logits[:, 1] - logits[:, 0]).numpy()
    return out


def accuracy(logits, labels):
    return float(np.mean((logits > 0) == (labels > 0.5)))


def regression():
    return LogisticRegression(C=1e4, max_iter=1000)


def combine(val, labels, others):
    """Logistic regression over the columns of val [n, k]: (probabilities of others [m, k], report as text)."""
    gold = labels > 0.5
    model = regression().fit(val, gold)
    held_out = cross_fitted(val, gold)
    single = " ".join(f"{accuracy(val[:, k], labels):.2%}" for k in range(val.shape[1]))
    weights = " ".join(f"{w:.3f}" for w in [*model.coef_[0], model.intercept_[0]])
    report = f"alone {single}, combined {np.mean((held_out > 0) == gold):.2%}, weights {weights}"
    return model.predict_proba(others)[:, 1], report


def cross_fitted(columns, gold, folds=10):
    """Logits of each row by a regression that did not see it."""
    out = np.zeros(len(gold))
    for fit, test in StratifiedKFold(folds, shuffle=True, random_state=1).split(columns, gold):
        out[test] = regression().fit(columns[fit], gold[fit]).decision_function(columns[test])
    return out


def calibration_error(logits, gold, bins=15):
    """Expected calibration error over equally wide bins of the predicted class's confidence (Guo et al. 2017)."""
    p = 1 / (1 + np.exp(-np.asarray(logits, np.float64)))
    confidence, right = np.maximum(p, 1 - p), (p > 0.5) == gold
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    shares = [(which == b) for b in range(bins)]
    return float(sum(abs(confidence[s].mean() - right[s].mean()) * s.mean() for s in shares if s.any()))
