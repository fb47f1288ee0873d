package io.thumbstream.launcher.simulate;

import java.util.Map;
import java.util.Set;

/** What the gateway documents to refuse, said once more without its code. */
final class GatewayOracle {
    private static final Set<String> KINDS = Set.of("thumb", "rating", "pair", "ranking", "edit", "comment", "retract");
    private static final int MOST_RANKED = 16;
    private static final Set<String> WORDS_NEEDED = Set.of("edit", "comment");
    private static final Set<String> WORDS_ALLOWED = Set.of("edit", "comment", "pair");

    private final Map<String, GroupPlan> groups;

    GatewayOracle(Map<String, GroupPlan> groups) {
        this.groups = groups;
    }

    /** Kind of problem that a request must be refused with; empty when it must be taken. */
    String refusal(Step.Vote vote) {
        if (vote.future() || !wellFormed(vote)) {
            return "invalid-field";
        }
        GroupPlan plan = groups.get(vote.group());
        if (plan == null || plan.external() || plan.owner().isEmpty()) {
            return "";
        }
        return plan.owner().equals(vote.user()) ? "" : "not-your-answer";
    }

    private static boolean wellFormed(Step.Vote vote) {
        String kind = vote.kind();
        boolean words = !vote.text().isBlank();
        return KINDS.contains(kind)
                && targets(vote)
                && value(vote)
                && (words || !WORDS_NEEDED.contains(kind))
                && (vote.text().isEmpty() || WORDS_ALLOWED.contains(kind))
                && vote.retracts().isEmpty() != kind.equals("retract");
    }

    private static boolean targets(Step.Vote vote) {
        boolean ranking = vote.kind().equals("ranking");
        int least = ranking || vote.kind().equals("pair") ? 2 : 1;
        int size = vote.targets().size();
        return size >= least
                && size <= (ranking ? MOST_RANKED : least)
                && vote.targets().stream().distinct().count() == size
                && vote.targets().stream().map(Step::groupOf).distinct().count() == 1;
    }

    private static boolean value(Step.Vote vote) {
        double value = vote.value().orElse(Double.NaN);
        return switch (vote.kind()) {
            case "thumb" -> value == 1 || value == -1;
            case "pair" -> value == 1 || value == 0 || value == -1;
            case "rating" -> value >= 0 && value <= 1;
            default -> vote.value().isEmpty();
        };
    }
}
