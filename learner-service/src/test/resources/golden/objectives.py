"""Values of the objectives, stabilizers and advantages in float64, written from their formulas.

Usage: python3 objectives.py > objectives.json
Gradients with respect to the log-probs are central differences. Needs numpy only and shares no code with the product.
"""
import json
import sys

import numpy as np

rng = np.random.RandomState(7)
BATCH, TIME = 4, 5
lengths = [5, 3, 4, 1]
mask = np.array([[1.0 if t < n else 0.0 for t in range(TIME)] for n in lengths])


def draw(low, high):
    return rng.uniform(low, high, (BATCH, TIME)).round(4) * mask


log_probs = draw(-3, -0.1)
proximal = (log_probs + draw(-0.3, 0.3)).clip(None, -0.01) * mask
behaviour = (log_probs + draw(-1.2, 1.2)).clip(None, -0.01) * mask
reference = (log_probs + draw(-0.8, 0.8)).clip(None, -0.01) * mask
entropy = draw(0.1, 3)
advantages = np.array([[1.5], [-0.7], [0.4], [-1.1]]) * mask
labels = np.array([1.0, 0.0, 0.75, 0.0])
weights = np.array([1.0, 2.0, 0.5, 0.0])
whole_tokens, whole_weight = 20.0, 7.0  # the batch is part of a larger step: 13 of 20 tokens, 3.5 of 7 weight


def mean(values):
    return float((values * mask).sum() / whole_tokens)


def ratio(a, b):
    return np.exp(np.clip(a - b, -20, 20))


def k3(a, b):
    d = np.clip(a - b, -10, 10)
    return np.exp(-d) + d - 1


def ppo(lp, low, high, cap, decoupled):
    u = ratio(lp, proximal if decoupled else behaviour)
    w = np.minimum(ratio(proximal, behaviour), cap)
    free = u if decoupled else np.minimum(u, cap)
    gain = np.minimum(free * advantages, np.clip(u, 1 - low, 1 + high) * advantages)
    return -mean(gain * w if decoupled else gain)


def reinforce(lp, cap):
    return -mean(np.minimum(ratio(proximal, behaviour), cap) * advantages * lp)


def log_sigmoid(x):
    return -np.log1p(np.exp(-x))


def bco(lp, beta, up_mean, down_mean, up_share, cap):
    r = beta * ((lp - reference) * mask).sum(axis=1)
    m = r - (up_mean + down_mean) / 2
    up_class, down_class = min(cap, 0.5 / up_share), min(cap, 0.5 / (1 - up_share))
    gain = weights * (up_class * labels * log_sigmoid(m) + down_class * (1 - labels) * log_sigmoid(-m))
    return float(-gain.sum() / whole_weight)


def dpo(lp, beta, scale):
    r = ((lp - reference) * mask).sum(axis=1)
    total = 0.0
    for a in range(0, BATCH, 2):
        if {labels[a], labels[a + 1]} == {0.0, 1.0}:
            chosen, rejected = (a, a + 1) if labels[a] == 1 else (a + 1, a)
            weight = (weights[a] + weights[a + 1]) / 2
            total += weight * log_sigmoid(beta * (r[chosen] - scale * r[rejected]))
    return float(-total / (whole_weight / 2))


def divergence(lp, kind, alpha=0.2, cap=2):
    u = np.exp(np.clip(lp - reference, -20, 20))
    f = {
        "reverse-kl": u * np.log(u) - u + 1,
        "forward-kl": u - 1 - np.log(u),
        "jensen-shannon": u * np.log(u) - (u + 1) * np.log((u + 1) / 2),
        "alpha": (u ** (1 - alpha) - (1 - alpha) * u - alpha) / (alpha * (alpha - 1)),
    }[kind]
    weight = ratio(reference, proximal) * np.minimum(ratio(proximal, behaviour), cap)
    return mean(np.minimum(weight * f, 10))


def gradient(loss):
    result = np.zeros((BATCH, TIME))
    for i in range(BATCH):
        for t in range(TIME):
            if mask[i, t] == 0:
                continue
            step = np.zeros((BATCH, TIME))
            step[i, t] = 1e-6
            result[i, t] = (loss(log_probs + step) - loss(log_probs - step)) / 2e-6
    return result


cases = []


def case(kind, name, settings, loss, state=None):
    cases.append({
        "kind": kind, "name": name, "settings": settings, "state": state or {},
        "loss": loss(log_probs), "gradient": gradient(loss).ravel().tolist(),
    })


