package io.thumbstream.generator.wire;

import io.thumbstream.generator.schedule.GroupPlan;
import io.thumbstream.generator.schedule.GroupPlan.PlannedAnswer;
import io.thumbstream.generator.schedule.PromptJob;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.model.text.Turn;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.ReferenceLogProbs;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.Sampling;
import io.thumbstream.schemas.avro.VersionSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the records of finished answers and of their chunks. */
public final class AnswerCodec {
    private final String modelName;
    private final Tokenizer tokenizer;

    /**
     * A codec for the answers of one policy.
     *
     * @param modelName name of the policy as it appears in the records, for example {@code policy/support}
     * @param tokenizer its vocabulary
     */
    public AnswerCodec(String modelName, Tokenizer tokenizer) {
        this.modelName = modelName;
        this.tokenizer = tokenizer;
    }

    /**
     * The complete answer.
     *
     * @param reference how likely it is under the reference policy, where that was computed
     */
    public Rollout rollout(
            GroupPlan plan,
            PlannedAnswer answer,
            Sample sample,
            Instant started,
            Instant completed,
            Optional<ReferenceLogProbs> reference) {
        PromptJob job = plan.job();
        SampleRequest request = answer.request();
        return Rollout.newBuilder()
                .setRolloutId(request.id())
                .setGroupId(job.groupId())
                .setPromptId(job.promptId())
                .setIndex(answer.index())
                .setGroupSize(plan.size())
                .setLane(request.priority() == Priority.INTERACTIVE ? Lane.INTERACTIVE : Lane.BACKGROUND)
                .setMessages(messages(job.turns()))
                .setPromptTokens(Arrays.stream(request.prompt()).boxed().toList())
                .setTokens(Arrays.stream(sample.tokens()).boxed().toList())
                .setText(sample.text())
                .setBehaviourLogProbs(floats(sample.logProbs()))
                .setReferenceLogProbs(reference.orElse(null))
                .setEntropies(floats(sample.entropies()))
                .setVersionSpans(spans(sample))
                .setSampling(sampling(request))
                .setDisplayed(answer.displayed())
                .setFinishReason(reason(sample.finish()))
                .setFeedbackProbability(job.feedbackProbability())
                .setSource("internal")
                .setModelName(modelName)
                .setUserKey(job.userKey())
                .setExplorationArm(arm(job, answer))
                .setCreatedAt(started)
                .setCompletedAt(completed)
                .build();
    }

    /** A piece of an answer that goes on. */
    public RolloutChunk piece(GroupPlan plan, PlannedAnswer answer, int sequence, String text, long policyVersion) {
        return chunk(plan.job().groupId(), answer.request().id(), sequence, text, policyVersion)
                .setUserKey(plan.job().userKey())
                .build();
    }

    /** The end of an answer, with the last piece. */
    public RolloutChunk end(GroupPlan plan, PlannedAnswer answer, int sequence, String text, Sample sample) {
        RolloutChunk.Builder end = chunk(
                        plan.job().groupId(), answer.request().id(), sequence, text, newestVersion(sample))
                .setUserKey(plan.job().userKey())
                .setLast(true)
                .setFinishReason(reason(sample.finish()))
                .setPromptTokens(answer.promptTokens())
                .setCompletionTokens(sample.length());
        if (plan.job().logProbs()) {
            end.setTokenTexts(texts(sample.tokens())).setTokenLogProbs(floats(sample.logProbs()));
        }
        return end.build();
    }

    private List<String> texts(int[] tokens) {
        return Arrays.stream(tokens)
                .mapToObj(token -> tokenizer.decode(new int[] {token}))
                .toList();
    }

    /** Says that an answer will never come. */
    public RolloutChunk failure(String groupId, String rolloutId, int sequence, String reason) {
        return chunk(groupId, rolloutId, sequence, "", -1)
                .setLast(true)
                .setFinishReason(FinishReason.ERROR)
                .setError(reason)
                .build();
    }

    private static RolloutChunk.Builder chunk(
            String groupId, String rolloutId, int sequence, String text, long policyVersion) {
        return RolloutChunk.newBuilder()
                .setRolloutId(rolloutId)
                .setGroupId(groupId)
                .setSequence(sequence)
                .setText(text)
                .setPolicyVersion(policyVersion);
    }

    private static long newestVersion(Sample sample) {
        return sample.versions().isEmpty()
                ? -1
                : sample.versions().get(sample.versions().size() - 1).policyVersion();
    }

    private static List<Message> messages(List<Turn> turns) {
        return turns.stream()
                .map(turn -> Message.newBuilder()
                        .setRole(turn.role())
                        .setContent(turn.content())
                        .build())
                .toList();
    }

    private static List<VersionSpan> spans(Sample sample) {
        return sample.versions().stream()
                .map(span -> VersionSpan.newBuilder()
                        .setStart(span.start())
                        .setEnd(span.end())
                        .setPolicyVersion(span.policyVersion())
                        .build())
                .toList();
    }

    private static Sampling sampling(SampleRequest request) {
        SamplingSettings s = request.sampling();
        return Sampling.newBuilder()
                .setTemperature(s.temperature())
                .setTopP(s.topP())
                .setTopK(s.topK())
                .setMinP(s.minP())
                .setMaxTokens(s.maxTokens())
                .setSeed(request.seed())
                .setStop(s.stop())
                .setLogitBias(named(s.logitBias()))
                .build();
    }

    private static Map<String, Double> named(Map<Integer, Double> byToken) {
        Map<String, Double> named = new TreeMap<>();
        byToken.forEach((token, bias) -> named.put(token.toString(), bias));
        return named;
    }

    static List<Float> floats(float[] values) {
        List<Float> boxed = new ArrayList<>(values.length);
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }

    /** The explorer's arm, else the caller's. */
    private static @Nullable String arm(PromptJob job, PlannedAnswer answer) {
        return answer.arm().isEmpty() ? job.explorationArm() : answer.arm();
    }

    private static FinishReason reason(Finish finish) {
        return switch (finish) {
            case STOP -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case CANCELLED -> FinishReason.CANCELLED;
        };
    }
}
