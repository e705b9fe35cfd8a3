#!/usr/bin/env python3
"""Trains teachers and students on one GPU; the same command goes on where it was left.

    python3 scripts/base-model/gpu/run.py --input gpu-input --work /tmp/base-gpu --seconds 540

Ends by itself after --seconds (stages keep checkpoints), or when all is done. --scale shortens or lengthens all stages;
--smoke runs everything through on a few hundred reviews in under two minutes, on a CPU too.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "twin"))

import stages as plan
from gather import unpack
from stage import Paused, done

HERE = Path(__file__).resolve()
MARGIN = 15  # seconds in which checkpoints are written
SMOKED = 150  # texts of each label that --smoke reads


def one(options):
    """A single stage, in this process."""
    from work import Workplace

    models, all_stages = plan.smoke() if options.smoke else (plan.MODELS, plan.scaled(options.scale))
    stage = next(s for s in all_stages if s.name == options.stage)
    limit = SMOKED if options.smoke else None
    try:
        Workplace(stage, models, options.work, options.deadline, limit).run()
    except Paused:
        sys.exit(3)


def all_of_them(options):
    work = Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    unpack(options.input, work / "data")
    deadline = time.time() + options.seconds - MARGIN
    running, failed = {}, set()
    while True:
        left = [s for s in plan.STAGES if not done(work, s.name) and s.name not in failed]
        for name, process in list(running.items()):
            if process.poll() is not None:
                del running[name]
                if process.returncode not in (0, 3):
                    failed.add(name)
                    print(f"{name} failed", flush=True)
        # A teacher that fails is done without.
        ready = [s for s in left if s.name not in running and all(done(work, n) or n in failed for n in s.needs)]
        if not running and (not ready or time.time() > deadline - 5):
            break
        for stage in ready[: plan.LANES - len(running)]:
            if time.time() > deadline - 5:
                break
            again = ["--work", options.work, "--stage", stage.name, "--deadline", str(deadline)]
            again += ["--scale", str(options.scale)] + (["--smoke"] if options.smoke else [])
            running[stage.name] = subprocess.Popen([sys.executable, str(HERE), *again])
        time.sleep(0.5)
    print("left:", ", ".join(s.name for s in plan.STAGES if not done(work, s.name)) or "nothing", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(sorted(failed))}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", help="folder by gather.py")
    parser.add_argument("--work", required=True)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--stage", help=argparse.SUPPRESS)
    parser.add_argument("--deadline", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    one(options) if options.stage else all_of_them(options)


if __name__ == "__main__":
    main()
