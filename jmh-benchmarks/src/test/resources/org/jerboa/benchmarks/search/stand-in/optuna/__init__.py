"""Stands in for Optuna in a test: what optuna_player.py calls of it, with random numbers for suggestions."""
import math
import random

__version__ = "stand-in"


class Trial:
    def __init__(self, numbers):
        self.numbers = numbers

    def suggest_categorical(self, name, choices):
        return self.numbers.choice(choices)

    def suggest_int(self, name, low, high, step=1, log=False):
        return low + step * self.numbers.randrange((high - low) // step + 1)

    def suggest_float(self, name, low, high, step=None, log=False):
        if step:
            return min(high, low + step * self.numbers.randrange(int(round((high - low) / step)) + 1))
        if log:
            return min(high, max(low, math.exp(self.numbers.uniform(math.log(low), math.log(high)))))
        return self.numbers.uniform(low, high)


class Study:
    def __init__(self, sampler):
        self.numbers = random.Random(sampler)
        self.finished = 0

    def ask(self):
        return Trial(self.numbers)

    def add_trial(self, trial):
        self.finished += 1

    def tell(self, trial, loss=None, state=None):
        self.finished += 1


def create_study(sampler):
    return Study(sampler)


class samplers:
    @staticmethod
    def TPESampler(seed, multivariate, group=False):
        return 2 * seed + multivariate

    @staticmethod
    def RandomSampler(seed):
        return seed

    @staticmethod
    def CmaEsSampler(seed):
        return seed


class distributions:
    @staticmethod
    def FloatDistribution(low, high):
        return low, high


class trial:
    class TrialState:
        FAIL = "fail"

    @staticmethod
    def create_trial(params, distributions, value):
        return params


class logging:
    ERROR = 40

    @staticmethod
    def set_verbosity(level):
        pass
