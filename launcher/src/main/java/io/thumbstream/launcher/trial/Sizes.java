package io.thumbstream.launcher.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Settings that fit the small policy of the bed; a trial may set others. */
final class Sizes {
    /** Steps are taken as soon as groups are there; a tenth of a million parameters bear larger steps than a million. */
    static final JsonNode TREE = tree();

    /** What a trial compares with unless it names an objective: the default without the thumbs, which would hide what rewards do. */
    static final JsonNode REWARDS_ALONE = rewardsAlone();

    private Sizes() {}

    private static JsonNode tree() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.withObject("/learner/policy").put("max-wait", "0s").put("learning-rate", 1e-3);
        root.withObject("/learner/reward").put("trunk", "ngram");
        root.withObject("/learner/reward/core").put("max-wait", "0s");
        root.withObject("/learner/reward/ngram/features").put("hash-bits", 14);
        return root;
    }

    private static JsonNode rewardsAlone() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.withObject("/learner/policy").put("objective", "ppo-clip");
        return root;
    }
}
