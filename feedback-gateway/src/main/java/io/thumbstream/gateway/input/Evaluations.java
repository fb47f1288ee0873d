package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says judgements of tracing systems in our words.
 *
 * <p>What is called a thumb is a thumb and what is called a rating a rating; any other judgement is a rating when a person made it
 * and an outcome when a machine did, so that people's word outranks it. An explanation is a comment of its own. The id follows
 * from the content and the time, so that the same judgement sent again counts once; a judgement without a time whose author is
 * named gets the time it came, because that author's later judgement replaces it anyway.
 */
final class Evaluations {
    private static final Set<String> THUMBS = Set.of("thumb", "thumbs", "user_feedback");
    private static final Set<String> RATINGS = Set.of("rating", "user_rating");
    private static final Map<String, Boolean> WORDS = Map.ofEntries(
            Map.entry("up", true),
            Map.entry("down", false),
            Map.entry("thumbs_up", true),
            Map.entry("thumbs_down", false),
            Map.entry("positive", true),
            Map.entry("negative", false),
            Map.entry("pass", true),
            Map.entry("fail", false),
            Map.entry("correct", true),
            Map.entry("incorrect", false),
            Map.entry("relevant", true),
            Map.entry("not_relevant", false));

    private Evaluations() {}

    /**
     * One or two pieces of feedback: the judgement and its explanation.
     *
     * @throws ProblemException when nothing is judged, or by a number or word that means nothing here
     */
    static List<ObjectNode> items(Evaluation evaluation, Instant now) {
        boolean judged = evaluation.score().isPresent() || evaluation.label().isPresent();
        Optional<String> words = evaluation.explanation().filter(text -> !text.isBlank());
        if (!judged && words.isEmpty()) {
            throw bad("score", "is missing, and so are label and explanation; say at least one of them");
        }
        String id = id(evaluation, now);
        List<ObjectNode> items = new ArrayList<>();
        if (judged) {
            items.add(judgement(evaluation, id));
        }
        words.ifPresent(text -> items.add(
                item(evaluation, id + "-comment").put("kind", "comment").put("text", text)));
        return items;
    }

    private static ObjectNode judgement(Evaluation evaluation, String id) {
        ObjectNode item = item(evaluation, id);
        String name = plain(evaluation.name());
        if (THUMBS.contains(name)) {
            return item.put("kind", "thumb").put("value", up(evaluation) ? 1 : -1);
        }
        boolean rating = RATINGS.contains(name) || evaluation.human();
        return item.put("kind", rating ? "rating" : "outcome").put("value", share(evaluation));
    }

    private static boolean up(Evaluation evaluation) {
        Optional<Boolean> word = evaluation.label().flatMap(Evaluations::word);
        if (evaluation.score().isEmpty()) {
            return word.orElseThrow(() -> badLabel(evaluation));
        }
        double score = evaluation.score().getAsDouble();
        if (score != 1 && score != 0 && score != -1) {
            throw bad("score", "is " + score + "; a thumb is 1, or 0 or -1");
        }
        if (word.isPresent() && word.get() != score > 0) {
            throw bad(
                    "label",
                    "is '" + evaluation.label().orElse("") + "' and the score " + score + "; they say opposite things");
        }
        return score > 0;
    }

    private static double share(Evaluation evaluation) {
        if (evaluation.score().isEmpty()) {
            return evaluation.label().flatMap(Evaluations::word).orElseThrow(() -> badLabel(evaluation)) ? 1 : 0;
        }
        double score = evaluation.score().getAsDouble();
        if (!(score >= 0 && score <= 1)) {
            throw bad("score", "is " + score + "; it must lie from 0 to 1, because its scale is not told");
        }
        return score;
    }

    private static Optional<Boolean> word(String label) {
        return Optional.ofNullable(WORDS.get(plain(label)));
    }

    private static ObjectNode item(Evaluation evaluation, String id) {
        ObjectNode item = Json.object();
        item.setAll(evaluation.target());
        item.put("id", id);
        item.put("source", evaluation.system() + ":" + evaluation.name());
        evaluation.user().ifPresent(user -> item.put("user", user));
        evaluation.receipt().ifPresent(receipt -> item.put("receipt", receipt));
        evaluation.time().ifPresent(time -> item.put("created_at", time.toString()));
        return item;
    }

    private static String id(Evaluation evaluation, Instant now) {
        String time = evaluation
                .time()
                .or(() -> evaluation.user().map(known -> now))
                .map(Instant::toString)
                .orElse("");
        return Identities.idOf(
                evaluation.system(),
                List.of(
                        Json.write(evaluation.target()),
                        evaluation.name(),
                        evaluation.score().toString(),
                        evaluation.label().orElse(""),
                        evaluation.explanation().orElse(""),
                        evaluation.user().orElse(""),
                        time));
    }

    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    private static ProblemException badLabel(Evaluation evaluation) {
        return bad(
                "label",
                "is '" + evaluation.label().orElse("")
                        + "'; without a score it must be up or down, pass or fail, or another such word");
    }

    private static ProblemException bad(String field, String what) {
        return Problem.field(field, "'" + field + "' " + what + ".").exception();
    }
}
