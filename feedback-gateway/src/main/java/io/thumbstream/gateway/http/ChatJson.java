package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.gateway.answer.PendingAnswers;
import io.thumbstream.gateway.answer.PendingAnswers.Answer;
import io.thumbstream.gateway.input.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes answers as OpenAI clients expect them, with what only Thumbstream knows in objects named {@code thumbstream}. */
final class ChatJson {
    private static final String CHOICES = "choices";
    private static final String EXTENSION = "thumbstream";

    private final String model;
    private final Instant created;
    private final PendingAnswers pending;
    private final Optional<String> receipt;
    private final Asking.Ask ask;

    /** Writes the answers to one prompt; the receipt and whether people are asked are for all of them. */
    ChatJson(String model, Instant created, PendingAnswers pending, Optional<String> receipt, Asking.Ask ask) {
        this.model = model;
        this.created = created;
        this.pending = pending;
        this.receipt = receipt;
        this.ask = ask;
    }

    /** The whole completion. */
    ObjectNode completion() {
        ObjectNode body = head("chat.completion");
        ArrayNode choices = body.putArray(CHOICES);
        List<Answer> answers = pending.answers();
        for (int i = 0; i < answers.size(); i++) {
            ObjectNode choice = choices.addObject();
            choice.put("index", i);
            ObjectNode message = choice.putObject("message");
            message.put("role", "assistant");
            message.put("content", answers.get(i).text());
            message.putNull("refusal");
            choice.putNull("logprobs");
            logProbs(choice, answers.get(i));
            choice.put("finish_reason", finishReason(answers.get(i)));
            extension(choice, answers.get(i));
        }
        usage(body);
        ObjectNode extension = body.putObject(EXTENSION);
        extension.put("group_id", pending.groupId());
        extension.put("policy_version", answers.get(0).policyVersion());
        ArrayNode ids = extension.putArray("rollout_ids");
        answers.forEach(answer -> ids.add(answer.rolloutId()));
        ask.writeTo(extension);
        receipt.ifPresent(token -> extension.put("receipt", token));
        return body;
    }

    /** First chunk of a choice: who speaks. */
    ObjectNode opening(int index) {
        ObjectNode body = head("chat.completion.chunk");
        ObjectNode choice = choice(body, index);
        ObjectNode delta = choice.putObject("delta");
        delta.put("role", "assistant");
        delta.put("content", "");
        choice.putNull("finish_reason");
        extension(choice, pending.answers().get(index));
        return body;
    }

    /** A chunk with text. */
    ObjectNode delta(int index, String text) {
        ObjectNode body = head("chat.completion.chunk");
        ObjectNode choice = choice(body, index);
        choice.putObject("delta").put("content", text);
        choice.putNull("finish_reason");
        return body;
    }

    /** Last chunk of a choice: how it ended, the log-probabilities of all its tokens when they were asked for, and the receipt. */
    ObjectNode closing(int index) {
        ObjectNode body = head("chat.completion.chunk");
        ObjectNode choice = choice(body, index);
        choice.putObject("delta");
        logProbs(choice, pending.answers().get(index));
        choice.put("finish_reason", finishReason(pending.answers().get(index)));
        extension(choice, pending.answers().get(index));
        receipt.ifPresent(token -> choice.withObjectProperty(EXTENSION).put("receipt", token));
        return body;
    }

    /** Chunk with the token counts and no choices. */
    ObjectNode usageChunk() {
        ObjectNode body = head("chat.completion.chunk");
        body.putArray(CHOICES);
        usage(body);
        return body;
    }

    private ObjectNode head(String object) {
        ObjectNode body = Json.object();
        body.put("id", pending.answers().get(0).rolloutId());
        body.put("object", object);
        body.put("created", created.getEpochSecond());
        body.put("model", model);
        return body;
    }

    private static ObjectNode choice(ObjectNode body, int index) {
        ObjectNode choice = body.putArray(CHOICES).addObject();
        choice.put("index", index);
        return choice;
    }

    private static void logProbs(ObjectNode choice, Answer answer) {
        List<AnswerChunk.Token> tokens = answer.end().tokens();
        if (tokens.isEmpty()) {
            return;
        }
        ObjectNode logProbs = choice.putObject("logprobs");
        ArrayNode content = logProbs.putArray("content");
        for (AnswerChunk.Token token : tokens) {
            ObjectNode entry = content.addObject();
            entry.put("token", token.text());
            entry.put("logprob", token.logProb());
            ArrayNode bytes = entry.putArray("bytes");
            for (byte each : token.text().getBytes(StandardCharsets.UTF_8)) {
                bytes.add(each & 0xff);
            }
            entry.putArray("top_logprobs");
        }
        logProbs.putNull("refusal");
    }

    private void extension(ObjectNode choice, Answer answer) {
        ObjectNode extension = choice.putObject(EXTENSION);
        extension.put("rollout_id", answer.rolloutId());
        extension.put("policy_version", answer.policyVersion());
        ask.writeTo(extension);
    }

    private void usage(ObjectNode body) {
        int prompt = pending.answers().get(0).end().promptTokens();
        int completion = pending.answers().stream()
                .map(Answer::end)
                .mapToInt(AnswerChunk.End::completionTokens)
                .sum();
        ObjectNode usage = body.putObject("usage");
        usage.put("prompt_tokens", prompt);
        usage.put("completion_tokens", completion);
        usage.put("total_tokens", prompt + completion);
    }

    private static String finishReason(Answer answer) {
        return answer.end().reason().equals("length") ? "length" : "stop";
    }
}
