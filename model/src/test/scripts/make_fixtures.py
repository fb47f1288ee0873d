#!/usr/bin/env python3
"""Makes what the tests of the model module compare with, from the reference implementations.

Made with torch 2.13.0, transformers 5.18.0, peft 0.21.0 and jinja2; numbers may differ in their last digits with others. OUT is
model/src/test/resources/io/thumbstream/model/lm for what is committed. Tests read what lies there and need no Python.

  make_fixtures.py templates DIR [FILE]    needs jinja2
      DIR holds published templates as NAME.jinja, further editions as NAME@EDITION.jinja, NAME being one of ChatTemplate. Prints
      for each the digest by which ChatTemplate recognises it and what it writes for the conversations of ChatTemplateTest; writes
      both into FILE, model/src/test/resources/io/thumbstream/model/text/templates.json. A file may be a tokenizer_config.json
      as well, under NAME.json.

  make_fixtures.py checkpoints OUT         needs torch and transformers
      Writes OUT/transformers/NAME/: a tiny random checkpoint of each family as save_pretrained writes it, with expected.json:
      the ids of a text, the logits at each of its places and the log-probabilities of its tokens from the second one on, of the
      weights in the file in float64 (transformers computes norms and angles in float32 in any case). Names that end in "-v4" have
      a config.json in the form before version 5 of transformers, which transformers reads again for the expected numbers.

  make_fixtures.py adapters OUT            needs torch, transformers and peft
      Writes OUT/peft/NAME/: an adapter for OUT/transformers/NAME as save_pretrained of peft writes it, with expected.json of both
      together.

  make_fixtures.py compare DIR [ADAPTER]   needs torch and transformers, and peft for ADAPTER
      Loads DIR, a directory that the product wrote, with transformers, and ADAPTER onto it with peft. A missing, unexpected or
      changed tensor is an error, and so is a number of expected.json in the directory, where it has one, that transformers gives
      otherwise by 1e-4. ModelDirectoryWritingTest writes such directories.
"""

import copy
import hashlib
import json
import pathlib
import shutil
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
    vocab_size=64,
    hidden_size=16,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=24,
    max_position_embeddings=32,
    rms_norm_eps=1e-6,
    bos_token_id=None,
    eos_token_id=1,
    pad_token_id=0,
)


def rope(kind, theta, **fields):
    return dict(rope_parameters=dict(rope_type=kind, rope_theta=theta, **fields))


# class of the configuration, its fields beyond SIZES as in FamilyCase, type of the stored numbers
FAMILIES = {
    "llama-plain": ("LlamaConfig", dict(num_key_value_heads=4, tie_word_embeddings=True, **rope("default", 10000.0)), "float32"),
    "llama-linear-v4": ("LlamaConfig", dict(num_key_value_heads=2, **rope("linear", 10000.0, factor=2.0)), "float32"),
    "llama-llama3": (
        "LlamaConfig",
        dict(
            num_key_value_heads=1,
            attention_bias=True,
            head_dim=8,
            **rope(
                "llama3",
                100.0,
                factor=8.0,
                low_freq_factor=1.0,
                high_freq_factor=4.0,
                original_max_position_embeddings=24,
            ),
        ),
        "float16",
    ),
    "mistral": (
        "MistralConfig",
        dict(num_key_value_heads=2, head_dim=4, sliding_window=None, **rope("default", 1e6)),
        "bfloat16",
    ),
    "qwen2-dynamic-v4": (
        "Qwen2Config",
        dict(num_key_value_heads=2, tie_word_embeddings=True, **rope("dynamic", 1e6, factor=4.0)),
        "float32",
    ),
    "qwen3-yarn": (
        "Qwen3Config",
        dict(num_key_value_heads=2, head_dim=6, **rope("yarn", 50.0, factor=4.0, original_max_position_embeddings=8)),
        "float32",
    ),
    "qwen3-tied": (
        "Qwen3Config",
        dict(num_key_value_heads=4, head_dim=8, tie_word_embeddings=True, attention_bias=True, **rope("default", 1000.0)),
        "bfloat16",
    ),
}

