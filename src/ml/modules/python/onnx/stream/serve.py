"""Serves a model that learnt from a stream by ONNX Runtime: a network, a linear model, or a Gaussian mixture.

What it reads and answers is told in millrace/streams.py. Beside model.onnx it reads stream.json, which names the columns.
"""

import os

import numpy as np

from millrace.runtime import Session
from millrace.streams import answer, deserialize, read_about, rows_for, serialize

__all__ = ['load', 'deserialize', 'predict', 'serialize']

HERE = os.path.dirname(os.path.abspath(__file__))
_OUTPUTS = {'classification': 'probabilities', 'regression': 'prediction', 'density': 'log_density'}


class Model:
    def __init__(self, session):
        self.session = session
        self.about = read_about(session.folder)


def load(model_dir, logger=None):
    """The model.onnx in model_dir or, where there is none, beside this script."""
    return Model(Session(model_dir, HERE))


def predict(data, model, logger=None):
    rows = rows_for(data, model.about).astype(np.float64)
    made = model.session.run(**{model.session.inputs[0]: rows})
    return answer(made[_OUTPUTS[model.about['task']['kind']]].astype(np.float64), model.about)
