package io.thumbstream.launcher.erase;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.learner.Erasures;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the certificate of an erasure says about the logs.
 *
 * @param policySteps last step of the policy learner that was taken again without the person
 * @param rewardSteps the same of the reward learner
 */
public record FinishedErasure(long policySteps, long rewardSteps) {
    /** Name of the number of steps in a certificate. */
    static final String STEPS = "steps-of-the-log";

    /**
     * The first complete erasure of a person.
     *
     * @param data data directory of the run
     * @param person key of the person as it stands in the topics
     * @throws ConfigException when its certificate was changed after it was signed
     */
    public static Optional<FinishedErasure> of(Path data, String person) throws IOException {
        String hash = Digests.of(person);
        Optional<Path> directory = new Erasures(data)
                .complete().stream()
                        .filter(each -> Erasures.request(each).equals(hash))
                        .findFirst();
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        JsonNode statement = Certificate.verified(directory.get().resolve(Erasures.CERTIFICATE));
        return Optional.of(new FinishedErasure(steps(statement, "policy"), steps(statement, "reward")));
    }

    private static long steps(JsonNode statement, String kind) {
        return statement.path(kind).path(STEPS).asLong();
    }
}