case("objective", "ppo-clip", {}, lambda lp: ppo(lp, 0.2, 0.28, 2, True))
case("objective", "ppo-clip", {"proximal": "behaviour"}, lambda lp: ppo(lp, 0.2, 0.28, 2, False))
case("objective", "ppo-clip", {"clip-low": 0.05, "clip-high": 0.1, "importance-cap": 1.25},
     lambda lp: ppo(lp, 0.05, 0.1, 1.25, True))
case("objective", "reinforce", {}, lambda lp: reinforce(lp, 2))
case("objective", "bco", {}, lambda lp: bco(lp, 0.1, 0, 0, 0.5, 10))
case("objective", "bco", {"beta": 0.5},
     lambda lp: bco(lp, 0.5, 0.4, -0.1, 0.92, 10), {"up-mean": 0.4, "down-mean": -0.1, "up-share": 0.92})
case("objective", "dpo", {}, lambda lp: dpo(lp, 0.1, 1))
case("objective", "dpo", {"beta": 0.7}, lambda lp: dpo(lp, 0.7, 1))
case("objective", "dpo-shift", {}, lambda lp: dpo(lp, 0.1, 0.85))
case("objective", "dpo-shift", {"beta": 0.7, "rejected-scale": 0.5}, lambda lp: dpo(lp, 0.7, 0.5))
case("stabilizer", "kl-penalty", {"coefficient": 0.08}, lambda lp: 0.08 * mean((lp - reference) ** 2 / 2))
case("stabilizer", "kl-penalty", {"estimator": "k3", "coefficient": 0.5}, lambda lp: 0.5 * mean(k3(lp, reference)))
case("stabilizer", "divergence-penalty", {}, lambda lp: 0.05 * divergence(lp, "forward-kl"))
for kind in ["reverse-kl", "forward-kl", "jensen-shannon", "alpha"]:
    case("stabilizer", "divergence-penalty", {"divergence": kind, "coefficient": 1.0},
         lambda lp, kind=kind: divergence(lp, kind))
case("stabilizer", "divergence-penalty",
     {"divergence": "alpha", "alpha": 0.7, "coefficient": 0.5, "importance-cap": 1.1},
     lambda lp: 0.5 * divergence(lp, "alpha", 0.7, 1.1))
case("stabilizer", "weight-averaging", {}, lambda lp: 0.0)
case("stabilizer", "elastic-reset", {}, lambda lp: 0.0)
case("stabilizer", "entropy-bonus", {"coefficient": 0.1}, lambda lp: -0.1 * mean(entropy))

rewards = [0.1, 0.9, 0.4, 0.4, -0.3]
lengths = [1, 2, 3, 4, 5]
weighted = sum(r * k for r, k in zip(rewards, lengths)) / sum(lengths)
n, mu, sd = len(rewards), float(np.mean(rewards)), float(np.std(rewards))
advantage_cases = [
    {"name": "rloo", "settings": {}, "values": [r - (sum(rewards) - r) / (n - 1) for r in rewards]},
    {"name": "group-relative", "settings": {}, "values": [(r - mu) / sd for r in rewards]},
    {"name": "group-relative", "settings": {"deviation-floor": 2.0}, "values": [(r - mu) / 2 for r in rewards]},
    {"name": "grpo", "settings": {}, "values": [(r - mu) / sd for r in rewards]},
    {"name": "grpo", "settings": {"std-floor": 2.0}, "values": [(r - mu) / 2 for r in rewards]},
    {"name": "opo", "settings": {}, "values": [r - weighted for r in rewards]},
    {"name": "group-centred", "settings": {}, "values": [r - mu for r in rewards]},
]

json.dump({
    "shape": [BATCH, TIME], "whole-tokens": whole_tokens, "whole-label-weight": whole_weight,
    "log-probs": log_probs.ravel().tolist(), "proximal": proximal.ravel().tolist(),
    "behaviour": behaviour.ravel().tolist(), "reference": reference.ravel().tolist(),
    "entropy": entropy.ravel().tolist(), "mask": mask.ravel().tolist(),
    "advantages": advantages.ravel().tolist(), "labels": labels.tolist(), "label-weights": weights.tolist(),
    "cases": cases, "rewards": rewards, "advantage-cases": advantage_cases,
}, sys.stdout, indent=1)
sys.stdout.write("\n")
