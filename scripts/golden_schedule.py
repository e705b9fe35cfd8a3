#!/usr/bin/env python3
"""Writes src/ml/schedule/golden/schedules.json: the learning rates that PyTorch's LambdaLR and StepLR give over the steps of
a run, with the formulas of Hugging Face's transformers.

transformers itself need not be importable: its formulas are functions of their own in transformers/optimization.py, taken
from that file as they stand (pip download --no-deps transformers==4.57.6, and unpack).

Run with python3 and torch (the file says which versions it was made with):
    python3 scripts/golden_schedule.py <path of transformers/optimization.py> <its version>
"""

import ast
import json
import math
import sys
from functools import partial
from pathlib import Path

import torch
from torch.optim.lr_scheduler import LambdaLR, StepLR

OUT = Path(__file__).resolve().parent.parent / "src" / "ml" / "schedule" / "golden" / "schedules.json"
SHAPES = [(10, 0), (10, 3), (37, 4), (100, 10), (1, 0), (5, 5)]


def formulas(path):
    """The functions _get_*_lambda of optimization.py, by name."""
    tree = ast.parse(Path(path).read_text())
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("_get_") and n.name.endswith("_lambda")]
    for function in functions:
        # Annotations name types of torch and typing that are not needed.
        function.returns = None
        for argument in function.args.args + function.args.kwonlyargs:
            argument.annotation = None
    names = {"math": math}
    exec(compile(ast.Module(body=functions, type_ignores=[]), path, "exec"), names)
    return names


def rates(learning_rate, steps, schedule):
    """The rate of each step 0 … steps - 1."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=learning_rate)
    scheduler = schedule(optimizer)
    found = []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


def main():
    path, version = sys.argv[1:3]
    of = formulas(path)
    cases = []

    def add(options, steps, warmup, schedule):
        cases.append({"options": options, "steps": steps, "warmup": warmup, "rates": rates(options["learning_rate"], steps, schedule)})

    for lr in (3e-5, 0.1):
        for steps, warmup in SHAPES:
            warm = {"num_warmup_steps": warmup}
            both = {**warm, "num_training_steps": steps}
            lambdas = [
                ({"schedule": "constant"}, partial(of["_get_constant_schedule_with_warmup_lr_lambda"], **warm)),
                ({"schedule": "linear"}, partial(of["_get_linear_schedule_with_warmup_lr_lambda"], **both)),
                ({"schedule": "cosine"}, partial(of["_get_cosine_schedule_with_warmup_lr_lambda"], num_cycles=0.5, **both)),
            ]
            for power, end in ((1.0, 1e-7), (2.0, 0.0), (0.5, 1e-5)):
                polynomial = of["_get_polynomial_decay_schedule_with_warmup_lr_lambda"]
                options = {"schedule": "polynomial", "power": power, "end_learning_rate": end}
                lambdas.append((options, partial(polynomial, lr_init=lr, lr_end=end, power=power, **both)))
            for options, formula in lambdas:
                if steps == warmup and options["schedule"] == "polynomial":
                    continue  # divides by zero there
                add({"learning_rate": lr, **options}, steps, warmup, lambda o: LambdaLR(o, formula))
        for size, gamma in ((1, 0.9), (4, 0.5), (30, 0.1)):
            options = {"learning_rate": lr, "schedule": "step", "step_size": size, "gamma": gamma}
            add(options, 37, 0, lambda o: StepLR(o, step_size=size, gamma=gamma))
    reference = f"transformers {version} formulas, torch {torch.__version__} LambdaLR and StepLR"
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"reference": reference, "cases": cases}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
