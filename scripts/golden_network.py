#!/usr/bin/env python3
"""Writes src/ml/stream/learners/golden/network.json: what PyTorch and scikit-learn compute for the networks and linear
models of src/ml/stream/learners, for them to agree with.

Of each activation, optimiser and task: PyTorch's outputs, loss, gradients and, after every step, losses and gradient
norms, and the weights and the optimiser's moments at the end, all in float64. PyTorch's momentum (dampening 0) and Adam
have the defaults that the learners have. Of online logistic and linear regression: scikit-learn's SGDClassifier and
SGDRegressor at a constant rate without penalty, an example at a time in order; and PyTorch's SGD, for more classes.

Weights and data are given with the results: nothing here has to be drawn again.

Run with python3, numpy, torch and scikit-learn (the file says which versions it was made with):
    python3 scripts/golden_network.py
"""

import json
import platform
from pathlib import Path

import numpy as np
import sklearn
import torch
from sklearn.linear_model import SGDClassifier, SGDRegressor

OUT = Path(__file__).resolve().parent.parent / "src" / "ml" / "stream" / "learners" / "golden" / "network.json"
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
OPTIMIZERS = {
    "sgd": lambda p, rate: torch.optim.SGD(p, lr=rate),
    "momentum": lambda p, rate: torch.optim.SGD(p, lr=rate, momentum=0.9),
    "adam": lambda p, rate: torch.optim.Adam(p, lr=rate),
}
RATES = {"sgd": 0.1, "momentum": 0.05, "adam": 0.02}
HIDDEN = [6, 5]
COLUMNS, CLASSES, ROWS, BATCHES, EPOCHS = 4, 3, 11, 4, 2


def make_data(rng, task, rows, columns, classes):
    x = rng.normal(size=(rows, columns))
    if task == "classification":
        y = (x[:, 0] > 0).astype(int) + (classes > 2) * (x[:, 1] > 0.3).astype(int)
        return x, y
    return x, np.sin(x[:, 0]) + 0.5 * x[:, 1] + 0.1 * rng.normal(size=rows)


def flat(parameters):
    """Each layer's weights [inputs, outputs], row-major, then its biases: the learners' order."""
    return torch.cat([p.detach().reshape(-1) for p in parameters]).tolist()


def network(activation, optimizer, task):
    rng = np.random.default_rng(sum(map(ord, activation + optimizer + task)))
    outputs = CLASSES if task == "classification" else 1
    widths = [COLUMNS, *HIDDEN, outputs]
    parameters = []
    for inputs, width in zip(widths, widths[1:]):
        for size, scale in (((inputs, width), inputs**-0.5), ((width,), 0.1)):
            parameters.append(torch.tensor(rng.normal(size=size) * scale, dtype=torch.float64, requires_grad=True))
    start = flat(parameters)
    optimiser = OPTIMIZERS[optimizer](parameters, RATES[optimizer])
    batches, steps, first = [], [], None
    for _ in range(BATCHES):
        x, y = make_data(rng, task, ROWS, COLUMNS, CLASSES)
        batches.append({"X": x.ravel().tolist(), "y": y.tolist()})
        for epoch in range(EPOCHS):
            hidden = torch.tensor(x)
            for index in range(0, len(parameters), 2):
                hidden = hidden @ parameters[index] + parameters[index + 1]
                if index + 2 < len(parameters):
                    hidden = ACTIVATIONS[activation](hidden)
            if task == "classification":
                loss = torch.nn.functional.cross_entropy(hidden, torch.tensor(y))
                output = torch.softmax(hidden, dim=1)
            else:
                loss = 0.5 * torch.mean((hidden[:, 0] - torch.tensor(y)) ** 2)
                output = hidden
            optimiser.zero_grad()
            loss.backward()
            gradient = torch.cat([p.grad.reshape(-1) for p in parameters])
            if first is None:
                first = {"predictions": output.detach().reshape(-1).tolist(), "gradient": gradient.tolist()}
            if epoch == 0:
                steps.append({"loss": loss.item(), "grad_norm": gradient.norm().item()})
            optimiser.step()
    return {
        **{"activation": activation, "optimizer": optimizer, "task": task, "learning_rate": RATES[optimizer]},
        **{"parameters": start, "batches": batches, **first, "steps": steps, "after": flat(parameters)},
        "moments": moments(optimiser, optimizer, parameters),
    }


def moments(optimiser, name, parameters):
    states = [optimiser.state[p] for p in parameters]
    if name == "sgd":
        return {"first": [], "second": []}
    if name == "momentum":
        return {"first": flat([s["momentum_buffer"] for s in states]), "second": []}
    return {"first": flat([s["exp_avg"] for s in states]), "second": flat([s["exp_avg_sq"] for s in states])}


def by_sklearn(task):
    rng = np.random.default_rng(8)
    x, y = make_data(rng, task, 60, COLUMNS, 2)
    options = {"penalty": None, "alpha": 0.0, "learning_rate": "constant", "eta0": 0.05, "shuffle": False}
    options |= {"max_iter": 2, "tol": None}
    model = SGDClassifier(loss="log_loss", **options) if task == "classification" else SGDRegressor(**options)
    model.fit(x, y)
    return {
        **{"by": "scikit-learn", "task": task, "n_classes": 2, "learning_rate": 0.05, "epochs": 2},
        **{"X": x.ravel().tolist(), "y": y.tolist(), "after": [*model.coef_.ravel(), *model.intercept_]},
    }


def by_torch():
    rng = np.random.default_rng(9)
    x, y = make_data(rng, "classification", 40, COLUMNS, CLASSES)
    weights = torch.zeros((COLUMNS, CLASSES), dtype=torch.float64, requires_grad=True)
    biases = torch.zeros(CLASSES, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([weights, biases], lr=0.05)
    for row, label in zip(torch.tensor(x), torch.tensor(y)):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy((row @ weights + biases)[None], label[None]).backward()
        optimiser.step()
    return {
        **{"by": "PyTorch", "task": "classification", "n_classes": CLASSES, "learning_rate": 0.05, "epochs": 1},
        **{"X": x.ravel().tolist(), "y": y.tolist(), "after": flat([weights, biases])},
    }


def main():
    cases = [network(a, o, t) for a in ACTIVATIONS for o in OPTIMIZERS for t in ("classification", "regression")]
    golden = {
        "command": "python3 scripts/golden_network.py",
        "versions": {
            "python": platform.python_version(),
            **{"numpy": np.__version__, "torch": torch.__version__, "sklearn": sklearn.__version__},
        },
        **{"columns": COLUMNS, "classes": CLASSES, "hidden": HIDDEN, "rows": ROWS, "epochs": EPOCHS},
        **{"networks": cases, "linear": [by_sklearn("classification"), by_sklearn("regression"), by_torch()]},
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
