"""Processes that tests start by the dozen: forked from one that has loaded the modules already."""

from multiprocessing import get_context

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["bot.__main__", "tests.conftest", "tests.torture.worker"])
