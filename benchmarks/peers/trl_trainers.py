"""Steps of TRL's trainers on rows of 128 tokens, as they come to a user who sets float32 on a CPU and nothing recomputed.

Texts are words of a made-up vocabulary, one token each, so that lengths are those of PolicyWork, RewardWork and GrpoWork.
Trainers have moved between releases of TRL and their settings have come and gone; what a release does not know is left out.
"""

import contextlib
import copy
import dataclasses
import importlib
import os
import random
import sys
import tempfile
import time

from models import ANSWER, PROMPT, ROWS, TOKENS, VOCABULARY, config, model

GROUPS, GROUP_SIZE = 8, 8
# no special token may be part of a word, since it would be found there
PAD, END, UNKNOWN = SPECIAL = ("<pad>", "<end>", "<unk>")
WARM_UP, ROUNDS = 2, 5


def words(draw, count):
    return " ".join(f"w{draw.randrange(len(SPECIAL), VOCABULARY)}" for _ in range(count))


def lower_half(completions, completion_ids=None, **others):
    """Share of tokens in the lower half of the vocabulary, as the reward of GrpoWork."""
    if completion_ids is None:
        completion_ids = [[int(word[1:]) for word in text.split()] for text in completions]
    return [sum(id < VOCABULARY // 2 for id in ids) / max(1, len(ids)) for ids in completion_ids]


def find(family, *names):
    """Classes of TRL, which keeps some of them among its experiments."""
    for place in ("trl", f"trl.experimental.{family}"):
        try:
            module = importlib.import_module(place)
            return [getattr(module, name) for name in names]
        except (ImportError, AttributeError):
            continue
    raise ImportError(f"there is no {names[0]}")


class Trainers:
    OBJECTIVES = ("kto", "bco", "dpo", "bradley-terry")

    def __init__(self, transformers, datasets):
        os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")
        self.transformers = transformers
        self.datasets = datasets

    def steps(self, name, size):
        """(wall, processor) seconds of each step on 16 rows: 16 labelled answers, or 8 pairs."""
        makers = {"kto": self._labels, "bco": self._labels, "dpo": self._pairs, "bradley-terry": self._choices}
        return self._timed(lambda folder: makers[name](name, size, folder))

    def sequences_per_cpu_second(self, size):
        """Generation, reward and step of GRPOTrainer together."""
        steps = self._timed(lambda folder: self._groups(size, folder))
        return GROUPS * GROUP_SIZE * len(steps) / sum(cpu for wall, cpu in steps)

    def _labels(self, name, size, folder):
        trainer, kind = find(name, f"{name.upper()}Trainer", f"{name.upper()}Config")
        draw = random.Random(1)
        asked = [words(draw, PROMPT) for _ in range(ROWS // 2)]
        prompts = [prompt for prompt in asked for _ in range(2)]
        rows = {
            "prompt": prompts,
            "completion": [self._answer(draw) for _ in prompts],
            "label": [row % 2 == 0 for row in range(ROWS)],
        }
        return self._against_reference(trainer, self._settings(kind, folder, ROWS), size, rows)

    def _pairs(self, name, size, folder):
        trainer, kind = find(name, "DPOTrainer", "DPOConfig")
        draw = random.Random(1)
        rows = {
            "prompt": [words(draw, PROMPT) for _ in range(ROWS // 2)],
            "chosen": [self._answer(draw) for _ in range(ROWS // 2)],
            "rejected": [self._answer(draw) for _ in range(ROWS // 2)],
        }
        return self._against_reference(trainer, self._settings(kind, folder, ROWS // 2), size, rows)

    def _against_reference(self, trainer, settings, size, rows):
        policy = model(self.transformers, size)
        return trainer(
            model=policy,
            ref_model=copy.deepcopy(policy),
            args=settings,
            train_dataset=self.datasets.Dataset.from_dict(rows),
            processing_class=self._tokenizer(),
        )

    def _choices(self, name, size, folder):
        trainer, kind = find("reward", "RewardTrainer", "RewardConfig")
        draw = random.Random(1)
        rows = {
            "chosen": [words(draw, TOKENS - 1) for _ in range(ROWS // 2)],
            "rejected": [words(draw, TOKENS - 1) for _ in range(ROWS // 2)],
        }
        scorer = self.transformers.LlamaForSequenceClassification(config(self.transformers, size, num_labels=1))
        return trainer(
            model=scorer,
            args=self._settings(kind, folder, ROWS // 2),
            train_dataset=self.datasets.Dataset.from_dict(rows),
            processing_class=self._tokenizer(),
        )

    def _groups(self, size, folder):
        trainer, kind = find("grpo", "GRPOTrainer", "GRPOConfig")
        draw = random.Random(1)
        settings = self._settings(
            kind,
            folder,
            GROUPS * GROUP_SIZE,
            num_generations=GROUP_SIZE,
            steps_per_generation=1,
            num_iterations=1,
            max_completion_length=ANSWER,
            temperature=1.0,
            top_k=0,
            beta=0.0,
            generation_kwargs={"min_new_tokens": ANSWER},
        )
        return trainer(
            model=model(self.transformers, size),
            reward_funcs=lower_half,
            args=settings,
            train_dataset=self.datasets.Dataset.from_dict(
                {"prompt": [words(draw, PROMPT) for _ in range(GROUPS * (WARM_UP + ROUNDS))]}
            ),
            processing_class=self._tokenizer(),
        )

    def _answer(self, draw):
        """The trainers join prompt and answer as they are, and end the answer with a token of their own."""
        return " " + words(draw, TOKENS - PROMPT - 1)

    def _tokenizer(self):
        from tokenizers import Tokenizer, models, pre_tokenizers

        names = [*SPECIAL, *(f"w{id}" for id in range(len(SPECIAL), VOCABULARY))]
        library = Tokenizer(models.WordLevel({name: id for id, name in enumerate(names)}, unk_token=UNKNOWN))
        library.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
        return self.transformers.PreTrainedTokenizerFast(
            tokenizer_object=library,
            pad_token=PAD,
            eos_token=END,
            unk_token=UNKNOWN,
            padding_side="left",
            model_max_length=TOKENS,
        )

    def _settings(self, kind, folder, batch, **more):
        wanted = dict(
            output_dir=folder,
            max_steps=WARM_UP + ROUNDS,
            per_device_train_batch_size=batch,
            gradient_accumulation_steps=1,
            learning_rate=1e-5,
            weight_decay=0.0,
            max_grad_norm=1.0,
            lr_scheduler_type="constant",
            max_length=TOKENS,
            max_prompt_length=PROMPT,
            use_cpu=True,
            bf16=False,
            fp16=False,
            gradient_checkpointing=False,
            logging_strategy="no",
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            remove_unused_columns=False,
            dataloader_num_workers=0,
            dataloader_pin_memory=False,
            seed=1,
            **more,
        )
        known = {field.name for field in dataclasses.fields(kind)}
        return kind(**{name: value for name, value in wanted.items() if name in known})

    def _timed(self, make):
        """Steps as the trainer takes them: from before the forward pass, with generation where there is one, to after the optimizer."""
        taken = []

        class Watch(self.transformers.TrainerCallback):
            def on_step_begin(self, args, state, control, **others):
                self.began = time.perf_counter(), time.process_time()

            def on_step_end(self, args, state, control, **others):
                wall, cpu = self.began
                taken.append((time.perf_counter() - wall, time.process_time() - cpu))

        # whatever trainers print must not come between the figures
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
            trainer = make(folder)
            trainer.add_callback(Watch())
            trainer.train()
        return taken[WARM_UP:]
