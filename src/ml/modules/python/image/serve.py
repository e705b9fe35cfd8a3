"""Serves an image classifier by NumPy: a convolutional network, or a multilayer perceptron.

What it reads and answers is told in millrace/pictures.py.
"""

import json
import os

import numpy as np

from millrace import convolutional, tensors
from millrace.pictures import answer, deserialize, serialize, to_form

__all__ = ['load', 'deserialize', 'predict', 'serialize']

HERE = os.path.dirname(os.path.abspath(__file__))
CONFIG, WEIGHTS = 'config.json', 'model.safetensors'


class Classifier:
    def __init__(self, folder):
        with open(os.path.join(folder, CONFIG), encoding='utf-8-sig') as file:
            self.config = json.load(file)
        self.weights = tensors.read(os.path.join(folder, WEIGHTS))
        self.layers = convolutional.layers_of(self.config)

    def form(self, picture):
        """uint8 [height, width, channels] of [h, w, 4]."""
        shape = self.config['shape']
        return to_form(picture, shape['height'], shape['width'], shape['channels'])

    def logits(self, pixels):
        """[n, classes] of bytes [n, height, width, channels]."""
        return convolutional.forward(self.layers, self.weights, convolutional.normalised(self.config, pixels))[-1]


def load(model_dir, logger=None):
    """The model in model_dir or, where there is none, beside this script."""
    for folder in (model_dir, HERE):
        if os.path.exists(os.path.join(folder, WEIGHTS)):
            return Classifier(folder)
    raise FileNotFoundError('There is no %s in %s.' % (WEIGHTS, model_dir))


def predict(data, model, logger=None):
    logits = model.logits(model.form(data)[None])[0]
    shares = np.exp(logits - logits.max())
    return answer(shares / shares.sum(), model.config['classes'])
