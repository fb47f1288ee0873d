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
answer_rewards = [0.9, -0.4, 0.2, 0.7]  # the pairs are rows 0 and 1, and rows 2 and 3
whole_tokens, whole_weight = 20.0, 7.0  # the batch is part of a larger step: 13 of 20 tokens, 3.5 of 7 weight
whole_answers = 16.0  # of which not all have a label
judged = whole_weight / whole_answers


def mean(values):
    return float((values * mask).sum() / whole_tokens)


def ratio(a, b):
    return np.exp(np.clip(a - b, -20, 20))


def k3(a, b):
    d = np.clip(a - b, -10, 10)
    return np.exp(-d) + d - 1


def mean_ratio(a, b):
    return np.exp(((a - b) * mask).sum(axis=1, keepdims=True) / mask.sum(axis=1, keepdims=True))


def ppo(lp, low, high, cap, decoupled, ratio=ratio):
    u = ratio(lp, proximal if decoupled else behaviour)
    w = np.minimum(ratio(proximal, behaviour), cap)
    free = u if decoupled else np.minimum(u, cap)
    gain = np.minimum(free * advantages, np.clip(u, 1 - low, 1 + high) * advantages)
    return -mean(gain * w if decoupled else gain)


def reinforce(lp, cap):
    return -mean(np.minimum(ratio(proximal, behaviour), cap) * advantages * lp)


def log_sigmoid(x):
    return -np.log1p(np.exp(-x))


def log_ratio(lp, beta):
    return beta * ((lp - reference) * mask).sum(axis=1)


def bco(lp, beta, shift, up_share=0.5, cap=10.0):
    m = log_ratio(lp, beta) - shift
    up_class, down_class = min(cap, 0.5 / up_share), min(cap, 0.5 / (1 - up_share))
    gain = weights * (up_class * labels * log_sigmoid(m) + down_class * (1 - labels) * log_sigmoid(-m))
    return float(-gain.sum() / whole_weight)


def kto(lp, beta, shift):
    s = 1 / (1 + np.exp(-(log_ratio(lp, beta) - shift)))
    return float((weights * (labels * (1 - s) + (1 - labels) * s)).sum() / whole_weight)


def leniency(ups, all_, everybodys_ups, everybodys_all):
    share = (everybodys_ups + 1) / (everybodys_all + 2)
    p = (ups + 4 * share) / (all_ + 4)
    return np.log(p / (1 - p)) - np.log(share / (1 - share))


def pairs(lp, each, norm=False, ref=reference, alpha=0.0):
    """Mean over the pairs of one chosen and one rejected row of each(v_chosen, v_rejected, r_chosen - r_rejected)."""
    x = ((lp - ref) * mask).sum(axis=1) / (mask.sum(axis=1) if norm else 1)
    v = (1 - np.exp(np.minimum(10, -alpha * x))) / alpha if alpha else x
    total = 0.0
    for a in range(0, BATCH, 2):
        if {labels[a], labels[a + 1]} == {0.0, 1.0}:
            c, r = (a, a + 1) if labels[a] == 1 else (a + 1, a)
            total += (weights[a] + weights[a + 1]) / 2 * each(v[c], v[r], answer_rewards[c] - answer_rewards[r])
    return float(total / (whole_weight / 2))


def dpo(lp, beta, scale):
    return pairs(lp, lambda c, r, d: -log_sigmoid(beta * (c - scale * r)))


def simpo(lp, beta, margin, alpha=0.0):
    return pairs(lp, lambda c, r, d: -log_sigmoid(beta * (c - r) - margin), norm=True, ref=0 * reference, alpha=alpha)


def mm_dpo(lp, beta, w, k):
    return pairs(lp, lambda c, r, d: -log_sigmoid(beta * (1 + w * (1 - np.exp(-k * d))) * (c - r)))


def ipo(lp, beta):
    return pairs(lp, lambda c, r, d: (beta * (c - r) - 0.5) ** 2)


