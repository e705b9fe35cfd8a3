"""Serves an image classifier by ONNX Runtime: a convolutional network, or a multilayer perceptron.

What it reads and answers is told in millrace/pictures.py. Beside model.onnx it reads config.json: the size that pictures
are brought to, and the names of the classes.
"""

import json
import os

import numpy as np

from millrace.pictures import answer, deserialize, serialize, to_form
from millrace.runtime import Session

__all__ = ['load', 'deserialize', 'predict', 'serialize']

HERE = os.path.dirname(os.path.abspath(__file__))


class Classifier:
    def __init__(self, session):
        self.session = session
        with open(os.path.join(session.folder, 'config.json'), encoding='utf-8-sig') as file:
            self.config = json.load(file)


def load(model_dir, logger=None):
    """The model.onnx in model_dir or, where there is none, beside this script."""
    return Classifier(Session(model_dir, HERE))


def predict(data, model, logger=None):
    shape = model.config['shape']
    pixels = to_form(data, shape['height'], shape['width'], shape['channels'])
    made = model.session.run(pixels=pixels[None].astype(np.float32) / np.float32(255))
    return answer(made['probabilities'][0].astype(np.float64), model.config['classes'])
