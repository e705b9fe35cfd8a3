"""Several processes that train one encoder together: each takes its share of every batch, all make the same step.

A second thread of PyTorch's own gains little on matrices as small as these, a second process on a second core more.
Sums differ in their last digits from those of one process, so the weights do too.
"""

import os
import tempfile
from datetime import timedelta

import torch
from torch import distributed, multiprocessing


class Crew:
    """This process among `size` of them; alone it is the crew."""

    def __init__(self, rank=0, size=1):
        self.rank, self.size = rank, size

    def leads(self):
        return self.rank == 0

    def share(self, rows):
        """This process's part of a batch's rows (none, where there are fewer rows than processes)."""
        return rows[self.rank :: self.size]

    def gather(self, gradient, loss, rows):
        """The batch's mean gradient (in place) and loss from each process's mean over its own `rows`."""
        if self.size == 1:
            return loss
        totals = torch.tensor([loss * rows, rows], dtype=torch.float64)
        gradient.mul_(rows)
        distributed.all_reduce(gradient)
        distributed.all_reduce(totals)
        gradient.div_(totals[1].item())
        return (totals[0] / totals[1]).item()

    def agree(self, number):
        """The leader's number, so that all stop at the same step."""
        if self.size == 1:
            return number
        told = torch.tensor([number], dtype=torch.float64)
        distributed.broadcast(told, 0)
        return told.item()

    def first(self, work):
        """What `work` gives, done by the leader before the others (who find its files)."""
        if self.leads():
            found = work()
            self.wait()
            return found
        self.wait()
        return work()

    def wait(self):
        if self.size > 1:
            distributed.barrier()


def member(rank, size, meeting, work, options):
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    torch.set_num_threads(1)
    # Only the leader scores texts between stages, which takes minutes.
    distributed.init_process_group("gloo", f"file://{meeting}", timedelta(hours=2), size, rank)
    work(options, Crew(rank, size))


def together(size, work, options):
    """work(options, crew) in `size` processes; ends when all have ended, with the first one's error."""
    if size == 1:
        return work(options, Crew())
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(member, (size, f"{folder}/meeting", work, options), nprocs=size)