def prdp(lp, beta, clip):
    def squared(c, r, d):
        return (beta * (c - r) - d) ** 2

    held = behaviour + np.clip(lp - behaviour, -clip, clip)
    return max(pairs(lp, squared), pairs(held, squared))  # the batch has one pair


def sft(lp):
    return -mean(lp * (labels * weights)[:, None])


def awr(lp, temperature, cap, baseline):
    weight = np.exp(np.minimum(advantages / temperature, cap))
    return -mean((weight - baseline) * lp)


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


def kl_budget(lp, budget):
    moved = ((lp - reference) ** 2 / 2 * mask).sum(axis=1)
    return float(np.maximum(0, moved - budget).sum() / whole_tokens)


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
case("objective", "ppo-clip", {"proximal": "behaviour", "ratio": "sequence"},
     lambda lp: ppo(lp, 0.2, 0.28, 2, False, mean_ratio))
case("objective", "ppo-clip", {"ratio": "sequence", "clip-low": 0.01, "clip-high": 0.02},
     lambda lp: ppo(lp, 0.01, 0.02, 2, True, mean_ratio))
case("objective", "asymmetric-clip", {}, lambda lp: ppo(lp, 0.2, 0.28, 2, False))
case("objective", "decoupled-ppo", {}, lambda lp: ppo(lp, 0.2, 0.2, 2, True))
state = {"up-mean": 0.4, "down-mean": -0.1, "pooled-mean": 0.25, "up-share": 0.92}
case("objective", "bco", {}, lambda lp: bco(lp, 0.1, 0))
case("objective", "bco", {"beta": 0.5}, lambda lp: bco(lp, 0.5, 0.15, 0.92), state)
case("objective", "bco", {"shift": "pooled", "class-balance": False}, lambda lp: bco(lp, 0.1, 0.25), state)
case("objective", "bco", {"shift": "none", "balance-cap": 2.0}, lambda lp: bco(lp, 0.1, 0, 0.92, 2), state)
case("objective", "kto", {}, lambda lp: kto(lp, 0.1, 0.25), state)
case("objective", "kto", {"beta": 0.5}, lambda lp: kto(lp, 0.5, 0), {"pooled-mean": -0.25})
heard = {"up-mean": 0.4, "rater-ups:rater-0": 6.0, "rater-all:rater-0": 7.0, "rater-ups:rater-1": 1.0,
         "rater-all:rater-1": 5.0, "rater-ups:": 7.0, "rater-all:": 12.0, "rater-said:rater-0/answer-0": 1.0}
# raters take turns; what was said of answer 0 does not count for answer 0
shifts = 0.2 - np.array([leniency(5, 6, 7, 12), leniency(1, 5, 7, 12), leniency(6, 7, 7, 12), leniency(1, 5, 7, 12)])
case("objective", "uapo", {}, lambda lp: bco(lp, 0.1, shifts), heard)
case("objective", "dpo", {}, lambda lp: dpo(lp, 0.1, 1))
case("objective", "dpo", {"beta": 0.7}, lambda lp: dpo(lp, 0.7, 1))
case("objective", "dpo", {"beta-gain": 0.5, "beta-rate": 5.0}, lambda lp: mm_dpo(lp, 0.1, 0.5, 5))
case("objective", "dpo", {"link": "squared", "beta": 0.7}, lambda lp: ipo(lp, 0.7))
case("objective", "dpo-shift", {}, lambda lp: dpo(lp, 0.1, 0.85))
case("objective", "dpo-shift", {"beta": 0.7, "rejected-scale": 0.5}, lambda lp: dpo(lp, 0.7, 0.5))
case("objective", "dpo-shift", {"rejected-scale": 0.5, "rejected-steps": 10}, lambda lp: dpo(lp, 0.1, 0.8), {"steps": 4})
case("objective", "simpo", {}, lambda lp: simpo(lp, 2, 1))
case("objective", "alphapo", {}, lambda lp: simpo(lp, 2, 1, 0.25))
case("objective", "alphapo", {"alpha": -0.25, "margin": 0.0}, lambda lp: simpo(lp, 2, 0, -0.25))
case("objective", "prdp", {}, lambda lp: prdp(lp, 0.1, 0.1))
case("objective", "prdp", {"beta": 1.5}, lambda lp: prdp(lp, 1.5, 0.1))
case("objective", "prdp", {"beta": 0.5, "token-clip": 0.0}, lambda lp: prdp(lp, 0.5, 1e9))
case("objective", "wrpo", {}, lambda lp: dpo(lp, 0.01, 1))  # beside its pair stands no answer of somebody else
case("objective", "sft-objective", {}, sft)
case("objective", "joint", {}, lambda lp: ppo(lp, 0.2, 0.28, 2, True) + 3 * judged * kto(lp, 0.1, 0))
case("objective", "joint", {}, lambda lp: ppo(lp, 0.2, 0.28, 2, True) + 3 * judged * kto(lp, 0.1, 0.25), {"kto/pooled-mean": 0.25})
case("objective", "joint", {"first": "reinforce", "second": {"name": "bco", "beta": 0.5}, "weight": 0.5},
     lambda lp: reinforce(lp, 2) + 0.5 * judged * bco(lp, 0.5, 0.15, 0.92), {"bco/" + key: value for key, value in state.items()})
