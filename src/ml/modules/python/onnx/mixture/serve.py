"""Serves a Gaussian mixture by ONNX Runtime: for each point the log density, responsibilities and component.

What it reads and answers is told in millrace/mixtures.py.
"""

import os

import numpy as np

from millrace.mixtures import answer, check_width, deserialize, serialize
from millrace.runtime import Session

__all__ = ['load', 'deserialize', 'predict', 'serialize']

HERE = os.path.dirname(os.path.abspath(__file__))


class Mixture:
    def __init__(self, session):
        self.session = session
        self.width = session.session.get_inputs()[0].shape[1]


def load(model_dir, logger=None):
    """The model.onnx in model_dir or, where there is none, beside this script."""
    return Mixture(Session(model_dir, HERE))


def predict(data, model, logger=None):
    check_width(data, model.width)
    points = data.reshape(len(data), model.width).astype(np.float64)
    made = model.session.run(points=points)
    return answer(made['log_density'], made['label'], made['responsibilities'])
