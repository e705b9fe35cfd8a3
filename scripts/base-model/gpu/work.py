"""What each kind of stage does: language model, teacher's tuning, ensemble, distillation."""

import json
import sys
from collections import deque
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "twin"))

import numpy as np
import torch

import data
import losses
from evaluate import accuracy, calibration_error, cross_fitted, regression
from recurrent import Recurrent
from reviews import Reviews
from stage import Log, automatic, finish, load, save, train
from stages import TEACHERS
from transformer import Transformer, sized

SMOOTHING, HIDDEN = 0.05, 0.1  # of labels; share of pieces masked before the student reads
CROPS, CROP_WEIGHT = 0.5, 0.5  # short stretches: of how many texts, and how much one counts


class Workplace:
    """Data, device and folder of a stage."""

    def __init__(self, stage, models, work, deadline, limit):
        self.stage, self.models, self.work, self.deadline = stage, models, Path(work), deadline
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(stage.seed)
        if self.device.type == "cuda":
            torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        else:
            torch.set_num_threads(1)
        self.log = Log(work, stage.name)
        self.reviews = Reviews(self.work / "data", self.device, limit)
        self.vocab = len(self.reviews.vocabulary)

    def model(self, name, weights=None):
        kind, *size = self.models[name]
        model = (
            Transformer(sized(self.vocab, *size), self.device, self.stage.seed)
            if kind == "transformer"
            else Recurrent(self.vocab, *size).to(self.device)
        )
        if weights:
            model.load(load(self.work / f"{weights}.pt")["model"])
        return model

    def run(self):
        getattr(self, self.stage.kind)()

    def train(self, model, loss_of):
        return train(model, loss_of, self.stage, self.work, self.device, self.deadline, self.log)

    def keep(self, model, steps, **facts):
        save(self.work / f"{self.stage.name}.pt", {"model": model.state()})
        finish(self.work, self.stage.name, {"steps": steps, "minutes": self.stage.minutes, **facts})
        self.log(f"done, {facts}")

    def language(self):
        stage, model = self.stage, self.model(self.stage.model)
        stretches = self.reviews.stretches(stage.length, stage.budget, (stage.seed, 1))
        last = deque(maxlen=100)

        def loss_of(_step):
            loss = model.language_loss(next(stretches), self.vocab)
            last.append(loss.detach())
            return loss, {}

        steps = self.train(model, loss_of)
        loss = float(torch.stack(list(last)).mean()) if last else None
        self.keep(model, steps, loss=loss, tokens=steps * stage.budget)

    def tune(self):
        """Labels, adversarial, virtual adversarial and entropy losses, on labelled and unlabelled reviews."""
        stage, reviews = self.stage, self.reviews
        model = self.model(stage.model, stage.start)
        reviews.wear()
        part = stage.budget // 2
        gold = reviews.forever(lambda n: [self.worn("train", n)], stage.length, part, (stage.seed, 2), 0.25)
        free = reviews.forever([reviews.unsup], stage.length, stage.budget - part, (stage.seed, 3), 0.25)
        targets = SMOOTHING + (1 - 2 * SMOOTHING) * reviews.train.targets

        def loss_of(_step):
            batch = next(gold)
            target = targets[batch.rows]
            x = model.embed(batch.ids)
            logits = model.classify(x, batch.lengths)
            weight = torch.where(batch.short, CROP_WEIGHT, 1.0)
            told = {"labels": losses.cross_entropy(logits, target, weight)}
            told["adversarial"] = losses.adversarial(model, x, batch.lengths, target, stage.strength)
            told["virtual"] = losses.virtual_adversarial(model, x, batch.lengths, logits, stage.strength)
            other = next(free)
            y = model.embed(other.ids)
            answers = model.classify(y, other.lengths)
            told["virtual'"] = losses.virtual_adversarial(model, y, other.lengths, answers, stage.strength)
            told["entropy"] = losses.entropy(answers) * 0.5
            return sum(told.values()), told

        steps = self.train(model, loss_of)
        val, unsup = (self.predict(model, part) for part in (reviews.val, reviews.unsup))
        np.savez(self.work / f"{stage.name}.npz", val=val, unsup=unsup)
        self.keep(model, steps, validation=accuracy(val, reviews.val.labels))

    def worn(self, name, number):
        """Every second pass is over the mistyped copy."""
        return getattr(self.reviews, name) if number % 2 else self.reviews.wear()[("train", "unsup").index(name)]

    def predict(self, model, part, length=510, beginning=False):
        """Logit of positive of each text."""
        out = torch.zeros(len(part), device=self.device)
        with torch.no_grad(), automatic(self.device):
            for batch in self.reviews.whole(part, length, beginning=beginning):
                logits = model.classify(model.embed(batch.ids), batch.lengths)
                out[batch.rows] = logits[:, 1] - logits[:, 0]
        return out.cpu().numpy()

    def ensemble(self):
        """All teachers and what was prepared beforehand (n-grams, documents' vectors), joined by logistic regression on
        validation; the probability of positive of each unlabelled review."""
        reviews, names = self.reviews, []
        columns = {"val": [], "unsup": []}
        for name in [name for name in TEACHERS if (self.work / f"{name}.npz").exists()]:
            logits = np.load(self.work / f"{name}.npz")
            names.append(name)
            for part in columns:
                columns[part].append(logits[part])
        for name in ("ngram", "docvec"):
            folder = reviews.corpus.folder / name
            if (folder / "unsup.f32").exists():
                names.append(name)
                for part in columns:
                    whole = np.fromfile(folder / f"{part}.f32", "<f4")
                    columns[part].append(whole[reviews.texts[part].rows])
        val, unsup = (np.stack(columns[part], 1) for part in ("val", "unsup"))
        gold = reviews.val.labels > 0.5
        model = regression().fit(val, gold)
        held_out = cross_fitted(val, gold)
        alone = {name: accuracy(val[:, k], reviews.val.labels) for k, name in enumerate(names)}
        (self.work / "out").mkdir(exist_ok=True)
        np.save(self.work / "out" / "soft.npy", model.predict_proba(unsup)[:, 1].astype(np.float32))
        # How a teacher's own logit becomes a probability, for stretches that only it can judge.
        scales = {n: float(regression().fit(val[:, k : k + 1], gold).coef_[0, 0]) for k, n in enumerate(names)}
        facts = {
            "alone": alone,
            "weights": dict(zip(names, map(float, model.coef_[0]))),
            "scales": {name: scales[name] for name in names if name in TEACHERS},
            "validation": float(np.mean((held_out > 0) == gold)),
            "calibration_error": calibration_error(held_out, gold),
        }
        finish(self.work, "ensemble", facts)
        self.log(json.dumps(facts))

    def distil(self):
        """The student learns the labels, the ensemble's answers on whole reviews, the neural teachers' on stretches."""
        stage, reviews = self.stage, self.reviews
        model = self.model(stage.model, stage.start)
        reviews.wear()
        scales = json.loads((self.work / "ensemble.json").read_text())["scales"]
        teachers = [(self.model(name.removesuffix("-tuned"), name), scale) for name, scale in scales.items()]
        soft = torch.from_numpy(np.load(self.work / "out" / "soft.npy")).to(self.device)
        hard = SMOOTHING + (1 - 2 * SMOOTHING) * reviews.train.targets
        parts = lambda n: [self.worn(name, n) for name in ("train", "unsup")]
        passes = reviews.forever(parts, stage.length, stage.budget, (stage.seed, 4), CROPS)

        def loss_of(_step):
            batch = next(passes)
            whole = torch.where(
                batch.part == 0, hard[batch.rows.clamp(max=len(hard) - 1)], soft[batch.rows.clamp(max=len(soft) - 1)]
            )
            heard = self.heard(teachers, batch) if teachers else whole
            target = torch.where(batch.short, heard, 0.7 * whole + 0.3 * heard)
            hidden = (torch.rand(batch.ids.shape, device=self.device) < HIDDEN) & (batch.ids >= data.SPECIAL)
            answers = model.classify(model.embed(batch.ids.masked_fill(hidden, data.MASK)), batch.lengths)
            return losses.cross_entropy(answers, target, torch.where(batch.short, CROP_WEIGHT, 1.0)), {}

        steps = self.train(model, loss_of)
        labels = reviews.val.labels
        facts = {"validation": accuracy(self.predict(model, reviews.val), labels)}
        for pieces in (6, 32, 128):
            begun = self.predict(model, reviews.val, pieces, beginning=True)
            facts[f"validation, first {pieces} pieces"] = accuracy(begun, labels)
        # As ../twin/export.py reads it; half precision, for it is rounded to int8 anyway.
        flat = model.flat(model.state()).half()
        save(self.work / "out" / f"seed{stage.seed}.pt", {"flat": flat, "config": model.config})
        self.keep(model, steps, **facts)

    def heard(self, teachers, batch):
        """What the neural teachers [(model, scale of its logit)] think of each stretch: probability of positive."""
        with torch.no_grad():
            logits = [(scale, t.classify(t.embed(batch.ids), batch.lengths)) for t, scale in teachers]
            return torch.stack([scale * (z[:, 1] - z[:, 0]) for scale, z in logits]).mean(0).sigmoid()
