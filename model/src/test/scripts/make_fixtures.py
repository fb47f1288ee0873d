#!/usr/bin/env python3
"""Makes what the tests of the model module compare with, from the reference implementations.

  make_fixtures.py templates DIR           needs jinja2
      DIR holds published templates as NAME.jinja. Prints, for each, the digest by which ChatTemplate recognises it, and
      what it writes for the conversations of ChatTemplateTest. The expected texts there were made this way, but those of
      llama3.1, smollm2, qwen3-thinking, mistral-v1, mistral-v3 and mistral-v3-tekken, which were read off the source: name
      their templates so, and what is printed for one, system, long and all must be what the tests say. A file may be a
      tokenizer_config.json as well, under NAME.json.

  make_fixtures.py checkpoints OUT         needs torch and transformers
      Writes OUT/NAME/: a tiny random checkpoint of each family with expected.json, the ids of a text with the logits and
      the log-probabilities of its tokens in float64. transformers was not at hand where the product is built: this part
      has not been run there.

  make_fixtures.py compare DIR             needs torch and transformers
      Loads DIR, a directory that the product wrote, with transformers, and prints what it is; missing or unexpected
      tensors end it with an error. Not run either.
"""

import hashlib
import json
import pathlib
import sys

CONVERSATIONS = {
    "one": [("user", "Hello")],
    "system": [("system", "Be kind."), ("user", "  Hello\n")],
    "long": [("user", "Hello"), ("assistant", " Hi there "), ("user", "Who are you?")],
    "all": [
        ("system", " Be brief.\n"),
        ("user", "A"),
        ("assistant", "<think>\nhm\n</think>\n\nB"),
        ("user", "C"),
    ],
}

SIZES = dict(
    vocab_size=261,
    hidden_size=16,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=24,
    max_position_embeddings=32,
    rms_norm_eps=1e-6,
)

# class of the configuration and its fields beyond SIZES, as in FamilyCase
FAMILIES = {
    "llama-plain": ("LlamaConfig", dict(num_key_value_heads=4, rope_theta=10000.0, tie_word_embeddings=True)),
    "llama-linear": (
        "LlamaConfig",
        dict(num_key_value_heads=2, rope_theta=10000.0, rope_scaling=dict(rope_type="linear", factor=2.0)),
    ),
    "llama-llama3": (
        "LlamaConfig",
        dict(
            num_key_value_heads=1,
            rope_theta=100.0,
            attention_bias=True,
            head_dim=8,
            rope_scaling=dict(
                rope_type="llama3",
                factor=8.0,
                low_freq_factor=1.0,
                high_freq_factor=4.0,
                original_max_position_embeddings=24,
            ),
        ),
    ),
    "mistral": ("MistralConfig", dict(num_key_value_heads=2, rope_theta=1e6, head_dim=4, sliding_window=None)),
    "qwen2": ("Qwen2Config", dict(num_key_value_heads=2, rope_theta=1e6, tie_word_embeddings=True)),
    "qwen3-yarn": (
        "Qwen3Config",
        dict(
            num_key_value_heads=2,
            rope_theta=50.0,
            head_dim=6,
            rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=8),
        ),
    ),
}

TEXT = [7, 250, 3, 99, 99, 180, 0, 41, 17, 260, 5, 66, 123, 8, 31, 77, 201, 2, 90, 13]


def digest(source):
    text = source.replace("\r", "").replace("\\n", "\n").strip()
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def templates(directory):
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def refuse(message):
        raise jinja2.exceptions.TemplateError(message)

    # the options that transformers sets
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.globals["raise_exception"] = refuse
    found = [path for path in pathlib.Path(directory).iterdir() if path.suffix in (".jinja", ".json")]
    for path in sorted(found):
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            source = json.loads(source)["chat_template"]
        print(path.stem, digest(source))
        llama3 = path.stem.startswith("llama3")
        for name, turns in CONVERSATIONS.items():
            try:
                text = environment.from_string(source).render(
                    messages=[dict(role=role, content=content) for role, content in turns],
                    add_generation_prompt=True,
                    bos_token="<|begin_of_text|>" if llama3 else "<s>",
                    eos_token="<|eot_id|>" if llama3 else "</s>",
                )
                print(" ", name, json.dumps(text))
            except jinja2.exceptions.TemplateError as refused:
                print(" ", name, "refused:", refused)


def checkpoints(out):
    import torch
    import transformers

    for seed, (name, (kind, fields)) in enumerate(FAMILIES.items()):
        torch.manual_seed(seed)
        config = getattr(transformers, kind)(**SIZES, **fields)
        model = transformers.AutoModelForCausalLM.from_config(config).float().eval()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.3)
        directory = pathlib.Path(out) / name
        model.save_pretrained(directory)
        with torch.no_grad():
            logits = model.double()(torch.tensor([TEXT])).logits[0]
        log_probs = torch.log_softmax(logits, -1)[:-1].gather(1, torch.tensor(TEXT[1:])[:, None])[:, 0]
        expected = dict(ids=TEXT, logits=logits.tolist(), log_probs=log_probs.tolist())
        (directory / "expected.json").write_text(json.dumps(expected))
        print(directory)


def compare(directory):
    import transformers

    model, report = transformers.AutoModelForCausalLM.from_pretrained(directory, output_loading_info=True)
    problems = {key: value for key, value in report.items() if value}
    if problems:
        sys.exit(f"{directory} does not load unchanged: {problems}")
    print(type(model).__name__, sum(parameter.numel() for parameter in model.parameters()))


if __name__ == "__main__":
    commands = dict(templates=templates, checkpoints=checkpoints, compare=compare)
    if len(sys.argv) != 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](sys.argv[2])