# saved in several files
SHARDED = {"llama-linear-v4": "9KB"}
# bases of adapters, type of the stored numbers
ADAPTED = {"llama-linear-v4": "float32", "qwen3-tied": "bfloat16"}
PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]

TEXT = [7, 50, 3, 39, 39, 60, 0, 41, 17, 63, 5, 6, 23, 8, 31, 57, 21, 2, 30, 13, 44, 9, 1, 12]
LIMIT = 1e-4


def digest(source):
    text = source.replace("\r", "").replace("\\n", "\n").strip()
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def templates(directory, file=None):
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def refuse(message):
        raise jinja2.exceptions.TemplateError(message)

    # the options that transformers sets
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.globals["raise_exception"] = refuse
    found = [path for path in pathlib.Path(directory).iterdir() if path.suffix in (".jinja", ".json")]
    editions = []
    for path in sorted(found):
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            source = json.loads(source)["chat_template"]
        name = path.stem.split("@")[0]
        edition = dict(name=name, digest=digest(source))
        for key, turns in CONVERSATIONS.items():
            try:
                edition[key] = environment.from_string(source).render(
                    messages=[dict(role=role, content=content) for role, content in turns],
                    add_generation_prompt=True,
                    bos_token="<|begin_of_text|>" if name.startswith("llama3") else "<s>",
                    eos_token="<|eot_id|>" if name.startswith("llama3") else "</s>",
                )
            except jinja2.exceptions.TemplateError as refused:
                edition[key] = None  # the template has no place for a turn
                print(path.name, key, "refused:", refused)
        print(json.dumps(edition, indent=1))
        editions.append(edition)
    if file:
        pathlib.Path(file).write_text(json.dumps(editions, indent=1) + "\n", encoding="utf-8")


def numbers(model):
    """Logits and log-probabilities of TEXT."""
    import torch

    with torch.no_grad():
        logits = model(torch.tensor([TEXT])).logits[0]
    log_probs = torch.log_softmax(logits, -1)[:-1].gather(1, torch.tensor(TEXT[1:])[:, None])[:, 0]
    return logits, log_probs


def expect(directory, model, single, **more):
    """Writes expected.json of a model in float64; 'single' is the same in float32."""
    import torch
    import transformers

    logits, log_probs = numbers(model)
    rounding = (logits - numbers(single)[0]).abs().max().item()
    rounded = lambda values: [float(f"{value:.7g}") for value in values]
    expected = dict(torch=torch.__version__, transformers=transformers.__version__, **more)
    expected.update(ids=TEXT, log_probs=rounded(log_probs.tolist()))
    rows = ",\n".join(json.dumps(rounded(row)) for row in logits.tolist())
    text = json.dumps(expected)[:-1] + ', "logits": [\n' + rows + "\n]}\n"
    (directory / "expected.json").write_text(text)
    print(directory.name, "largest logit", logits.abs().max().item(), "float32 differs by", rounding)


def older(directory):
    """Writes the rotary fields and the type as releases of transformers before version 5 did."""
    file = directory / "config.json"
    config = json.loads(file.read_text())
    scaling = config.pop("rope_parameters")
    config["rope_theta"], kind = scaling.pop("rope_theta"), scaling.pop("rope_type")
    # the name that is oldest of all for one of the two
    config["rope_scaling"] = dict(scaling, **{"type" if kind == "dynamic" else "rope_type": kind})
    config["torch_dtype"] = config.pop("dtype")
    file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


def checkpoints(out):
    import torch
    import transformers

    auto = transformers.AutoModelForCausalLM
    for seed, (name, (kind, fields, stored)) in enumerate(FAMILIES.items()):
        torch.manual_seed(seed)
        config = getattr(transformers, kind)(**SIZES, **copy.deepcopy(fields))
        model = auto.from_config(config).float().eval()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.3)
        directory = pathlib.Path(out) / "transformers" / name
        shutil.rmtree(directory, ignore_errors=True)
        model.to(getattr(torch, stored)).save_pretrained(directory, max_shard_size=SHARDED.get(name, "1MB"))
        (directory / "generation_config.json").unlink(missing_ok=True)
        if name.endswith("-v4"):
            older(directory)
        double, single = (auto.from_pretrained(directory, dtype=dtype) for dtype in (torch.float64, torch.float32))
        expect(directory, double, single)


