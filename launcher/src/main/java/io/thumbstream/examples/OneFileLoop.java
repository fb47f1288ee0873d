package io.thumbstream.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Taste;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The learning loop on one page: no topics, no services, no reward model.
 *
 * <p>Each step asks the policy for several answers to each of a few messages, takes a simulated person's utility as the reward,
 * compares every answer with the others to the same message (leave-one-out), and moves the policy towards what was better:
 * {@code L = -mean over tokens (A log pi)}. The services do the same with people's feedback in between, a learned reward, samples
 * that are older than the policy, and a log from which every step can be repeated.
 *
 * <p>Run it: {@code java -cp launcher/target/thumbstream.jar io.thumbstream.examples.OneFileLoop}
 */
public final class OneFileLoop implements AutoCloseable {
    private static final double MAX_GRADIENT_NORM = 1;

    private final Settings settings;
    private final SupportTask task = SupportTask.load();
    private final Taste taste = Tastes.first();
    private final HfTokenizer tokenizer;
    private final ChatFormat format;
    private final CausalLm policy;
    private final AdamW optimizer;
    private final NDManager arrays;

    /**
     * How the loop runs.
     *
     * @param steps gradient steps, at least 1
     * @param messages messages per step, at least 1
     * @param answers answers per message, at least 2
     * @param maxTokens most tokens of an answer
     * @param learningRate of AdamW, above 0
     * @param seed root of all randomness
     */
    public record Settings(int steps, int messages, int answers, int maxTokens, double learningRate, long seed) {
        public Settings {
            if (steps < 1 || messages < 1 || answers < 2 || !(learningRate > 0)) {
                throw new IllegalArgumentException("steps " + steps + ", messages " + messages + ", answers " + answers
                        + ", learning rate " + learningRate
                        + ": give at least 1, 1 and 2, and a learning rate above 0");
            }
        }

        /** Thirty steps, about a minute and a half on two quiet cores. */
        public static Settings defaults() {
            return new Settings(30, 8, 8, 80, 5e-4, 1);
        }
    }

    /** One sampled answer and what it is worth to the person, unit points. */
    @SuppressWarnings("ArrayRecordComponent") // goes to the tensor library as it is
    private record Answer(int[] prompt, int[] tokens, double utility) {}

    /** A loop that starts from the shipped model, which is copied into {@code directory}. */
    public OneFileLoop(Settings settings, Path directory) throws IOException {
        this.settings = settings;
        Grad.prepareThread();
        String unusedDigest = SupportModel.copyTo(directory);
        this.tokenizer = HfTokenizer.load(directory.resolve(BpeVocabulary.FILE));
        this.format = new ChatFormat(tokenizer);
        this.policy = CausalLm.load(directory, Device.cpu());
        this.policy.parameters().requireGrad(true);
        this.optimizer = new AdamW(policy.parameters(), AdamW.Settings.defaults());
        this.arrays = NDManager.newBaseManager(Device.cpu());
    }

    /** Runs all steps and returns the mean utility of the answers before each. */
    public List<Double> run(Consumer<String> out) {
        SeededRandom random = new SeededRandom(settings.seed());
        List<Double> curve = new ArrayList<>();
        for (int step = 0; step < settings.steps(); step++) {
            List<List<Answer>> groups = sample(step, random.child(step));
            List<Answer> answers = groups.stream().flatMap(List::stream).toList();
            double utility =
                    answers.stream().mapToDouble(Answer::utility).average().orElseThrow();
            double norm = learn(answers, advantages(groups));
            out.accept(String.format(
                    Locale.ROOT, "step %3d  mean utility %+.3f points  gradient norm %.2f", step, utility, norm));
            curve.add(utility);
        }
        return curve;
    }

    /** Several answers of the present policy to each of a few new messages, with their utilities. */
    private List<List<Answer>> sample(int step, SeededRandom random) {
        List<SupportPrompt> messages =
                task.prompts(settings.messages(), random.child("messages").key(), false);
        List<List<Answer>> groups = new ArrayList<>();
        int total = settings.messages() * settings.answers();
        try (PolicyHolder policies = new PolicyHolder()) {
            policies.publish(new PolicySnapshot(step, policy.copy()));
            try (BatchSampler sampler = BatchSampler.of(policies, tokenizer, new SamplerSettings(total, 0, total))) {
                for (int i = 0; i < messages.size(); i++) {
                    groups.add(ask(sampler, messages.get(i), random.child(i)));
                }
                boolean busy = true;
                while (busy) {
                    busy = sampler.step();
                }
            }
        }
        return groups;
    }

    /** Asks for the answers to one message; they come into the returned list while the sampler steps. */
    private List<Answer> ask(BatchSampler sampler, SupportPrompt message, SeededRandom random) {
        List<Answer> group = new ArrayList<>();
        int[] prompt = format.promptIds(List.of(Turn.user(message.text())));
        SamplingSettings plain = SamplingSettings.plain(settings.maxTokens());
        for (int i = 0; i < settings.answers(); i++) {
            long seed = random.child(i).key();
            SampleRequest request = new SampleRequest(Long.toHexString(seed), prompt, plain, seed, Priority.BACKGROUND);
            boolean taken = sampler.submit(request, new SampleListener() {
                @Override
                public void onDone(Sample sample) {
                    double utility = taste.utility(task.grade(message, sample.text()));
                    group.add(new Answer(prompt, sample.tokens(), utility));
                }

                @Override
                public void onFailure(String reason) {
                    throw new IllegalStateException("an answer could not be sampled: " + reason);
                }
            });
            if (!taken) {
                throw new IllegalStateException("the sampler's queue is too short for a step's answers");
            }
        }
        return group;
    }

    /** How much better each answer is than the mean of the others to its message: positive is taught, negative untaught. */
    private static double[] advantages(List<List<Answer>> groups) {
        return groups.stream()
                .flatMapToDouble(group -> {
                    double sum = group.stream().mapToDouble(Answer::utility).sum();
                    return group.stream()
                            .mapToDouble(Answer::utility)
                            .map(own -> own - (sum - own) / (group.size() - 1));
                })
                .toArray();
    }

    /** One step of the policy gradient; returns the gradient's norm. */
    private double learn(List<Answer> answers, double[] advantages) {
        int[][] prompts = answers.stream().map(Answer::prompt).toArray(int[][]::new);
        int[][] tokens = answers.stream().map(Answer::tokens).toArray(int[][]::new);
        try (StepScope scope = StepScope.open(arrays)) {
            Grad.enabled(() -> {
                TokenBatch now = policy.logProbs(scope.manager(), prompts, tokens);
                NDArray advantage = scope.manager().create(floats(advantages)).expandDims(1); // [batch, 1]
                NDArray gain = Masked.sum(now.logProbs().mul(advantage), now.mask());
                Grad.backward(Scalars.over(gain, tokenCount(answers)).neg());
            });
        }
        return optimizer.step(settings.learningRate(), 0, MAX_GRADIENT_NORM);
    }

    private static int tokenCount(List<Answer> answers) {
        return answers.stream().mapToInt(answer -> answer.tokens().length).sum();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void close() {
        arrays.close();
        optimizer.close();
        policy.close();
        tokenizer.close();
    }

    /** Process entry: runs the default settings and prints a line per step. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("one-file-loop");
        try (OneFileLoop loop = new OneFileLoop(Settings.defaults(), directory)) {
            List<Double> unusedCurve = loop.run(System.out::println);
        } finally {
            for (String file : SupportModel.files()) {
                boolean unusedWasThere = Files.deleteIfExists(directory.resolve(file));
            }
            Files.delete(directory);
        }
    }
}