case("objective", "joint", {"second": {"name": "bco", "class-balance": False}},
     lambda lp: ppo(lp, 0.2, 0.28, 2, True) + 3 * judged * bco(lp, 0.1, 0.15),
     {"bco/" + key: value for key, value in state.items()})  # of classes that are not balanced, whatever their share
case("objective", "advantage-weighted", {}, lambda lp: awr(lp, 0.5, 3, 1))
case("objective", "advantage-weighted", {"temperature": 1.0, "cap": 0.3, "baseline": False},
     lambda lp: awr(lp, 1, 0.3, 0))
case("stabilizer", "kl-penalty", {"coefficient": 0.08}, lambda lp: 0.08 * mean((lp - reference) ** 2 / 2))
case("stabilizer", "kl-penalty", {"estimator": "k3", "coefficient": 0.5}, lambda lp: 0.5 * mean(k3(lp, reference)))
case("stabilizer", "adaptive-kl", {"coefficient": 0.08}, lambda lp: 0.08 * mean((lp - reference) ** 2 / 2))
case("stabilizer", "divergence-penalty", {}, lambda lp: 0.05 * divergence(lp, "forward-kl"))
for kind in ["reverse-kl", "forward-kl", "jensen-shannon", "alpha"]:
    case("stabilizer", "divergence-penalty", {"divergence": kind, "coefficient": 1.0},
         lambda lp, kind=kind: divergence(lp, kind))
case("stabilizer", "divergence-penalty",
     {"divergence": "alpha", "alpha": 0.7, "coefficient": 0.5, "importance-cap": 1.1},
     lambda lp: 0.5 * divergence(lp, "alpha", 0.7, 1.1))
case("stabilizer", "kl-budget", {"coefficient": 0.5, "alpha": 1.0, "beta": 1.0, "fraction": 0.7},
     lambda lp: 0.5 * kl_budget(lp, 0.49))
case("stabilizer", "weight-averaging", {}, lambda lp: 0.0)
case("stabilizer", "elastic-reset", {}, lambda lp: 0.0)
case("stabilizer", "overoptimization-stop", {}, lambda lp: 0.0)
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
    "shape": [BATCH, TIME], "whole-tokens": whole_tokens, "whole-label-weight": whole_weight, "whole-answers": whole_answers,
    "log-probs": log_probs.ravel().tolist(), "proximal": proximal.ravel().tolist(),
    "behaviour": behaviour.ravel().tolist(), "reference": reference.ravel().tolist(),
    "entropy": entropy.ravel().tolist(), "mask": mask.ravel().tolist(),
    "advantages": advantages.ravel().tolist(), "labels": labels.tolist(), "label-weights": weights.tolist(),
    "answer-rewards": answer_rewards,
    "cases": cases, "rewards": rewards, "advantage-cases": advantage_cases,
}, sys.stdout, indent=1)
sys.stdout.write("\n")
