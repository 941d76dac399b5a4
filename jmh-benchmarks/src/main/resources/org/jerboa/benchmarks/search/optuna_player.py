"""Has Optuna propose configurations, one JSON object a line each way; whoever started this evaluates them.

First line out: {"optuna": its version, "samplers": names} or {"missing": why}. Then, for every line in:

{"play": sampler, "seed": n, "trials": n, "space": [...]}
    for each trial one line out, {"trial": n, "params": {...}}, and its loss as a line in; null for one that failed

{"time": sampler, "seed": n, "dimensions": d, "finished": n, "repetitions": r}
    one line out, {"ms": [...]}: what asking, d suggestions and telling take once n trials are finished, r times
"""
import json
import random
import sys
import time

SAMPLERS = {
    "random": lambda s, seed: s.RandomSampler(seed=seed),
    "tpe-uni": lambda s, seed: s.TPESampler(seed=seed, multivariate=False),
    "tpe-multi": lambda s, seed: s.TPESampler(seed=seed, multivariate=True),
    "tpe-multi-group": lambda s, seed: s.TPESampler(seed=seed, multivariate=True, group=True),
    "cmaes": lambda s, seed: s.CmaEsSampler(seed=seed),
}


def say(answer):
    print(json.dumps(answer), flush=True)


def hear():
    line = sys.stdin.readline()
    return json.loads(line) if line else None


def is_active(parameter, params):
    when = parameter.get("when")
    if when is None:
        return True
    if when["parent"] not in params:
        return False
    value = params[when["parent"]]
    if "in" in when:
        return str(value) in when["in"]
    return when["low"] <= value <= when["high"]


def suggest(trial, parameter):
    name, kind = parameter["name"], parameter["type"]
    if kind == "choice":
        return trial.suggest_categorical(name, parameter["choices"])
    low, high, step = parameter["low"], parameter["high"], parameter.get("step")
    if kind == "int":
        return trial.suggest_int(name, low, high, step=step or 1, log=parameter["log"])
    return trial.suggest_float(name, low, high, step=step, log=parameter["log"])


def play(optuna, order):
    study = optuna.create_study(sampler=SAMPLERS[order["play"]](optuna.samplers, order["seed"]))
    for number in range(order["trials"]):
        trial = study.ask()
        params = {}
        for parameter in order["space"]:
            if is_active(parameter, params):
                params[parameter["name"]] = suggest(trial, parameter)
        say({"trial": number, "params": {name: str(value) for name, value in params.items()}})
        loss = hear()
        if loss is None:
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            study.tell(trial, loss)


def measure(optuna, order):
    study = optuna.create_study(sampler=SAMPLERS[order["time"]](optuna.samplers, order["seed"]))
    names = ["x%d" % i for i in range(order["dimensions"])]
    numbers = random.Random(order["seed"])
    space = {name: optuna.distributions.FloatDistribution(0, 1) for name in names}
    for _ in range(order["finished"]):
        params = {name: numbers.random() for name in names}
        study.add_trial(
            optuna.trial.create_trial(params=params, distributions=space, value=sum(v * v for v in params.values())))
    times = []
    for _ in range(order["repetitions"]):
        start = time.perf_counter()
        trial = study.ask()
        loss = sum(trial.suggest_float(name, 0, 1) ** 2 for name in names)
        study.tell(trial, loss)
        times.append(1000 * (time.perf_counter() - start))
    say({"ms": times})


def main():
    try:
        import optuna
    except ImportError as missing:
        say({"missing": str(missing)})
        return
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    samplers = sorted(SAMPLERS)
    try:
        import cmaes  # noqa: F401
    except ImportError:
        samplers.remove("cmaes")
    say({"optuna": optuna.__version__, "samplers": samplers})
    order = hear()
    while order is not None:
        (play if "play" in order else measure)(optuna, order)
        order = hear()


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    main()
