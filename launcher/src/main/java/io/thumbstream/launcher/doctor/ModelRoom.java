package io.thumbstream.launcher.doctor;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.model.lm.MemoryNeed;
import java.nio.file.Path;
import java.util.List;

/**
 * A model, and the memory that it would take on this machine.
 *
 * @param directory where it lies
 * @param learning what its learner takes
 * @param sampling what its generator takes
 * @param memoryBytes memory of the machine or container
 */
record ModelRoom(Path directory, MemoryNeed learning, MemoryNeed sampling, long memoryBytes) {
    private static final double GIB = 1L << 30;
    private static final String HELPS =
            "docs/models.md says what takes less: learner.policy.train=lora, learner.policy.lanes=1,"
                    + " learner.policy.activation-checkpointing=true, a lower learner.policy.max-tokens-per-pass,"
                    + " base-model.context or generator.slots; or run the parts on machines of their own";

    Diagnosis diagnosis() {
        return new Diagnosis(
                List.of(room(), Finding.ok("learner", learning.words()), Finding.ok("generator", sampling.words())),
                List.of(
                        Figure.of("model-learner-memory", learning.total() / GIB, "GiB"),
                        Figure.of("model-generator-memory", sampling.total() / GIB, "GiB"),
                        new Figure("model-memory", total() / GIB, "GiB", Demand.atMost(memoryBytes / GIB))));
    }

    private Finding room() {
        String found = directory + " takes about " + MemoryNeed.size(total()) + " of " + MemoryNeed.size(memoryBytes)
                + " of memory for learner and generator, besides what Java and the allocator take";
        if (learning.standing() + sampling.total() > memoryBytes) {
            return Finding.bad("model", found, HELPS);
        }
        return total() > memoryBytes ? Finding.note("model", found, HELPS) : Finding.ok("model", found);
    }

    private long total() {
        return learning.total() + sampling.total();
    }
}
