"""Goes on training a network or linear model of a stream on rows of one's own, batch after batch, in their order.

    train(model_dir, rows, ['--batch_size=32', '--learning_rate=0.01', '--epochs=1'], …)

`rows` is a CSV file whose last column is what is to be predicted. It learns by plain stochastic gradient descent; files are
written to model_dir.
"""

import json
import os

import numpy as np

import serve
from millrace import tensors
from millrace.board import Board
from millrace.options import read_args
from millrace.rows import rows_in

OPTIONS = {'batch_size': 32, 'learning_rate': 0.01, 'epochs': 1}
_SLOPES = {'relu': lambda y: y > 0, 'tanh': lambda y: 1 - y * y, 'sigmoid': lambda y: y * (1 - y)}


def train(model_dir, *args, tensor_board_enabled=False, tensor_board_dir='logs', logger=None):
    say = logger.log if logger else print
    board = Board(model_dir, tensor_board_enabled, tensor_board_dir)
    path, options = read_args(args, OPTIONS, 'the rows: a CSV file, what is to be predicted last')
    model = serve.load(model_dir)
    if model.about['kind'] == 'mixture':
        raise ValueError('A mixture of a stream is not trained here: networks and linear models are.')
    rows = rows_in(path)
    wanted = len(model.about['features']) + 1
    if rows.shape[1] != wanted:
        raise ValueError('The rows must have %d numbers: the features, and what is to be predicted.' % wanted)
    _check_labels(rows[:, -1], model.about['task'])
    parameters, step = model.arrays['parameters'], 0
    for epoch in range(options['epochs']):
        losses = []
        for at in range(0, len(rows), options['batch_size']):
            batch = rows[at:at + options['batch_size']]
            loss, gradient = _gradient(model, parameters, model.scale(batch[:, :-1]), batch[:, -1])
            parameters -= options['learning_rate'] * gradient
            losses.append(loss)
            step += 1
            board.scalars(step, train_loss=loss)
        say('epoch %d: mean loss %.9f' % (epoch, np.mean(losses)))
    board.flush()
    os.makedirs(model_dir, exist_ok=True)
    tensors.write(os.path.join(model_dir, serve.WEIGHTS), model.arrays, 'F64')
    with open(os.path.join(model_dir, serve.ABOUT), 'w', encoding='utf-8') as file:
        json.dump(model.about, file, indent=2)


def _check_labels(labels, task):
    if task['kind'] != 'classification':
        return
    last = task['n_classes'] - 1
    for i, label in enumerate(labels.tolist()):
        # Of lists the end is -1: it would be taken for the last class.
        if not (label.is_integer() and 0 <= label <= last):
            raise ValueError('Row %d ends with %g: classes are 0 to %d.' % (i + 1, label, last))


def _gradient(model, parameters, X, y):
    """Mean loss before the step (cross-entropy, or half the squared error) and its gradient by backpropagation."""
    inputs, out = model.forward(X, parameters)
    n = len(X)
    if model.header['loss'] == 'squared':
        error = out - y[:, None]
        loss = 0.5 * (error ** 2).sum() / n
    elif model.header['loss'] == 'logistic':
        loss = (np.logaddexp(0, out[:, 0]) - y * out[:, 0]).mean()
        error = 0.5 * (1 + np.tanh(out / 2)) - y[:, None]
    else:
        labels = y.astype(int)
        shifted = out - out.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_p[np.arange(n), labels].mean()
        error = np.exp(log_p)
        error[np.arange(n), labels] -= 1
    gradient = np.empty_like(parameters)
    layers, error = list(zip(model.layers(parameters), model.layers(gradient))), error / n
    slope = _SLOPES[model.header['activation']]
    for index in range(len(layers) - 1, -1, -1):
        (weights, _), (d_weights, d_biases) = layers[index]
        d_weights[:] = inputs[index].T @ error
        d_biases[:] = error.sum(axis=0)
        if index > 0:
            error = (error @ weights.T) * slope(inputs[index])
    return loss, gradient
