"""Times the work of `thumbstream bench models` in PyTorch and transformers.

Prints one JSON object a line: {"name": ..., "value": ...} with the names of that command, or {"absent": "torch"}.
Models, batch sizes and lengths are those of ModelSize, StepWork and AnswerWork; change them together.
"""

import json
import statistics
import time

ROWS, TOKENS = 16, 128
PROMPT, ANSWER = 32, 64
VOCABULARY, CONTEXT = 938, 256
SIZES = {"s": (128, 5, 4, 352), "m": (256, 8, 8, 688)}
THREADS, BATCHES = (1, 2), (16, 64)
WARM_UP, ROUNDS = 3, 15


def say(**fields):
    print(json.dumps(fields), flush=True)


def model(transformers, width, layers, heads, feed_forward):
    return transformers.LlamaForCausalLM(
        transformers.LlamaConfig(
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
        )
    )


def step_millis(torch, policy):
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
        began = time.perf_counter()
        step()
        if turn >= 0:
            times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


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


def main():
    try:
        import torch
    except ImportError:
        return say(absent="torch")
    try:
        import transformers
    except ImportError:
        return say(absent="transformers")
    for name, shape in SIZES.items():
        for threads in THREADS:
            torch.set_num_threads(threads)
            torch.manual_seed(1)
            say(name=f"step-{name}-{threads}-wall", value=step_millis(torch, model(transformers, *shape)))
            for batch in BATCHES:
                say(
                    name=f"generate-{name}-{threads}-batch-{batch}-tokens-per-cpu-second",
                    value=tokens_per_cpu_second(torch, model(transformers, *shape), batch),
                )


if __name__ == "__main__":
    main()
