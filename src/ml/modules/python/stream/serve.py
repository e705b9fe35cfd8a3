"""Serves a model that learnt from a stream: a network, a linear model, or a Gaussian mixture.

Reads application/json (a list of rows, or {"X": […]}) and text/csv (a row a line; a header is passed over). Answers
application/json or text/csv: of classes {"labels", "probabilities"}, of numbers {"predictions"}, of mixtures
{"log_density"}.
"""

import csv
import io
import json
import math
import os

import numpy as np

from millrace import tensors
from millrace.content import UnsupportedType, accepts, from_json, media_type, read_csv, to_json

HERE = os.path.dirname(os.path.abspath(__file__))
ABOUT, WEIGHTS = 'stream.json', 'model.safetensors'
_ACTIVATIONS = {
    'relu': lambda x: np.maximum(x, 0),
    'tanh': np.tanh,
    'sigmoid': lambda x: 0.5 * (1 + np.tanh(x / 2)),
}


class Model:
    def __init__(self, folder):
        with open(os.path.join(folder, ABOUT), encoding='utf-8') as file:
            self.about = json.load(file)
        self.arrays = tensors.read(os.path.join(folder, WEIGHTS))
        self.task = self.about['task']
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


def deserialize(data, content_type='application/octet-stream', logger=None):
    """[n, d]"""
    kind = media_type(content_type)
    if kind == 'text/csv':
        return np.array(read_csv(io.StringIO(bytes(data).decode('utf-8'))))
    if kind not in ('application/json', 'application/octet-stream'):
        raise UnsupportedType('%s is not read; application/json and text/csv are.' % kind)
    value = from_json(data)
    X = np.array(value['X'] if isinstance(value, dict) else value, dtype=float)
    if X.ndim != 2 or not np.isfinite(X).all():
        raise ValueError('The input must be a list of rows, each a list of as many numbers.')
    return X


def predict(data, model, logger=None):
    wanted = len(model.about['features'])
    if data.shape[1] != wanted:
        raise ValueError('The model takes rows of %d numbers, not of %d.' % (wanted, data.shape[1]))
    out = model.outputs(data)
    if model.task['kind'] == 'classification':
        return {'labels': out.argmax(axis=1).tolist(), 'probabilities': out.tolist()}
    return {('predictions' if model.task['kind'] == 'regression' else 'log_density'): out.tolist()}


def serialize(data, accepted='*/*', logger=None):
    kind = accepts(accepted, ('application/json', 'text/csv'))
    if kind == 'application/json':
        return to_json(data), kind
    if kind != 'text/csv':
        return None
    columns = dict(data)
    for k, shares in enumerate(zip(*columns.pop('probabilities', []))):
        columns['probability_%d' % k] = shares
    out = io.StringIO()
    writer = csv.writer(out, lineterminator='\n')
    writer.writerow(columns)
    writer.writerows(zip(*([repr(value) for value in column] for column in columns.values())))
    return out.getvalue().encode('utf-8'), kind
