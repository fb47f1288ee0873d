"""Times the work of `thumbstream bench models` in PyTorch, transformers and TRL.

Prints one JSON object a line: {"name": ..., "value": ...} with the names of that command, or {"absent": "torch"} for a library
that is not there; {"absent": "trl kto: ..."} says what of a library did not do the work and why, and the rest goes on.
Models, batch sizes and lengths are those of ModelSize, StepWork, AnswerWork, PolicyWork, RewardWork and GrpoWork; change them
together. Needs torch and transformers; the parts objectives and grpo need trl and datasets besides.
"""

import argparse
import importlib
import json
import statistics
import time

ROWS, TOKENS = 16, 128
PROMPT, ANSWER = 32, 64
VOCABULARY, CONTEXT = 938, 256
SIZES = {"s": (128, 5, 4, 352), "m": (256, 8, 8, 688)}
PARTS = ("step", "objectives", "grpo", "generation")
WARM_UP, ROUNDS = 3, 15


def say(**fields):
    print(json.dumps(fields), flush=True)


def attempt(what, work):
    """A library of another version may refuse anything; what it refused is absent."""
    try:
        work()
    except Exception as error:
        say(absent=f"{what}: {type(error).__name__}: {error}")


def library(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        say(absent=name if error.name == name else f"{name}: {error}")
    except Exception as error:
        say(absent=f"{name}: {type(error).__name__}: {error}")
    return None


def config(transformers, size, **more):
    width, layers, heads, feed_forward = SIZES[size]
    return transformers.LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=heads,
        intermediate_size=feed_forward,
        max_position_embeddings=CONTEXT,
        rms_norm_eps=1e-6,
        tie_word_embeddings=False,
        pad_token_id=0,
        bos_token_id=None,
        eos_token_id=1,
        **more,
    )


def model(transformers, size):
    return transformers.LlamaForCausalLM(config(transformers, size))


def say_step(name, steps):
    """Median milliseconds of steps, each (wall, processor) in seconds."""
    say(name=f"{name}-wall", value=1000 * statistics.median(wall for wall, cpu in steps))
    say(name=f"{name}-cpu", value=1000 * statistics.median(cpu for wall, cpu in steps))


def plain_steps(torch, policy):
    ids = torch.randint(0, VOCABULARY, (ROWS, TOKENS))
    advantages = torch.randn(ROWS, 1)
    optimizer = torch.optim.AdamW(policy.parameters(), lr=1e-5, weight_decay=0.0)
    policy.train()

    def step():
        logits = policy(ids).logits[:, :-1]
        log_probs = torch.log_softmax(logits, -1).gather(-1, ids[:, 1:, None]).squeeze(-1)
        (-(log_probs * advantages).mean()).backward()
        torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)

    times = []
    for turn in range(-WARM_UP, ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        step()
        if turn >= 0:
            times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return times


def tokens_per_cpu_second(torch, policy, batch):
    policy.eval()
    tokens = cpu = 0
    for turn in range(-1, ROUNDS):
        prompts = torch.randint(2, VOCABULARY, (batch, PROMPT))
        began = time.process_time()
        with torch.no_grad():
            out = policy.generate(
                prompts,
                attention_mask=torch.ones_like(prompts),
                do_sample=True,
                top_k=0,
                max_new_tokens=ANSWER,
            )
        spent = time.process_time() - began
        if turn >= 0:
            cpu += spent
            tokens += int((out[:, PROMPT:] != 0).sum())
    return tokens / cpu


def arguments():
    def names(text):
        return text.split(",")

    def numbers(text):
        return [int(number) for number in text.split(",")]

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=names, default=list(PARTS))
    parser.add_argument("--size", type=names, default=list(SIZES))
    parser.add_argument("--threads", type=numbers, default=[1, 2])
    parser.add_argument("--batch", type=numbers, default=[16, 64])
    return parser.parse_args()


def main():
    asked = arguments()
    torch, transformers = library("torch"), library("transformers")
    learns = "objectives" in asked.part or "grpo" in asked.part
    trl = library("trl") if learns else None
    datasets = library("datasets") if learns else None
    if torch is None or transformers is None:
        return
    trainers = None
    if trl is not None and datasets is not None:
        from trl_trainers import Trainers

        trainers = Trainers(transformers, datasets)
    for size in asked.size:
        for threads in asked.threads:
            torch.set_num_threads(threads)
            torch.manual_seed(1)
            measure(asked, torch, transformers, trainers, size, threads)


def measure(asked, torch, transformers, trainers, size, threads):
    def step():
        say_step(f"step-{size}-{threads}", plain_steps(torch, model(transformers, size)))

    def generation(batch):
        say(
            name=f"generate-{size}-{threads}-batch-{batch}-tokens-per-cpu-second",
            value=tokens_per_cpu_second(torch, model(transformers, size), batch),
        )

    def objective(name):
        say_step(f"objective-{name}-{size}-{threads}", trainers.steps(name, size))

    def grpo():
        say(
            name=f"grpo-{size}-{threads}-sequences-per-cpu-second",
            value=trainers.sequences_per_cpu_second(size),
        )

    if "step" in asked.part:
        attempt("torch step", step)
    if "objectives" in asked.part and trainers is not None:
        for name in trainers.OBJECTIVES:
            attempt(f"trl {name}", lambda: objective(name))
    if "grpo" in asked.part and trainers is not None:
        attempt("trl grpo", grpo)
    if "generation" in asked.part:
        for batch in asked.batch:
            attempt("transformers generate", lambda: generation(batch))


if __name__ == "__main__":
    main()
