"""Serves a Gaussian mixture by NumPy: for each point the log density, responsibilities and component.

What it reads and answers is told in millrace/mixtures.py.
"""

import json
import math
import os

import numpy as np

from millrace.mixtures import answer, check_width, deserialize, serialize

__all__ = ['load', 'deserialize', 'predict', 'serialize']

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = 'mixture.json'


class Mixture:
    """Names and shapes as scikit-learn's GaussianMixture."""

    def __init__(self, json_model):
        self.covariance_type = json_model['covariance_type']
        self.weights = np.array(json_model['weights'], dtype=float)
        self.means = np.array(json_model['means'], dtype=float)
        self.covariances = np.array(json_model['covariances'], dtype=float)

    def full(self, k):
        """Component k's covariance, [d, d]."""
        d = self.means.shape[1]
        kind, held = self.covariance_type, self.covariances
        if kind == 'full':
            return held[k]
        if kind == 'tied':
            return held
        return np.diag(held[k]) if kind == 'diag' else held[k] * np.eye(d)

    def log_joint(self, points):
        """ln(weight of k) + ln N(x | k), [n, K]."""
        n, d = points.shape
        out = np.empty((n, len(self.weights)))
        for k, weight in enumerate(self.weights):
            lower = np.linalg.cholesky(self.full(k))
            scaled = np.linalg.solve(lower, (points - self.means[k]).T)
            log_det = 2 * np.log(np.diag(lower)).sum()
            log_weight = math.log(weight) if weight > 0 else -math.inf
            out[:, k] = log_weight - 0.5 * (d * math.log(2 * math.pi) + log_det + (scaled ** 2).sum(axis=0))
        return out


def load(model_dir, logger=None):
    """The model in model_dir or, where there is none, beside this script."""
    for folder in (model_dir, HERE):
        path = os.path.join(folder, MODEL)
        if os.path.exists(path):
            with open(path, encoding='utf-8-sig') as file:
                return Mixture(json.load(file))
    raise FileNotFoundError('There is no %s in %s.' % (MODEL, model_dir))


def predict(data, model, logger=None):
    check_width(data, model.means.shape[1])
    joint = model.log_joint(data.reshape(len(data), model.means.shape[1]))
    top = joint.max(axis=1, keepdims=True)
    density = top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))
    shares = np.exp(joint - density[:, None])
    return answer(density, shares.argmax(axis=1), shares)
