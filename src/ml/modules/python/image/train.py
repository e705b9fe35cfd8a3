"""Goes on training the image classifier on pictures of one's own.

    train(model_dir, pictures, ['--epochs=5', '--batch_size=32', '--learning_rate=0.001', '--seed=1'], …)

`pictures` is a folder with a folder of picture files for each class (read by Pillow), or an .npz of NumPy's: `pixels` uint8
[n, height, width, channels] of the model's size, and `labels` [n], numbers of classes. It learns by Adam (Kingma & Ba 2015);
files are written to model_dir. NumPy computes on the processor alone: tens of thousands of small pictures are minutes an
epoch, and pictures of more than 64 × 64 pixels are better trained where they came from.
"""

import os
import shutil

import numpy as np

import serve
from millrace import convolutional, tensors
from millrace.board import Board
from millrace.options import files_in, read_args
from millrace.pictures import from_file

OPTIONS = {'epochs': 5, 'batch_size': 32, 'learning_rate': 0.001, 'seed': 1}
_FADE, _FADE_SQUARES, _LEAST = 0.9, 0.999, 1e-8


def train(model_dir, *args, tensor_board_enabled=False, tensor_board_dir='logs', logger=None):
    say = logger.log if logger else print
    board = Board(model_dir, tensor_board_enabled, tensor_board_dir)
    path, options = read_args(args, OPTIONS, 'the pictures: a folder with one for each class, or an .npz')
    model = serve.load(model_dir)
    pixels, labels = read_pictures(path, model)
    say('%d pictures of %d classes' % (len(labels), len(set(labels.tolist()))))
    model.weights = {name: value.astype(np.float32) for name, value in model.weights.items()}
    learner, random = Adam(options['learning_rate']), np.random.default_rng(options['seed'])
    for epoch in range(options['epochs']):
        order, losses, right = random.permutation(len(labels)), [], 0
        for at in range(0, len(order), options['batch_size']):
            batch = order[at:at + options['batch_size']]
            loss, hits, gradients = gradients_of(model, pixels[batch], labels[batch], random)
            learner.step(model.weights, gradients)
            losses.append(loss * len(batch))
            right += hits
            board.scalars(learner.steps, train_loss=loss, lr=options['learning_rate'])
        mean = sum(losses) / len(labels)
        say('epoch %d: mean loss %.6f, accuracy %.4f' % (epoch, mean, right / len(labels)))
        board.scalars(learner.steps, train_loss_epoch=mean)
    board.flush()
    os.makedirs(model_dir, exist_ok=True)
    tensors.write(os.path.join(model_dir, serve.WEIGHTS), model.weights)
    config = os.path.join(model_dir, serve.CONFIG)
    if not os.path.exists(config):
        shutil.copy(os.path.join(serve.HERE, serve.CONFIG), config)


def read_pictures(path, model):
    """(bytes [n, height, width, channels], [n] numbers of classes)"""
    shape, classes = model.config['shape'], model.config['classes']
    if os.path.isdir(path):
        found = [
            (model.form(from_file(file)), label)
            for label, name in enumerate(classes)
            if os.path.isdir(os.path.join(path, name))
            for file in files_in(os.path.join(path, name))
        ]
        if not found:
            raise ValueError('There are no folders named as classes are: %s.' % ', '.join(classes))
        return np.stack([picture for picture, _ in found]), np.array([label for _, label in found])
    with np.load(path) as file:
        pixels, labels = file['pixels'], file['labels']
    wanted = (shape['height'], shape['width'], shape['channels'])
    if pixels.dtype != np.uint8 or pixels.shape != (len(labels), *wanted):
        raise ValueError('“pixels” must be uint8 of [n, %d, %d, %d].' % wanted)
    if len(labels) == 0 or labels.min() < 0 or labels.max() >= len(classes):
        raise ValueError('“labels” must be numbers of classes, 0 … %d.' % (len(classes) - 1))
    return pixels, labels.astype(int)


def gradients_of(model, pixels, labels, random=None):
    """(mean cross-entropy, how many are right, gradients by name)"""
    rate, dtype = model.config['structure'].get('dropout', 0), model.weights['classifier.bias'].dtype
    mask = np.ones(1, dtype)
    if random is not None and rate > 0:
        inputs = model.weights['classifier.weight'].shape[1]
        mask = ((random.random((len(labels), inputs)) >= rate) / (1 - rate)).astype(dtype)
    values = convolutional.normalised(model.config, pixels).astype(dtype)
    passed = convolutional.forward(model.layers, model.weights, values, mask)
    shifted = passed[-1] - passed[-1].max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    n = len(labels)
    error = np.exp(log_p)
    error[np.arange(n), labels] -= 1
    gradients = convolutional.backward(model.layers, model.weights, passed, error / n, mask)
    return -log_p[np.arange(n), labels].mean(), int((log_p.argmax(axis=1) == labels).sum()), gradients


class Adam:
    def __init__(self, rate):
        self.rate, self.steps, self.first, self.second = rate, 0, {}, {}

    def step(self, weights, gradients):
        self.steps += 1
        for name, gradient in gradients.items():
            first = self.first[name] = _FADE * self.first.get(name, 0) + (1 - _FADE) * gradient
            second = self.second[name] = _FADE_SQUARES * self.second.get(name, 0) + (1 - _FADE_SQUARES) * gradient ** 2
            spread = np.sqrt(second / (1 - _FADE_SQUARES ** self.steps)) + _LEAST
            weights[name] = weights[name] - self.rate * first / (1 - _FADE ** self.steps) / spread
