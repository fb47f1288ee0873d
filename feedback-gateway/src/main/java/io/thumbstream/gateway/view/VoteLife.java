package io.thumbstream.gateway.view;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of a vote, as far as the gateway remembers what it read on the topics.
 *
 * @param state the vote
 * @param reached how far it has come by itself, withdrawn or not
 * @param refusal why it became a dead letter
 * @param withdrawal what became of the retraction that took it back, else of the newest
 * @param rewardVersion first reward model that learned from its label; empty when not known
 * @param policyVersion first policy that learned from its answer with it; empty when not known
 */
public record VoteLife(
        VoteState state,
        Stage reached,
        Optional<String> refusal,
        Optional<Withdrawal> withdrawal,
        OptionalLong rewardVersion,
        OptionalLong policyVersion) {

    /** How far it has come. */
    public Stage stage() {
        if (withdrawal.filter(asked -> asked.stage() == Stage.COUNTED).isPresent()) {
            return Stage.WITHDRAWN;
        }
        return reached;
    }

    /**
     * A retraction.
     *
     * @param id its id
     * @param stage how far it has come itself
     */
    public record Withdrawal(String id, Stage stage) {}

    /** How far feedback can come. */
    public enum Stage {
        /** It is stored. Its label comes next, or it is of a kind that makes none; the topics do not tell which. */
        ACCEPTED,
        /**
         * It is stored, and came before its answer, or before the feedback that it takes back: the joiner keeps it for its parking time
         * and then counts it or makes it a dead letter. An answer that the gateway has forgotten looks the same until the label comes.
         */
        PARKED,
        /** It was joined with its answer and a label came from it. */
        COUNTED,
        /** It became a dead letter. */
        REFUSED,
        /** It had counted, or would have, until its person took it back. */
        WITHDRAWN
    }
}