def adapters(out):
    import peft
    import torch
    import transformers

    for seed, (name, stored) in enumerate(ADAPTED.items()):
        torch.manual_seed(100 + seed)
        base = pathlib.Path(out) / "transformers" / name
        load = lambda dtype: transformers.AutoModelForCausalLM.from_pretrained(base, dtype=dtype)
        settings = peft.LoraConfig(r=2, lora_alpha=3, target_modules=PROJECTIONS, task_type="CAUSAL_LM")
        model = peft.get_peft_model(load(torch.float32), settings)
        with torch.no_grad():
            for key, parameter in model.named_parameters():
                if "lora_" in key:
                    parameter.copy_(torch.randn_like(parameter) * 0.4)
        directory = pathlib.Path(out) / "peft" / name
        shutil.rmtree(directory, ignore_errors=True)
        model.peft_config["default"].base_model_name_or_path = name
        model.peft_config["default"].target_modules = PROJECTIONS  # peft keeps a set, whose order differs from run to run
        model.to(getattr(torch, stored)).save_pretrained(directory)
        (directory / "README.md").unlink(missing_ok=True)
        both = [peft.PeftModel.from_pretrained(load(dtype), directory).to(dtype) for dtype in (torch.float64, torch.float32)]
        expect(directory, *both, peft=peft.__version__, base=name)


def require_unchanged(what, directory, loaded):
    """Ends unless the tensors of a directory are those that were loaded, bit for bit; a tied matrix may stand for two."""
    import torch
    from safetensors.torch import load_file

    stored = {}
    for file in sorted(directory.glob("*.safetensors")):
        stored.update(load_file(file))
    absent = set(loaded) - set(stored) - {"lm_head.weight"}
    changed = [key for key in stored if key not in loaded or not torch.equal(stored[key], loaded[key])]
    if absent or changed or not stored:
        sys.exit(f"{directory} does not load unchanged: not there {sorted(absent)}, changed or unexpected {changed}")
    print(what, directory.name, len(stored), "tensors unchanged,", sum(tensor.numel() for tensor in stored.values()), "numbers")


def require_expected(directory, model):
    import torch

    file = directory / "expected.json"
    if not file.exists():
        return
    expected = json.loads(file.read_text())
    if expected["ids"] != TEXT:
        sys.exit(f"{file} is of another text")
    difference = [
        (found.double() - torch.tensor(expected[key], dtype=torch.float64)).abs().max().item()
        for key, found in zip(("logits", "log_probs"), numbers(model))
    ]
    print("  largest difference of a logit %.2g, of a log-probability %.2g" % tuple(difference))
    if not max(difference) <= LIMIT:
        sys.exit(f"{directory} gives other numbers than {file}")


def compare(name, adapter=None):
    import transformers

    directory = pathlib.Path(name)
    model, report = transformers.AutoModelForCausalLM.from_pretrained(directory, output_loading_info=True)
    problems = {key: value for key, value in report.items() if value}
    if problems:
        sys.exit(f"{directory} does not load unchanged: {problems}")
    require_unchanged(type(model).__name__, directory, model.state_dict())
    require_expected(directory, model)
    if adapter:
        import peft

        adapted = peft.PeftModel.from_pretrained(model, adapter)
        require_unchanged(type(adapted).__name__, pathlib.Path(adapter), peft.get_peft_model_state_dict(adapted))
        require_expected(pathlib.Path(adapter), adapted)


if __name__ == "__main__":
    commands = dict(templates=templates, checkpoints=checkpoints, adapters=adapters, compare=compare)
    given = sys.argv[2:]
    if len(sys.argv) < 3 or sys.argv[1] not in commands or len(given) > (2 if sys.argv[1] in ("templates", "compare") else 1):
        sys.exit(__doc__)
    commands[sys.argv[1]](*given)
