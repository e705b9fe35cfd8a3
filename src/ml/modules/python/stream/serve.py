"""Serves a model that learnt from a stream by NumPy: a network, a linear model, or a Gaussian mixture.

What it reads and answers is told in millrace/streams.py.
"""

import math
import os

import numpy as np

from millrace import tensors
from millrace.streams import ABOUT, answer, deserialize, read_about, rows_for, serialize

__all__ = ['load', 'deserialize', 'predict', 'serialize']

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = 'model.safetensors'
_ACTIVATIONS = {
    'relu': lambda x: np.maximum(x, 0),
    'tanh': np.tanh,
    'sigmoid': lambda x: 0.5 * (1 + np.tanh(x / 2)),
}


class Model:
    def __init__(self, folder):
        self.about = read_about(folder)
        self.arrays = tensors.read(os.path.join(folder, WEIGHTS))
        self.header = self.about['header']
        if 'layers.0.weight' in self.arrays:
            self.arrays['parameters'] = self.joined()

    def joined(self):
        """Layers that are kept apart, [outputs, inputs] each, as one vector: the form in which they learn."""
        parts, names = [], range(len(self.header['widths']) - 1)
        for weight, bias in (('layers.%d.weight' % i, 'layers.%d.bias' % i) for i in names):
            parts += [self.arrays.pop(weight).T.ravel(), self.arrays.pop(bias)]
        return np.concatenate(parts)

    def scale(self, X):
        """Columns to mean 0 and standard deviation 1, as they were while it learnt."""
        scaler = self.about['scaler']
        means = np.array(scaler['means'], dtype=float)
        deviation = np.sqrt(np.array(scaler['squares'], dtype=float) / max(1, scaler['n']))
        flat = deviation <= 10 * np.finfo(float).eps * np.abs(means)
        return (X - means) / np.where(flat, 1.0, deviation)

    def layers(self, parameters):
        """(weights [inputs, outputs], biases [outputs]) as views of one vector."""
        at, found = 0, []
        widths = self.header['widths']
        for inputs, outputs in zip(widths, widths[1:]):
            weights = parameters[at:at + inputs * outputs].reshape(inputs, outputs)
            at += inputs * outputs
            found.append((weights, parameters[at:at + outputs]))
            at += outputs
        return found

    def forward(self, X, parameters):
        """What goes into each layer, and what comes out of the last."""
        activation, inputs = _ACTIVATIONS[self.header['activation']], [X]
        layers = self.layers(parameters)
        for weights, biases in layers[:-1]:
            inputs.append(activation(inputs[-1] @ weights + biases))
        weights, biases = layers[-1]
        return inputs, inputs[-1] @ weights + biases

    def outputs(self, X):
        """[n, classes] probabilities, [n] numbers, or [n] log densities."""
        scaled = self.scale(X)
        if self.about['kind'] == 'mixture':
            return self.log_density(scaled)
        _, out = self.forward(scaled, self.arrays['parameters'])
        if self.header['loss'] == 'squared':
            return out[:, 0]
        if self.header['loss'] == 'logistic':
            positive = 0.5 * (1 + np.tanh(out[:, 0] / 2))
            return np.column_stack([1 - positive, positive])
        shifted = np.exp(out - out.max(axis=1, keepdims=True))
        return shifted / shifted.sum(axis=1, keepdims=True)

    def log_density(self, X):
        """Of scaled columns, natural log."""
        d = X.shape[1]
        if not self.header['begun']:
            return -0.5 * ((X ** 2).sum(axis=1) + d * math.log(2 * math.pi))
        count = self.header['n_components']
        counts = self.arrays['counts']
        means = self.arrays['means'].reshape(count, d)
        covariances = self.arrays['covariances'].reshape(count, d, d)
        joint = np.empty((len(X), count))
        for k in range(count):
            lower = np.linalg.cholesky(covariances[k])
            scaled = np.linalg.solve(lower, (X - means[k]).T)
            log_det = 2 * np.log(np.diag(lower)).sum()
            log_weight = math.log(counts[k] / counts.sum()) if counts[k] > 0 else -math.inf
            joint[:, k] = log_weight - 0.5 * (d * math.log(2 * math.pi) + log_det + (scaled ** 2).sum(axis=0))
        return np.logaddexp.reduce(joint, axis=1)


def load(model_dir, logger=None):
    """The model in model_dir or, where there is none, beside this script."""
    for folder in (model_dir, HERE):
        if os.path.exists(os.path.join(folder, ABOUT)):
            return Model(folder)
    raise FileNotFoundError('There is no %s in %s.' % (ABOUT, model_dir))


def predict(data, model, logger=None):
    return answer(model.outputs(rows_for(data, model.about)), model.about)
