#!/usr/bin/env python3
"""Trains the base encoder from the prepared token files; resumes where it was left by the same command.

    python3 scripts/base-model/twin/train.py --data /tmp/base-model --recipe small

Checkpoints (every few minutes) and finished stages lie in <data>/run/<recipe>/, the log in <data>/run/log.txt.
One thread, or as many processes of one as --processes says. Same seed, data, machine and number of processes: the same
weights, interrupted or not.
"""

import argparse
import os
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from torch.nn import functional as F

import data
from beside import Beside
from crew import together
from data import Part
from evaluate import accuracy, combine, predict
from kernels import adamw, vocabulary_loss
from model import FAMILY, Encoder, configuration
from noise import Noise
from order import with_neighbours
from recipes import RECIPES
from sentences import sentences
from turned import pairs

torch.set_num_threads(1)
SAVE_EVERY = 180.0  # seconds
DECAY, CLIP, WARM_UP = 0.05, 1.0, 0.05


class Run:
    def __init__(self, folder, recipe, seed, crew, nano=None):
        self.crew, self.nano = crew, nano
        self.corpus = data.Corpus(folder)
        self.folder, self.recipe, self.seed = Path(folder) / "run", recipe, seed
        self.home = self.folder / recipe
        self.home.mkdir(parents=True, exist_ok=True)
        self.config = configuration(recipe.split("-")[0], self.corpus.vocab)

    def log(self, line):
        if not self.crew.leads():
            return
        stamped = f"{time.strftime('%H:%M:%S')} {self.recipe} {line}"
        print(stamped, flush=True)
        with open(self.folder / "log.txt", "a") as file:
            file.write(stamped + "\n")

    def finished(self, stage, recipe=None):
        return self.folder / (recipe or self.recipe) / f"{stage}.pt"

    def unfinished(self, stage):
        return self.home / f"{stage}.state.pt"

    def encoder(self, recipe, stage):
        """A trained encoder of this or another recipe."""
        model = Encoder(configuration(recipe.split("-")[0], self.corpus.vocab), self.seed)
        model.flat.copy_(torch.load(self.finished(stage, recipe))["flat"])
        return model

    def soft_labels(self, stage):
        """Probability of positive of each unlabelled review: the teachers and what was prepared beforehand (n-gram,
        documents' vectors), combined by logistic regression on the validation set; where the stage says so, joined with
        what its neighbours say."""
        file = self.home / f"{stage.name}.soft.npy"
        if file.exists():
            return np.load(file)
        val, unsup = [], []
        for teacher in stage.teachers:
            logits = self.teacher(teacher)
            val.append(logits(self.corpus.val))
            unsup.append(logits(self.corpus.unsup))
        others = [(name, self.corpus.prepared(name)) for name in data.PREPARED]
        found = [(name, logits) for name, logits in others if logits is not None]
        for _, logits in found:
            val.append(logits["val"])
            unsup.append(logits["unsup"])
        probability, report = combine(np.stack(val, 1), self.corpus.val.labels, np.stack(unsup, 1))
        self.log(f"{stage.name} teacher {'+'.join([*stage.teachers, *(name for name, _ in found)])}: {report}")
        if stage.neighbours:
            probability, alone = with_neighbours(probability)
            sure = [f"{np.maximum(p, 1 - p).mean():.2%}" for p in (alone, probability)]
            self.log(f"{stage.name} by the neighbours alone {sure[0]} sure, with them {sure[1]}")
        np.save(file, probability.astype(np.float32))
        return probability

    def teacher(self, name):
        """Texts → logits, by the encoder 'recipe/stage' or by the n-gram model as it ships."""
        if name == "nano":
            return Beside(self.corpus, self.nano).of_others
        model = self.encoder(*name.split("/"))
        return lambda texts: predict(model, texts)

    def parts(self, stage):
        """What a classifying stage learns from."""
        beside = Beside(self.corpus, self.nano) if stage.beside else None
        weighed = lambda logits: stage.beside * logits
        out = []
        if stage.gold:
            target = stage.smoothing + (1 - 2 * stage.smoothing) * self.corpus.train.labels
            out.append(Part(self.corpus.train, target, stage.gold, beside and weighed(beside.of_reviews("train"))))
        if stage.soft:
            unsup = self.corpus.unsup
            out.append(Part(unsup, self.soft_labels(stage), stage.soft, beside and weighed(beside.of_reviews("unsup"))))
        if stage.judge:
            texts, targets, owners = self.stretches(stage)
            out.append(Part(texts, targets, beside=beside and weighed(beside.of_stretches(texts, owners))))
        if stage.sentences:
            texts, targets = sentences(self.corpus.vocabulary, stage.sentences, self.seed)
            out.append(Part(texts, targets, beside=beside and weighed(beside.of_others(texts))))
        if stage.turned:
            judge = lambda found: self.answers(stage, "turned", found)
            texts, targets, owners = pairs(self.corpus, [self.corpus.train, self.corpus.unsup], judge, self.seed)
            out.append(Part(texts, targets, beside=beside and weighed(beside.of_stretches(texts, owners))))
        return out

    def stretches(self, stage):
        """(Texts, targets, owners): short stretches of all reviews, and what another encoder thinks of each by itself."""
        rng = np.random.default_rng([self.seed, sum(map(ord, stage.name)), 10**5])
        texts, owners = data.stretches([self.corpus.train, self.corpus.unsup], self.corpus.stops, rng)
        targets = self.answers(stage, "stretches", texts)
        if stage.typos:
            texts = data.mistyped(texts, Noise(self.corpus.vocabulary, stage.typos, typos=0.2), rng)
        return texts, targets, owners

    def answers(self, stage, what, texts):
        """The probability of positive that the stage's judge gives each text, asked once."""
        file = self.home / f"{stage.name}.{what}.npy"
        if not file.exists():
            judge = self.encoder(*stage.judge.split("/"))
            np.save(file, 1 / (1 + np.exp(-predict(judge, texts))))
        return np.load(file)

    def epoch(self, stage, parts, number):
        """The epoch's batches: the same ones whenever they are asked for."""
        rng = np.random.default_rng([self.seed, sum(map(ord, stage.name)), number])
        if stage.kind == "language":
            return data.language_plan([self.corpus.train, self.corpus.unsup], stage.length, rng)
        return data.plan(parts, stage.length, stage.crops, self.corpus.stops, rng)

    def batches(self, stage, parts, first, total, step):
        """(step, batch) for the steps after `step`; `first` is epoch 0."""
        done, number, epoch = 0, 0, first
        while done < total:
            for batch in epoch[: total - done]:
                done += 1
                if done > step:
                    yield done, batch
            number += 1
            epoch = self.epoch(stage, parts, number) if done < total else []

    def loss(self, model, stage, batch, parts, rng):
        if stage.kind == "language":
            ids, where, truth = data.hidden_tokens(batch, self.corpus.vocab, rng)
            logits = model.masked_logits(torch.from_numpy(ids), torch.from_numpy(where))
            return vocabulary_loss(logits, model.p["cls.predictions.bias"], torch.from_numpy(truth))
        ids, target, weight, beside = data.assemble(batch, parts, stage.length, rng, self.noise)
        logits = model.logits(torch.from_numpy(data.masked(ids, stage.hidden, rng)))
        logits = logits + torch.from_numpy(np.stack([np.zeros_like(beside), beside], 1))
        soft = torch.from_numpy(np.stack([1 - target, target], 1))
        return -((F.log_softmax(logits, 1) * soft).sum(1) * torch.from_numpy(weight)).mean()

    def learn(self, model, stage, batch, parts, rng):
        """(Loss, rows) of this process's share of the batch; adds its gradient to the model's."""
        if stage.kind == "language":
            batch = self.crew.share(batch)
            rows = len(batch)
        else:
            batch = batch[0], self.crew.share(batch[1])
            rows = len(batch[1])
        if rows == 0:
            return 0.0, 0
        loss = self.loss(model, stage, batch, parts, rng)
        loss.backward()
        return loss.item(), rows

    def begin(self, stage):
        """(model, optimiser state, average, steps done, seconds so far): where the stage was left, or its start."""
        model = Encoder(self.config, self.seed)
        if stage.start:
            model.flat.copy_(torch.load(self.finished(stage.start))["flat"])
        if self.unfinished(stage.name).exists():
            saved = torch.load(self.unfinished(stage.name))
            model.flat.copy_(saved["flat"])
            return model, saved["state"], saved["average"], saved["step"], saved["seconds"]
        state = {name: torch.zeros_like(model.flat) for name in ("m", "v")}
        return model, state, model.flat.clone(), 0, 0.0

    def train(self, stage):
        model, state, average, step, seconds = self.begin(stage)
        self.noise = Noise(self.corpus.vocabulary, stage.noise) if stage.noise else None
        parts = self.crew.first(lambda: self.parts(stage)) if stage.kind == "classify" else []
        first = self.epoch(stage, parts, 0)
        total = max(1, int(len(first) * (1000 if stage.minutes else stage.epochs)))
        ends = f"{stage.minutes} minutes" if stage.minutes else f"{total} steps"
        self.log(f"{stage.name}: {ends}, from {step}, {model.flat.numel()} parameters")
        began = shown = saved = time.time()
        losses = []
        for done, batch in self.batches(stage, parts, first, total, step):
            rng = np.random.default_rng([self.seed, sum(map(ord, stage.name)), 10**6 + done, self.crew.rank])
            model.grad.zero_()
            loss = self.crew.gather(model.grad, *self.learn(model, stage, batch, parts, rng))
            norm = model.grad.norm().item()
            past = (seconds + time.time() - began) / (60 * stage.minutes) if stage.minutes else (done - 1) / total
            past = self.crew.agree(past)
            if past >= 1:
                break
            share = min((past + 1 / total) / WARM_UP, (1 - past) / (1 - WARM_UP), 1.0)
            adamw(
                model.flat, model.grad, state["m"], state["v"], model.decay * DECAY, average, done,
                stage.rate * share, min(1.0, CLIP / (norm + 1e-6)), min(0.998, done / (done + 10)),
            )  # fmt: skip
            losses.append(loss)
            if time.time() - shown > 60:
                pace = (time.time() - began) / (done - step)
                self.log(f"{stage.name} {done}/{total} loss {np.mean(losses):.4f}, {1000 * pace:.0f} ms a step")
                shown, losses = time.time(), []
            if self.crew.leads() and time.time() - saved > SAVE_EVERY:
                spent = seconds + time.time() - began
                self.save(self.unfinished(stage.name), model, state=state, average=average, step=done, seconds=spent)
                saved = time.time()
        if self.crew.leads():
            self.finish(stage, model, average, seconds + time.time() - began)
        self.crew.wait()

    def finish(self, stage, model, average, spent):
        self.save(self.finished(stage.name), model, average=average, seconds=spent, config=self.config)
        self.unfinished(stage.name).unlink(missing_ok=True)
        self.log(f"{stage.name} done in {spent / 60:.1f} min{self.judge(stage, model, average)}")

    def judge(self, stage, model, average):
        """Validation accuracy of a classifying stage's end, and of the average over its last steps."""
        if stage.kind != "classify":
            return ""
        labels = self.corpus.val.labels
        last = accuracy(predict(model, self.corpus.val), labels)
        model.flat.copy_(average)
        return f", validation {last:.2%}, averaged {accuracy(predict(model, self.corpus.val), labels):.2%}"

    def save(self, path, model, **more):
        """Written beside and moved: a checkpoint is whole or the one before."""
        aside = path.with_suffix(".tmp")
        torch.save({"flat": model.flat, **more}, aside)
        aside.replace(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder with index.json, tokens.u16, offsets.u32, labels")
    parser.add_argument("--recipe", default="small", choices=sorted(RECIPES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", help="stop after this stage")
    parser.add_argument("--minutes", type=float, default=0.0, help="the last stage ends after so long, not by its steps")
    parser.add_argument("--hurry", type=float, default=0.0, help="all stages end after so many minutes: to see them run through")
    parser.add_argument("--nano", help="ngram.bin of the model that stages with `beside` stand by")
    parser.add_argument("--processes", type=int, default=1, help="cores to train on, one process each")
    options = parser.parse_args()
    assert options.recipe.split("-")[0] in FAMILY
    together(options.processes, train, options)


def train(options, crew):
    run = Run(options.data, options.recipe, options.seed, crew, options.nano)
    for stage in RECIPES[options.recipe]:
        if not run.finished(stage.name).exists():
            last = stage.name == options.until or stage is RECIPES[options.recipe][-1]
            run.train(replace(stage, minutes=options.hurry or (options.minutes if last else 0.0)))
        if stage.name == options.until:
            break


if __name__ == "__main__":
    main()
