"""The loop of a stage: its schedule runs by the clock, so that it ends in time on whatever machine it is.

A stage has so many minutes of training. The rate rises over the first 5 % of them and falls to zero at the end; a
checkpoint keeps the time spent, so that the same command goes on from there. How many steps it came to stands in the log.
"""

import json
import math
import time
from pathlib import Path

import torch

WARM_UP, CLIP, DECAY = 0.05, 1.0, 0.05


class Paused(Exception):
    """The command's time is up; the stage has kept its checkpoint."""


def save(path, value):
    """Written beside and moved: whole or not at all."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".tmp")
    torch.save(value, aside)
    aside.replace(path)


def load(path):
    return torch.load(path, map_location="cpu")


class Log:
    def __init__(self, work, stage):
        self.file, self.stage = Path(work) / "log.txt", stage

    def __call__(self, line):
        stamped = f"{time.strftime('%H:%M:%S')} {self.stage}: {line}"
        print(stamped, flush=True)
        with open(self.file, "a") as file:
            file.write(stamped + "\n")


class Averaged:
    """Running average of a model's parameters."""

    def __init__(self, model):
        self.model, self.values = model, [p.detach().clone() for p in model.parameters()]

    def update(self, step):
        keep = min(0.998, step / (step + 10))
        with torch.no_grad():
            for mean, p in zip(self.values, self.model.parameters()):
                mean.lerp_(p, 1 - keep)

    def swap(self):
        """Model and average change places."""
        with torch.no_grad():
            for mean, p in zip(self.values, self.model.parameters()):
                mine = p.clone()
                p.copy_(mean)
                mean.copy_(mine)


def optimiser(model, rate):
    decaying, others = model.groups()
    groups = [{"params": decaying, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))


def automatic(device):
    """bfloat16 products where there is a GPU."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda")


def train(model, loss_of, stage, work, device, deadline, log):
    """Steps `loss_of(step)` until the stage's minutes are spent; leaves `model` averaged where that is asked for.

    `loss_of` gives a loss, or (loss, {name: number}) to be told. Throws Paused at `deadline` (seconds of the clock).
    """
    kept = Path(work) / f"{stage.name}.checkpoint.pt"
    adam, average = optimiser(model, stage.rate), Averaged(model)
    spent, steps = 0.0, 0
    if kept.exists():
        saved = load(kept)
        model.load(saved["model"])
        adam.load_state_dict(saved["adam"])
        average.values = [value.to(device) for value in saved["average"]]
        spent, steps = saved["spent"], saved["steps"]
        log(f"goes on after {spent:.0f} s, {steps} steps")
    torch.manual_seed(stage.seed + 1000 * steps)
    limit, began, told, sums, count = 60 * stage.minutes, time.time(), time.time(), {}, 0
    while True:
        share = (spent + time.time() - began) / limit
        if share >= 1:
            break
        steps += 1
        for group in adam.param_groups:
            group["lr"] = stage.rate * min(share / WARM_UP, (1 - share) / (1 - WARM_UP))
        adam.zero_grad(set_to_none=True)
        with automatic(device):
            loss, more = loss_of(steps)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        adam.step()
        average.update(steps)
        if steps % 20 == 0 or limit < 60:
            for name, value in {"loss": loss, **more}.items():
                sums[name] = sums.get(name, 0.0) + float(value)
            count += 1
            if time.time() - told > min(20, limit / 4):
                rates = ", ".join(f"{name} {total / count:.4f}" for name, total in sums.items())
                log(f"{share:.0%}, step {steps}, {rates}")
                told, sums, count = time.time(), {}, 0
            if not math.isfinite(float(loss)):
                raise FloatingPointError(f"{stage.name}: the loss is no number at step {steps}")
        if time.time() > deadline:
            now = spent + time.time() - began
            state = {"model": model.state(), "adam": adam.state_dict(), "average": [v.cpu() for v in average.values]}
            save(kept, {**state, "spent": now, "steps": steps})
            log(f"paused after {now:.0f} s, {steps} steps")
            raise Paused
    log(f"{steps} steps in {limit:.0f} s")
    if stage.averaged:
        average.swap()
    kept.unlink(missing_ok=True)
    return steps


def done(work, name):
    return (Path(work) / f"{name}.json").exists()


def finish(work, name, facts):
    """A stage is done once its facts are written."""
    (Path(work) / f"{name}.json").write_text(json.dumps(facts, indent=1) + "\n")
