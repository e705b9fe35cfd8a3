"""Fits the mixture to points of one's own by expectation-maximisation (Dempster, Laird & Rubin 1977).

    train(model_dir, points, ['--epochs=200', '--tol=1e-3', '--reg_covar=1e-6'], …)

`points` is a CSV file, a point a line. EM begins from the mixture in model_dir (or the one that came with this script)
and writes mixture.json to model_dir.
"""

import json
import os

import numpy as np

import serve
from millrace.board import Board
from millrace.options import read_args
from millrace.rows import rows_in

OPTIONS = {'epochs': 200, 'tol': 1e-3, 'reg_covar': 1e-6}


def train(model_dir, *args, tensor_board_enabled=False, tensor_board_dir='logs', logger=None):
    say = logger.log if logger else print
    board = Board(model_dir, tensor_board_enabled, tensor_board_dir)
    path, options = read_args(args, OPTIONS, 'the points: a CSV file')
    points = rows_in(path)
    model = serve.load(model_dir)
    if points.shape[1] != model.means.shape[1]:
        raise ValueError('The model takes points of %d numbers, not of %d.' % (model.means.shape[1], points.shape[1]))
    before = -np.inf
    for epoch in range(options['epochs']):
        joint = model.log_joint(points)
        density = np.logaddexp.reduce(joint, axis=1)
        mean = density.mean()
        if not np.isfinite(mean):
            raise ValueError('The points lie so far apart that they have no density, and nothing was written.')
        say('iteration %d: mean log-likelihood %.9f' % (epoch, mean))
        board.scalars(epoch + 1, log_likelihood=mean)
        _maximise(model, points, np.exp(joint - density[:, None]), options['reg_covar'])
        if abs(mean - before) < options['tol']:
            break
        before = mean
    board.flush()
    os.makedirs(model_dir, exist_ok=True)
    with open(os.path.join(model_dir, serve.MODEL), 'w', encoding='utf-8') as file:
        json.dump({
            'covariance_type': model.covariance_type,
            'n_components': len(model.weights),
            'n_features': model.means.shape[1],
            'weights': model.weights.tolist(),
            'means': model.means.tolist(),
            'covariances': model.covariances.tolist(),
        }, file, indent=2)


def _maximise(model, points, shares, reg_covar):
    n, d = points.shape
    counts = shares.sum(axis=0) + 10 * np.finfo(float).eps
    model.weights = counts / n
    model.means = shares.T @ points / counts[:, None]
    full = np.empty((len(counts), d, d))
    for k in range(len(counts)):
        centred = points - model.means[k]
        full[k] = (shares[:, k, None] * centred).T @ centred / counts[k]
    kind = model.covariance_type
    if kind == 'full':
        model.covariances = full + reg_covar * np.eye(d)
    elif kind == 'tied':
        model.covariances = np.einsum('k,kij->ij', counts / n, full) + reg_covar * np.eye(d)
    else:
        diagonal = np.einsum('kii->ki', full) + reg_covar
        model.covariances = diagonal if kind == 'diag' else diagonal.mean(axis=1)
